import { expect } from '@open-wc/testing';
import { AVATAR_COLORS } from './avatar.js';
import { COLORS } from './tokens.js';

type Name = keyof typeof COLORS;

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces: readonly Name[] = ['background', 'surface', 'raised'];
const pairs: (readonly [Name, Name])[] = [
  ...surfaces.flatMap(
    (surface) =>
      [
        ['text', surface],
        ['muted', surface],
      ] as const,
  ),
  ['text', 'accent-soft'],
  ['muted', 'accent-soft'],
  ['accent', 'surface'],
  ['accent', 'raised'],
  ['stop', 'surface'],
  ['warn', 'surface'],
  ['on', 'accent'],
  ['on', 'go'],
  ['on', 'stop'],
];

describe('tokens', () => {
  for (const [scheme, name] of ['light', 'dark'].entries()) {
    for (const [front, back] of pairs) {
      it(`${front} is readable on ${back} in ${name}`, () => {
        const at = scheme as 0 | 1;
        expect(contrast(COLORS[front][at], COLORS[back][at])).to.be.at.least(4.5);
      });
    }
  }

  it('shows white initials readably on every avatar', () => {
    for (const color of AVATAR_COLORS) expect(contrast('#ffffff', color), color).to.be.at.least(4.5);
  });
});
