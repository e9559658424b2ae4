const testMark = /(?:[._-](?:test|tests|spec|specs)|Tests?|Spec)$/;
const testPrefix = /^test[_-]/i;

/** Whether a file is a test by its name. */
export function isTestName(fileName: string): boolean {
	const stem = stemOf(fileName);
	return testMark.test(stem) || testPrefix.test(stem);
}

/**
 * The names that the test of a file may have, or of a test the names of what it tests, without the part after the last
 * dot, which is the same. The usual forms of JavaScript, Python, Go, Java, C# and Ruby.
 */
export function neighbourStems(fileName: string): readonly string[] {
	const stem = stemOf(fileName);
	if (isTestName(fileName)) {
		return [stem.replace(testMark, '').replace(testPrefix, '')].filter((each) => each !== '');
	}
	return stem === ''
		? []
		: [
				...['.test', '.spec', '_test', '_spec', '-test', 'Test', 'Tests', 'Spec'].map((mark) => stem + mark),
				`test_${stem}`,
			];
}

function stemOf(fileName: string): string {
	return fileName.replace(/(?<=.)\.[^.]*$/, '');
}
