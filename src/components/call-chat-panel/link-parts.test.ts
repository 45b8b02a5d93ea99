/** What becomes a link, and above all what does not. */
import { expect } from '@open-wc/testing';
import { linkParts } from './link-parts.js';

const linksIn = (text: string): readonly string[] =>
  linkParts(text).flatMap((part) => (typeof part === 'string' ? [] : [part.text]));
const hrefsIn = (text: string): readonly string[] =>
  linkParts(text).flatMap((part) => (typeof part === 'string' ? [] : [part.href]));
const textOf = (text: string): string =>
  linkParts(text)
    .map((part) => (typeof part === 'string' ? part : part.text))
    .join('');

const links: readonly (readonly [string, string])[] = [
  ['https://example.com', 'https://example.com'],
  ['see HTTPS://EXAMPLE.com/A now', 'HTTPS://EXAMPLE.com/A'],
  ['http://localhost:6503/call?x=1#top', 'http://localhost:6503/call?x=1#top'],
  ['Is it https://example.com?', 'https://example.com'],
  ['Look (https://example.com).', 'https://example.com'],
  ['Look at https://example.com/a, then', 'https://example.com/a'],
  ['wait… https://example.com/a…', 'https://example.com/a'],
  ['https://example.com/a_(b)', 'https://example.com/a_(b)'],
  ['(https://example.com/a_(b))', 'https://example.com/a_(b)'],
  ['[https://example.com/a[1]]', 'https://example.com/a[1]'],
  ['**https://example.com**', 'https://example.com'],
  ['<https://example.com/a>', 'https://example.com/a'],
  ['"https://example.com/a"', 'https://example.com/a'],
  ["it's 'https://example.com/a'", 'https://example.com/a'],
  ['“https://example.com/a”', 'https://example.com/a'],
  ['هل رأيت https://example.com/a؟', 'https://example.com/a'],
  ['看https://example.com/a。', 'https://example.com/a'],
  ['https://ru.wikipedia.org/wiki/Москва', 'https://ru.wikipedia.org/wiki/Москва'],
  ['line\nhttps://example.com\nline', 'https://example.com'],
  ['https://example.com/%E2%82%AC', 'https://example.com/%E2%82%AC'],
  ['https://example.com?q=a&b=<script>', 'https://example.com?q=a&b='],
  ['https://example.com/\u202egpj.exe', 'https://example.com/'],
  ['https://example.com\u200b.evil.example', 'https://example.com'],
  ['https://example\u3002com', 'https://example'],
  ['https://example.com\\@evil.example', 'https://example.com'],
];

const none: readonly string[] = [
  '',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'javascript:https://example.com/%0Aalert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  'view-source:https://example.com',
  'ftp://example.com',
  'mailto:naomi@example.com',
  '//example.com',
  'www.example.com',
  'example.com',
  'http:example.com',
  'https:/example.com',
  'https://',
  'https://.',
  'https://?',
  'https:// example.com',
  'https:\\\\example.com',
  'https://example.com@evil.example/',
  'https://user:password@example.com/',
  'https://example.com:99999/',
  'https://ex%61mple.com',
  'https://ex\u0430mple.com',
  'https://münchen.example',
  'https://\u202eexample.com',
  'https://[::1]/',
  'xhttps://example.com',
  'naomi@https://example.com',
];

describe('the links in a text', () => {
  for (const [text, link] of links) {
    it(`are found: ${JSON.stringify(text)}`, () => {
      expect(linksIn(text)).to.deep.equal([link]);
      expect(new URL(hrefsIn(text)[0] ?? '').protocol).to.match(/^https?:$/);
    });
  }

  for (const text of none) {
    it(`are none: ${JSON.stringify(text)}`, () => {
      expect(linksIn(text)).to.deep.equal([]);
    });
  }

  it('may be several', () => {
    const text = 'https://a.example, https://b.example/x and http://c.example.';
    expect(linksIn(text)).to.deep.equal(['https://a.example', 'https://b.example/x', 'http://c.example']);
  });

  it('lead to the host that is shown, whatever the text', () => {
    const hosts = links.map(([text, link]) => [
      new URL(hrefsIn(text)[0] ?? '').host,
      /^https?:\/\/([^/?#]*)/i.exec(link)?.[1]?.toLowerCase(),
    ]);
    for (const [leads, shown] of hosts) expect(leads).to.equal(shown);
  });

  it('leave every character where it was', () => {
    for (const text of [...links.map(([one]) => one), ...none]) expect(textOf(text)).to.equal(text);
  });

  it('are found in a long text at once', () => {
    const text = `${'https://('.repeat(400)} https://example.com/${')'.repeat(400)}`;
    expect(linksIn(text)).to.deep.equal(['https://example.com/']);
    expect(textOf(text)).to.equal(text);
  });
});
