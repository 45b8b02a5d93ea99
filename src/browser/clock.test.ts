import { expect } from '@open-wc/testing';
import { clockContract } from '../testing/clock.contract.js';
import { browserClock } from './clock.js';

clockContract('browser', { create: () => browserClock, pass: () => undefined });

describe('the browser clock', () => {
  it('makes identifiers of at least 96 random bits', () => {
    expect(browserClock.id()).to.match(/^[0-9a-f]{24,}$/);
  });
});
