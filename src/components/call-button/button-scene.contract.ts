/** What the tests of call-button have in common: a button for `support`, and a clock that says when a press comes. */
import type { Snapshot } from '../../core/snapshot.js';
import { call, signedIn, user } from '../../testing/scenes.js';
import { type Mounted, mount } from '../shared/element.contract.js';
import './call-button.define.js';
import type { CallButton } from './call-button.js';

export type Button = Mounted<CallButton>;

export const here = signedIn(user('support'));
export const ours = call('support');

export const show = (snapshot: Partial<Snapshot> = here, attributes = ''): Promise<Button> =>
  mount('call-button', snapshot, `to="support" ${attributes}`);

export const said = ({ element }: Button, part: string): string =>
  element.shadowRoot?.querySelector(`[part=${part}]`)?.textContent.trim() ?? '';

export const types = ({ provider }: Button): string[] => provider.requests.map(({ type }) => type);

/** The provider's clock, so that a test says when a press comes. */
export function clockOf({ provider }: Button): { pass: (ms: number) => void } {
  let nowMs = 1_000_000;
  provider.now = () => nowMs;
  return {
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

export async function press({ $, element }: Button): Promise<void> {
  $('button').click();
  await element.updateComplete;
}
