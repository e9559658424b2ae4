import { classify, kindsOfWork, type Model } from '../../src/core/classify.ts';
import type { Example } from './examples.ts';

export interface Judged {
	readonly example: Example;
	readonly right: boolean;
	readonly score: number;
	readonly sure: boolean;
	readonly effortRight: boolean;
}

export function judge(example: Example, model: Model): Judged {
	const { needs, effort, sure } = classify(example.prompt, {}, model);
	const [first] = needs;
	return {
		example,
		right: first !== undefined && example.accept.includes(first.capability),
		score: first?.score ?? 0,
		sure,
		effortRight: { deep: 'deep-thinking', fast: 'fast-thinking' }[example.effort ?? ''] === (effort ?? undefined),
	};
}

/** Accuracy as a whole, per task and per language, as lines of Markdown. */
export function table(title: string, judged: readonly Judged[]): string {
	const languages = [...new Set(judged.map(({ example }) => example.language))].sort();
	const sure = judged.filter((one) => one.sure);
	const lines = [
		row('all', judged),
		row(
			'English',
			judged.filter(({ example }) => example.language === 'en'),
		),
		row(
			'other languages',
			judged.filter(({ example }) => example.language !== 'en'),
		),
		`| sure (${share(sure.length, judged.length)} of all) | ${sure.length} | ${accuracy(sure)} |`,
		...kindsOfWork.map((task) =>
			row(
				task,
				judged.filter(({ example }) => example.task === task),
			),
		),
		...languages.map((language) =>
			row(
				language,
				judged.filter(({ example }) => example.language === language),
			),
		),
	];
	const efforts = judged.filter(({ example }) => example.effort !== null);
	if (efforts.length > 0) {
		const right = efforts.filter((one) => one.effortRight).length;
		lines.push(`| effort | ${efforts.length} | ${share(right, efforts.length)} |`);
	}
	return [`${title}\n`, '| | prompts | right |', '|---|---|---|', ...lines, ''].join('\n');
}

/** What each threshold of being sure would mean. */
export function curve(judged: readonly Judged[]): string {
	const lines = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8].map((least) => {
		const above = judged.filter(({ score }) => score >= least);
		const near = judged.filter(({ score }) => score >= least && score < least + 0.1);
		return `| ${least} | ${share(above.length, judged.length)} | ${accuracy(above)} | ${accuracy(near)} (${near.length}) |`;
	});
	return ['| least score | sure | right when sure | right just above |', '|---|---|---|---|', ...lines, ''].join('\n');
}

function row(name: string, judged: readonly Judged[]): string {
	return `| ${name} | ${judged.length} | ${accuracy(judged)} |`;
}

function accuracy(judged: readonly Judged[]): string {
	return share(judged.filter(({ right }) => right).length, judged.length);
}

function share(part: number, whole: number): string {
	return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
