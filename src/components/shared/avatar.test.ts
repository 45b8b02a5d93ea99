import { expect } from '@open-wc/testing';
import { AVATAR_COLORS, colorIndex, initials } from './avatar.js';

describe('avatar', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['naomi', 'N'],
    ['Support desk', 'Sd'],
    ['Ada  van Dyk', 'AD'],
    ['李文', '李'],
    ['ليلى', 'ل'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧f'],
    ['é́clair', 'É́'],
    ['', ''],
  ];
  for (const [name, expected] of cases) {
    it(`abbreviates "${name}" to "${expected}"`, () => {
      expect(initials(name)).to.equal(expected);
    });
  }

  it('gives a name the same colour each time', () => {
    expect(colorIndex('naomi')).to.equal(colorIndex('naomi'));
  });

  it('uses every colour', () => {
    const used = new Set(Array.from({ length: 200 }, (_, at) => colorIndex(`user${at}`)));
    expect(used.size).to.equal(AVATAR_COLORS.length);
  });
});
