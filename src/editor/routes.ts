import * as vscode from 'vscode';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import type { Outcome } from '../router/outcome.ts';
import type { RouterParts } from '../router/parts.ts';
import { route } from '../router/router.ts';
import { dearestOf } from '../core/consent.ts';
import type { CodeRequest } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';
import { createAsked } from './asked.ts';
import { askLeave, askUser } from './askUser.ts';
import type { Proposal } from '../router/proposal.ts';
import type { Chosen } from './chosen.ts';
import type { Wanted } from './changesState.ts';
import { lateReview } from './lateReview.ts';
import { begins, type GoesOn, requestOf } from './newRequest.ts';
import { showProgress } from './progress.ts';
import type { Question } from './question.ts';
import type { Review } from './review.ts';
import { isShown, reviewOf, type ReviewsParts } from './reviews.ts';
import type { RouteStory } from './stories.ts';
import { createVerdicts } from './verdicts.ts';
import { type ClockFace, labelOf } from './views.ts';

export interface RoutesParts extends ReviewsParts {
	readonly clock: Clock;
	readonly journal: Journal;
	readonly clockFace: ClockFace;
	settings(folder?: string | null): Settings;
	/** Everything else the router needs. */
	router(folder: string | null): Omit<RouterParts, 'clock' | 'journal' | 'settings'>;
	chosen(): Chosen;
	story(route: string): RouteStory | null;
	newId(): string;
	newSeed(): number;
	/** Called before each route, which the user began; the route waits for it. Never rejects. */
	beforeRoute(request: CodeRequest, folder: string | null): Promise<void>;
	/** Tells the user that nobody answered, and offers what can be done. */
	onUnanswered(outcome: Extract<Outcome, { answered: false }>, again: () => void): void;
	/** Something went wrong that is nobody's failure but ours. */
	onBug(error: unknown): void;
	onChange(): void;
}

/** The routes of this window: those that run, and those whose answer waits for the user's word. */
export interface Routes {
	/** Resolves when the route has ended; the answer then waits for its review. Never rejects. */
	start(question: Question): Promise<void>;
	/** The same, for whoever wants to know which route it is. */
	begin(question: Question): Started;
	/** Asks the same as an earlier route; with `only`, of that provider alone. `null`: it is no longer known. */
	again(route: string, only?: string): Promise<void> | null;
	/** Shows work of an earlier session, which waits for the user's word like any other answer. */
	show(proposal: Proposal, title: string): Promise<void>;
	/** The route of the active tab, else the latest one that runs or waits. */
	current(): Session | null;
	/** The one of this id, while it runs or waits. */
	session(route: string): Session | null;
	/** What the active tab shows of a route, for menus: nothing, a growing answer, or one that waits. */
	shown(): 'none' | 'growing' | 'readable' | 'acceptable';
	running(): boolean;
	/** The user closed these tabs: an answer that was only to be read, or to be put at one place, goes with its view. */
	tabsClosed(tabs: readonly vscode.Tab[]): void;
	/** Ends everything and leaves nothing: no process, no copy, no tab. */
	dispose(): Promise<void>;
}

export interface Session {
	readonly route: string;
	readonly state: 'running' | 'waiting';
	/** How many files the answer that waits changes; `null` while there is none, or where it is no set of files. */
	readonly files: number | null;
	cancel(): void;
	/** While it runs: stops this attempt and goes on. While its answer waits: withdraws it and goes on without its provider. */
	next(): Promise<void>;
	/** What is wanted of the answer, else what the user has chosen of it; the rest goes on waiting. */
	accept(wanted?: Wanted): Promise<void>;
	/** Ends what waits; what was accepted of it stays. */
	discard(): Promise<void>;
	reveal(): Promise<void>;
}

/** A route that has begun. */
export interface Started {
	readonly session: Session;
	/** Resolves when nothing of the route runs any more. */
	readonly ended: Promise<void>;
}

interface OpenSession extends Session {
	/** Resolves when nothing of the route runs any more. */
	readonly ended: Promise<void>;
	readonly review: Review;
	/** Whether the answer is on the screen, whole, and not on its way out. */
	readonly shown: boolean;
}

