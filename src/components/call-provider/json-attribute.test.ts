/** The ICE servers attribute: what an author may write, and that a mistake is said once and harms nothing. */
import { expect, fixture, html } from '@open-wc/testing';
import { iceServersAttribute } from './json-attribute.js';
import type { CallProvider } from './call-provider.js';
import './call-provider.define.js';

const read = (text: string | null): unknown => iceServersAttribute.fromAttribute(text);

describe('ice-servers', () => {
  let warnings: unknown[] = [];
  const original = console.warn;
  beforeEach(() => {
    warnings = [];
    console.warn = (text: unknown) => warnings.push(text);
  });
  afterEach(() => {
    console.warn = original;
  });

  it('is none when it is not there or empty', () => {
    for (const text of [null, '', '  ']) expect(read(text)).to.deep.equal([]);
    expect(warnings).to.deep.equal([]);
  });

  it('is a list, or one server, with one address or several', () => {
    expect(
      read('[{"urls":"stun:a"},{"urls":["turn:b","turn:c"],"username":"u","credential":"c"}]'),
    ).to.deep.equal([{ urls: ['stun:a'] }, { urls: ['turn:b', 'turn:c'], username: 'u', credential: 'c' }]);
    expect(read('{"urls":"stun:a"}')).to.deep.equal([{ urls: ['stun:a'] }]);
    expect(warnings).to.deep.equal([]);
  });

  for (const text of [
    'stun:a',
    '[',
    '["stun:a"]',
    '[{"url":"stun:a"}]',
    '[null]',
    '[{"urls":5}]',
    '[{"urls":[null]}]',
    '7',
  ]) {
    it(`is none, and said so once, for ${text}`, () => {
      expect(read(text)).to.deep.equal([]);
      expect(warnings.length).to.equal(1);
    });
  }

  it('reaches the provider, and can be taken away again', async () => {
    const provider = await fixture<CallProvider>(
      html`<call-provider ice-servers='[{"urls":"stun:a"}]'></call-provider>`,
    );
    expect(provider.iceServers).to.deep.equal([{ urls: ['stun:a'] }]);
    provider.removeAttribute('ice-servers');
    expect(provider.iceServers).to.deep.equal([]);
  });
});
