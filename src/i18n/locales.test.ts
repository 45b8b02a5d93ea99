import { expect } from '@open-wc/testing';
import { terms as ar } from './ar.js';
import { devices } from './devices.js';
import { en } from './en.js';
import { paths } from './paths.js';
import { quality } from './quality.js';
import { registerLocale, termsFor } from './locales.js';
import { terms as ru } from './ru.js';
import type { LaterTermKey, TermKey, Terms } from './terms.js';
import { terms as zh } from './zh-cn.js';

const all = { ...en, ...devices, ...paths, ...quality };
const bracesOf = (text = ''): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const loaded = (lang: string): Promise<Terms> =>
  new Promise((resolve) => {
    const check = (): void => {
      resolve(termsFor(lang, () => undefined));
    };
    if (termsFor(lang, check) !== en) check();
  });

describe('locales', () => {
  for (const [lang, terms] of Object.entries({ ru, zh, ar })) {
    it(`${lang} translates every term and keeps its placeholders`, () => {
      expect(Object.keys(terms)).to.have.members(Object.keys(all));
      for (const key of Object.keys(all) as (TermKey | LaterTermKey)[]) {
        expect(bracesOf(terms[key]), key).to.deep.equal(bracesOf(all[key]));
        expect(terms[key]?.trim(), key).not.to.equal('');
      }
    });
  }

  for (const lang of ['en', 'en-GB', 'fr', '', 'x']) {
    it(`answers English for "${lang}" at once`, () => {
      expect(termsFor(lang, () => undefined)).to.equal(en);
    });
  }

  for (const [lang, terms] of [
    ['ru-RU', ru],
    ['zh-Hans-CN', zh],
    ['ZH-cn', zh],
    ['ar-EG', ar],
  ] as const) {
    it(`loads ${lang} when it is first needed`, async () => {
      expect(await loaded(lang)).to.deep.equal(terms);
    });
  }

  it('takes a language from the page, and English for what it leaves out', async () => {
    registerLocale('eo', () => Promise.resolve({ join: 'Eniri' }));
    const terms = await loaded('eo');
    expect(terms.join).to.equal('Eniri');
    expect(terms.signOut).to.equal(en.signOut);
  });

  it('stays English when a language cannot be fetched', async () => {
    registerLocale('tlh', () => Promise.reject(new Error('offline')));
    expect(await loaded('tlh')).to.deep.equal(en);
  });
});
