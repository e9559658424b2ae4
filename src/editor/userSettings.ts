import * as vscode from 'vscode';
import { type Reach, reaches, staysWithin } from '../core/request.ts';
import { consents, type ConsentSetting, type Settings } from '../core/settings.ts';

/** How far code may travel, in a few words. */
export function reachWords(reach: Reach): string {
	switch (reach) {
		case 'sovereign':
			return vscode.l10n.t('This Machine Only');
		case 'private':
			return vscode.l10n.t('Your Organisation');
		case 'standard':
			return vscode.l10n.t('Any Vendor');
	}
}

function reachDetail(reach: Reach): string {
	switch (reach) {
		case 'sovereign':
			return vscode.l10n.t('Your code stays on this machine: only local servers and models answer');
		case 'private':
			return vscode.l10n.t('Your code stays within your organisation’s own cloud');
		case 'standard':
			return vscode.l10n.t('Your code may go to any vendor whose provider you have added');
	}
}

/** What is asked before a failover costs more, in a few words. */
export function consentWords(consent: ConsentSetting): string {
	switch (consent) {
		case 'ask':
			return vscode.l10n.t('Ask Before It Costs More');
		case 'never-cross':
			return vscode.l10n.t('Never Cost More');
		case 'allow':
			return vscode.l10n.t('May Cost More');
	}
}

function consentDetail(consent: ConsentSetting): string {
	switch (consent) {
		case 'ask':
			return vscode.l10n.t('Before a failover goes to a dearer billing, you are asked');
		case 'never-cross':
			return vscode.l10n.t('A failover never goes to a dearer billing than the first choice has');
		case 'allow':
			return vscode.l10n.t('A failover may go from free to subscription and to paid by use without a question');
	}
}

/** Lets the user pick how far code may travel; a wider reach is asked about once more. */
export async function setReach({ reach: inForce }: Pick<Settings, 'reach'>): Promise<void> {
	const now = userValue('reach', reaches) ?? 'standard';
	const picked = await pickOne(
		vscode.l10n.t('How Far May Your Code Travel?'),
		reaches.map((reach) => ({ value: reach, label: reachWords(reach), detail: reachDetail(reach) })),
		now,
	);
	if (picked === null || picked === now) {
		return;
	}
	if (!staysWithin(picked, now) && !(await confirmed(picked))) {
		return;
	}
	await write('reach', picked);
	if (!staysWithin(picked, inForce) && inForce !== now) {
		void vscode.window.showInformationMessage(
			vscode.l10n.t('This folder narrows the reach: here it stays “{0}”.', reachWords(inForce)),
		);
	}
}

async function confirmed(reach: Reach): Promise<boolean> {
	const widen = vscode.l10n.t('Widen the Reach');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('Let your code travel farther, to “{0}”?', reachWords(reach)),
		{ modal: true, detail: reachDetail(reach) },
		widen,
	);
	return chosen === widen;
}

/** Lets the user pick what is asked before a failover costs more. */
export async function setConsent(): Promise<void> {
	const now = userValue('consent', consents) ?? 'ask';
	const picked = await pickOne(
		vscode.l10n.t('Before a Failover Costs More'),
		consents.map((consent) => ({ value: consent, label: consentWords(consent), detail: consentDetail(consent) })),
		now,
	);
	if (picked !== null && picked !== now) {
		await write('consent', picked);
	}
}

async function pickOne<T extends string>(
	title: string,
	options: readonly { readonly value: T; readonly label: string; readonly detail: string }[],
	now: T,
): Promise<T | null> {
	const items = options.map((option) => ({
		...option,
		description: option.value === now ? vscode.l10n.t('current') : '',
	}));
	return (await vscode.window.showQuickPick(items, { title, matchOnDetail: true }))?.value ?? null;
}

/** The user's own value where it is one of these; what a folder says is never looked at. */
function userValue<const T extends readonly string[]>(key: string, known: T): T[number] | null {
	const value = vscode.workspace.getConfiguration('switchyard').inspect<unknown>(key)?.globalValue;
	return known.find((each) => each === value) ?? null;
}

async function write(key: string, value: string): Promise<void> {
	await vscode.workspace.getConfiguration('switchyard').update(key, value, vscode.ConfigurationTarget.Global);
}