export function createRoutes(parts: RoutesParts): Routes {
	const sessions = new Map<string, OpenSession>();
	const asked = createAsked();
	const begin = (question: Question, goesOn: GoesOn): OpenSession => {
		const request = requestOf(question, goesOn, parts);
		const session = open(question, request);
		sessions.set(session.route, session);
		asked.keep(session.route, question);
		parts.onChange();
		if (question.task === 'changes') {
			showProgress(question.title, session, parts);
		}
		return session;
	};
	const start = (question: Question, goesOn: GoesOn): Promise<void> => begin(question, goesOn).ended;
	const open = (question: Question, request: CodeRequest): OpenSession => {
		const id = request.facts.id;
		const review: Review = reviewOf(question, id, parts, () => void verdicts.discard());
		const cancelled = new AbortController();
		let skip: (() => void) | null = null;
		let outcome: Outcome | null = null;
		let shown = false;
		const end = async () => {
			shown = false;
			await review.close();
			sessions.delete(id);
			parts.onChange();
		};
		const ready = () => outcome !== null;
		const verdicts = createVerdicts({ route: id, review, journal: parts.journal, ready, end });
		const run = async () => {
			let withdrawn = Promise.resolve();
			await parts.beforeRoute(request, question.folder);
			outcome = await route(
				request,
				{
					cancelled: cancelled.signal,
					onSkippable(now) {
						skip = now;
					},
					onText(text, provider) {
						void withdrawn.then(() => {
							review.grow(text, labelOf(provider.id, parts.story(id), parts.clockFace));
						});
					},
					onWithdrawn() {
						withdrawn = withdrawn.then(() => review.withdraw());
					},
					answer: askUser,
					permit: askLeave,
				},
				{
					...parts.router(question.folder),
					clock: parts.clock,
					journal: parts.journal,
					settings: parts.settings(question.folder),
				},
			);
			await withdrawn;
			if (outcome.answered) {
				await review.finish(outcome, labelOf(outcome.provider.id, parts.story(id), parts.clockFace));
				shown = true;
				parts.onChange();
				await question.answered?.(outcome.text, outcome.provider.id);
				return;
			}
			if (outcome.unfinished === null) {
				await end();
			} else {
				// Nobody came to the end: what there is may still be worth having.
				const { stages } = outcome.unfinished;
				const label = vscode.l10n.t('unfinished work of {0}', stages.map(({ provider }) => provider).join(', '));
				await review.finish({ text: '', proposal: outcome.unfinished }, label);
				shown = true;
				parts.onChange();
			}
			if (outcome.because !== 'cancelled') {
				parts.onUnanswered(outcome, () => {
					void start(question, begins);
				});
			}
		};
		return {
			route: id,
			get state() {
				return outcome === null ? 'running' : 'waiting';
			},
			get files() {
				return review.progress?.()?.of ?? null;
			},
			review,
			get shown() {
				return shown;
			},
			ended: run().catch(async (error: unknown) => {
				sessions.delete(id);
				await review.close().catch(() => undefined);
				parts.onChange();
				parts.onBug(error);
			}),
			cancel() {
				cancelled.abort();
			},
			async next() {
				if (outcome === null) {
					skip?.();
					return;
				}
				const asked = outcome.attempts.map((attempt) => attempt.provider);
				await verdicts.settle(async () => {
					await verdicts.close('sent-back');
					const excluded = [...new Set([...request.facts.excluded, ...asked])];
					const { providers } = parts.settings(question.folder);
					const setOut = dearestOf(
						providers.filter((provider) => asked.includes(provider.id)),
						request.facts.setOut,
					);
					void start(question, { continues: id, excluded, setOut });
				});
			},
			accept: (wanted) => verdicts.accept(wanted),
			async discard() {
				if (outcome === null) {
					cancelled.abort();
				} else {
					await verdicts.discard();
				}
			},
			reveal: () => review.reveal(),
		};
	};
	const active = (): OpenSession | null => {
		const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
		return tab === undefined ? null : ([...sessions.values()].find((session) => session.review.shownBy(tab)) ?? null);
	};
	const current = (): OpenSession | null => {
		const all = [...sessions.values()];
		return active() ?? all.findLast((session) => session.state === 'running') ?? all.at(-1) ?? null;
	};
	return {
		start: (question) => start(question, begins),
		begin(question) {
			const session = begin(question, begins);
			return { session, ended: session.ended };
		},
		again(id, only) {
			const question = asked.again(id, only);
			return question === null ? null : start(question, begins);
		},
		async show(proposal, title) {
			const id = parts.newId();
			const review = lateReview(() => parts.changesReview(id, title, () => void verdicts.discard()));
			const end = async () => {
				await review.close();
				sessions.delete(id);
				parts.onChange();
			};
			const verdicts = createVerdicts({ route: id, review, journal: parts.journal, ready: () => true, end });
			sessions.set(id, {
				route: id,
				state: 'waiting',
				files: proposal.changes.length,
				review,
				shown: true,
				ended: Promise.resolve(),
				cancel: () => undefined,
				next: () => verdicts.discard(),
				accept: (wanted) => verdicts.accept(wanted),
				discard: () => verdicts.discard(),
				reveal: () => review.reveal(),
			});
			await review.finish({ text: '', proposal }, vscode.l10n.t('an earlier session'));
			parts.onChange();
		},
		current,
		session: (route) => sessions.get(route) ?? null,
		shown() {
			const session = active();
			if (session === null) {
				return 'none';
			}
			return session.state === 'running' ? 'growing' : session.review.acceptable ? 'acceptable' : 'readable';
		},
		tabsClosed(tabs) {
			for (const session of sessions.values()) {
				// The changes of a task took long to make: they wait until the user says what becomes of them.
				const { review, shown } = session;
				if (shown && !review.kept && tabs.some((tab) => review.shownBy(tab)) && !isShown(review)) {
					void session.discard();
				}
			}
		},
		running: () => [...sessions.values()].some((session) => session.state === 'running'),
		async dispose() {
			const all = [...sessions.values()];
			for (const session of all) {
				session.cancel();
			}
			await Promise.all(all.map((session) => session.ended));
			await Promise.all([...sessions.values()].map((session) => session.discard()));
		},
	};
}
