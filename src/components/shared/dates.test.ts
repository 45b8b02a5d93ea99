import { expect } from '@open-wc/testing';
import { dayOf, dayWords, timeWords } from './dates.js';

const at = (year: number, month: number, day: number, hour = 12, minute = 0): number =>
  new Date(year, month - 1, day, hour, minute).getTime();
const now = at(2026, 3, 1, 10);

describe('the day something was said', () => {
  it('is today from midnight on, and yesterday before, over the end of a month too', () => {
    expect(dayWords('en', at(2026, 3, 1, 0), now)).to.equal('Today');
    expect(dayWords('en', at(2026, 2, 28, 23, 59), now)).to.equal('Yesterday');
    expect(dayWords('en', at(2026, 2, 27), now)).to.equal('Friday, February 27');
  });

  it('has its year where that is another one', () => {
    expect(dayWords('en', at(2025, 12, 31), now)).to.equal('Wednesday, December 31, 2025');
  });

  it('is in the language of the page', () => {
    const words = ['ru', 'zh-CN', 'ar', 'de'].map((lang) => dayWords(lang, now, now));
    expect(words).to.deep.equal(['Сегодня', '今天', 'اليوم', 'Heute']);
  });

  it('is said somehow in a language that is none', () => {
    expect(dayWords('de_no_such', at(2026, 2, 27), now)).to.contain('27');
    expect(dayWords('', at(2026, 2, 27), now)).to.contain('27');
  });

  it('is one day for all its moments', () => {
    expect(dayOf(at(2026, 3, 1, 0))).to.equal(dayOf(at(2026, 3, 1, 23, 59)));
    expect(dayOf(at(2026, 3, 1))).not.to.equal(dayOf(at(2025, 3, 1)));
  });
});

describe('the time something was said', () => {
  it('is written as the language does', () => {
    expect(timeWords('en-GB', at(2026, 3, 1, 16, 5))).to.equal('16:05');
    expect(timeWords('en-US', at(2026, 3, 1, 16, 5)).replace(/\s/, ' ')).to.equal('4:05 PM');
    expect(timeWords('ru', at(2026, 3, 1, 16, 5))).to.equal('16:05');
  });
});
