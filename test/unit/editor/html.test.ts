import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commandLink, escaped, framed, html } from '../../../src/editor/html.ts';

describe('markup', () => {
	it('reads every value as text, unless it is markup already', () => {
		const bold = html`<b>${'<i>'}</b>`;
		assert.equal(html`${bold} & ${[bold, bold]} ${3}`.markup, '<b>&lt;i&gt;</b> & <b>&lt;i&gt;</b><b>&lt;i&gt;</b> 3');
	});

	it('has no sign of anybody’s words that could end a text or an attribute', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				assert.doesNotMatch(escaped(text), /[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
			}),
		);
	});

	it('keeps words on one line and in their own direction', () => {
		assert.equal(escaped('a\u202eb\nc\u0000d\u2028e'), 'a b c d e');
	});

	it('links to a command with its arguments, which can’t leave the address', () => {
		const { markup } = commandLink('switchyard.showTimeline', [{ route: '"><script>' }], 'Show');
		assert.match(markup, /^<a href="command:switchyard\.showTimeline\?[\w%.~*()!'-]+">Show<\/a>$/);
		assert.match(commandLink('a.b', [], 'Here', true).markup, /aria-current="page"/);
	});

	it('stands in a page that runs nothing and loads nothing but its style sheet', () => {
		const page = framed('A <title>', html`<p>x</p>`, {
			style: 'https://own/page.css',
			source: 'https://own',
			language: 'de',
		});
		const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
		assert.equal(
			policy,
			'default-src &#39;none&#39;; style-src https://own; base-uri &#39;none&#39;; form-action &#39;none&#39;',
		);
		assert.match(page, /<html lang="de">/);
		assert.match(page, /<title>A &lt;title&gt;<\/title>/);
		assert.doesNotMatch(page, /<script|<style|style=|\son\w+=/);
	});
});
