import type { Failure } from '../core/failure.ts';
import type { CodeRequest } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import type { Outcome } from '../router/outcome.ts';
import type { Asker, RouterParts } from '../router/parts.ts';
import { route } from '../router/router.ts';

export interface ChatRouteParts {
	readonly clock: Clock;
	readonly journal: Journal;
	settings(folder?: string | null): Settings;
	/** Everything else the router needs. */
	router(folder: string | null): Omit<RouterParts, 'clock' | 'journal' | 'settings'>;
	/** Called before each route; the route waits for it. `null`: no user began it, so that nobody may be asked. Never rejects. */
	beforeRoute(request: CodeRequest | null, folder: string | null): Promise<void>;
}

/** One who did not answer. */
export interface Fallen {
	readonly provider: string;
	readonly failure: Failure;
}

/** Where a chat shows a route. Nothing that it shows can be taken back, so it says where something does not stand. */
export interface ChatView {
	begins(provider: string): void;
	/** Failed before a word of its answer was shown. */
	fell(fallen: Fallen): void;
	/** What was shown last, by `fallen`, does not stand; `next` goes on. */
	goesOn(fallen: Fallen, next: string): void;
	/** The answer goes on. */
	text(piece: string): void;
}

/** Who asks, and what of a route is theirs to say. */
export interface ChatAsker extends Pick<Asker, 'answer' | 'permit'> {
	/** The folder that agents get a copy of; `null`: none. */
	readonly folder: string | null;
	readonly signal: AbortSignal;
	/** Whether a user asks, who can be asked in turn; a program can't. */
	readonly isUser: boolean;
	/** Only these kinds are asked; left out: all that can be driven. */
	readonly kinds?: RouterParts['kinds'];
}

/** Asks in a chat, with all that a route needs at hand. */
export type AskInChat = (request: CodeRequest, view: ChatView, asker: ChatAsker) => Promise<Outcome>;

/** Asks as everything else does, and shows the answer in a chat. The calls of an answer come with its outcome alone: one of
 * an attempt that fails would be carried out all the same. */
export async function chatRoute(
	request: CodeRequest,
	view: ChatView,
	{ folder, signal, isUser, kinds, answer, permit }: ChatAsker,
	parts: ChatRouteParts,
): Promise<Outcome> {
	let shown = '';
	let fallen: Fallen | null = null;
	const show = (text: string, provider: string) => {
		if (fallen !== null) {
			view.goesOn(fallen, provider);
			fallen = null;
		}
		const piece = text.slice(shown.length);
		shown = text;
		if (piece !== '') {
			view.text(piece);
		}
	};
	const { clock, journal } = parts;
	const stop = journal.read((event) => {
		if (event.type === 'attempt-start' && event.route === request.facts.id) {
			view.begins(event.provider.id);
		}
	});
	try {
		await parts.beforeRoute(isUser ? request : null, folder);
		const router = parts.router(folder);
		const outcome = await route(
			request,
			{
				cancelled: signal,
				onSkippable: () => undefined,
				onText(text, provider) {
					show(text, provider.id);
				},
				onWithdrawn({ id }, failure) {
					if (shown === '') {
						view.fell({ provider: id, failure });
					} else {
						fallen = { provider: id, failure };
						shown = '';
					}
				},
				answer,
				permit,
			},
			{ ...router, clock, journal, settings: parts.settings(folder), kinds: kinds ?? router.kinds },
		);
		if (outcome.answered) {
			show(outcome.text, outcome.provider.id);
		}
		return outcome;
	} finally {
		stop();
	}
}
