import * as vscode from 'vscode';
import type { Settings } from '../core/settings.ts';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import { createPage } from './page.ts';
import { createRedraw } from './redraw.ts';
import { type Scope, statisticsCommands, statisticsPage } from './statisticsPage.ts';
import { statisticsOf } from './statisticsSource.ts';
import type { ClockFace } from './views.ts';

export interface StatisticsParts {
	readonly journal: Journal;
	readonly clock: Clock;
	readonly clockFace: ClockFace;
	/** The folder of our own files. */
	readonly extension: string;
	settings(): Settings;
	/** Takes over what other windows counted. Never rejects. */
	refresh(): Promise<void>;
	/** Writes at once what is not written yet; resolves with whether all windows will know it. */
	flush(): Promise<boolean>;
}

/** What happens within this time is drawn together, in milliseconds. */
const togetherMs = 250;

export interface StatisticsView {
	/** `given`: whose counts; else those that were shown last. */
	show(given: readonly unknown[]): Promise<void>;
	/** Forgets everything that was counted, in all windows, once the user has said so. */
	reset(): Promise<void>;
	dispose(): void;
}

/** The one page with what became of the attempts at each provider. */
export function createStatistics(parts: StatisticsParts): StatisticsView {
	const { journal, clock, clockFace } = parts;
	let scope: Scope = 'all';
	const content = () => {
		const log = { before: journal.before(), events: journal.events() };
		const { providers } = parts.settings();
		return statisticsPage(statisticsOf(scope, { log, health: journal.health(), providers }, clock.now()), clockFace);
	};
	const title = () => vscode.l10n.t('Statistics');
	const redraw = createRedraw(clock, () => {
		if (page.isVisible()) {
			page.draw(title(), content());
		}
	});
	const page = createPage({
		type: 'switchyard.statistics',
		icon: 'graph',
		extension: parts.extension,
		commands: statisticsCommands,
		onVisible(visible) {
			if (visible) {
				redraw.within(0);
			}
		},
	});
	const stop = journal.read(({ type }) => {
		if (type !== 'tool' && type !== 'usage') {
			redraw.within(togetherMs);
		}
	});
	return {
		async show([given]) {
			scope = given === 'all' || given === 'window' ? given : scope;
			await parts.refresh();
			page.show(title(), content());
		},
		async reset() {
			const yes = vscode.l10n.t('Reset Statistics');
			const chosen = await vscode.window.showWarningMessage(
				vscode.l10n.t('Forget everything that was counted, in all windows?'),
				{
					modal: true,
					detail: vscode.l10n.t(
						'Times until the first output are forgotten too: the strategy latency-optimized measures them anew. Cooldowns stay.',
					),
				},
				yes,
			);
			if (chosen === yes) {
				await parts.refresh();
				journal.append({ type: 'statistics-reset' });
				await parts.flush();
			}
		},
		dispose() {
			stop();
			redraw.stop();
			page.dispose();
		},
	};
}
