import * as vscode from 'vscode';
import type { Chosen } from './chosen.ts';
import type { RouteStory } from './stories.ts';
import { type ClockFace, statusView } from './views.ts';

export interface StatusBarSource {
	/** The route to tell of: the latest; `null` before the first. */
	story(): RouteStory | null;
	/** Who would be asked now; `null` when nobody can be. */
	next(): string | null;
	/** What the user has chosen for all requests. */
	chosen(): Chosen;
	now(): number;
}

/** While a route runs its seconds count, so that it is drawn this often, in milliseconds. */
const tickMs = 1000;
/** Afterwards only the times of return change, which are shown in minutes. */
const quietMs = 30_000;

/** The one status-bar item. Draws what the journal tells; asks for nothing. */
export function createStatusBar(source: StatusBarSource, clockFace: ClockFace): { draw(): void; dispose(): void } {
	const item = vscode.window.createStatusBarItem('switchyard.status', vscode.StatusBarAlignment.Left, 0);
	item.name = 'Switchyard';
	item.command = 'switchyard.selectProvider';
	let timer: NodeJS.Timeout | null = null;
	let every = 0;
	const draw = () => {
		const story = source.story();
		const view = statusView(story, source.next(), source.chosen(), source.now(), clockFace);
		item.text = view.text;
		item.accessibilityInformation = { label: view.spoken };
		const tooltip = new vscode.MarkdownString(view.tooltip, true);
		tooltip.isTrusted = {
			enabledCommands: [
				'switchyard.nextProvider',
				'switchyard.cancel',
				'switchyard.selectProvider',
				'switchyard.explainRoute',
				'switchyard.showLog',
			],
		};
		item.tooltip = tooltip;
		item.backgroundColor = view.alarm ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
		const wanted =
			story === null
				? 0
				: story.end === null
					? tickMs
					: story.attempts.some(({ backAt }) => backAt !== null && backAt > source.now())
						? quietMs
						: 0;
		if (wanted !== every) {
			every = wanted;
			if (timer !== null) {
				clearInterval(timer);
			}
			timer = wanted === 0 ? null : setInterval(draw, wanted);
		}
	};
	draw();
	item.show();
	return {
		draw,
		dispose() {
			if (timer !== null) {
				clearInterval(timer);
			}
			item.dispose();
		},
	};
}
