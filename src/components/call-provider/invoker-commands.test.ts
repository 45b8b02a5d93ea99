/** What a plain button's command asks for, where that depends on the call. */
import { expect } from '@open-wc/testing';
import type { CallState } from '../../core/call/call-state.js';
import { EMPTY_SNAPSHOT } from '../../core/empty-snapshot.js';
import { active, connecting, incoming, outgoing } from '../../testing/scenes.js';
import { toRequest } from './invoker-commands.js';

const typeOf = (command: string, call: CallState): string | undefined =>
  toRequest(command, { ...EMPTY_SNAPSHOT, call }, '')?.type;

describe('a command', () => {
  it('to decline ends no call but one that rings here', () => {
    expect(typeOf('--decline', incoming())).to.equal('call-hangup-request');
    for (const call of [outgoing(), connecting(), active()])
      expect(typeOf('--decline', call), call.phase).to.equal(undefined);
  });

  it('to hang up ends whatever call there is', () => {
    for (const call of [outgoing(), incoming(), connecting(), active()])
      expect(typeOf('--hang-up', call), call.phase).to.equal('call-hangup-request');
  });
});
