// node scripts/failures.ts
// Writes docs/FAILURES.md from test/fixtures/vendors/.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { failureTable, vendorsIn } from '../test/support/vendors.ts';

const vendors = vendorsIn();
const target = resolve(import.meta.dirname, '../docs/FAILURES.md');
writeFileSync(target, failureTable(vendors));
console.log(`${target}: ${vendors.flatMap(({ cases }) => cases).length} answers of ${vendors.length} vendors`);
