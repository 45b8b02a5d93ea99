/** Version 1: people who are not shown to each other. A server need not hide anybody; where it does, nothing may tell. */
import { type ConformanceCase, expect, isSame } from '../case.js';
import type { Heard } from '../participant.js';
import { namesKnown } from '../people-list.js';
import { OFFER } from './calls.js';

export const SIGHT_CASES: readonly ConformanceCase[] = [
  {
    id: 'sight/self',
    title: 'shows them themselves, and nothing of each other',
    rule: 'It MUST show the client itself.',
    advice: 'Put the receiver into its own list, and leave everybody out whom it may not see.',
    run: async (world) => {
      const [naomi, ruth] = await world.strangers();
      ruth.say({ type: 'state', state: 'busy' });
      ruth.drop();
      const third = await world.person('somebody');
      await world.mark(naomi, naomi);
      await world.mark(third, third);
      expect(namesKnown(naomi.heard).includes(naomi.name), 'it is not in its own list', naomi.heard.at(-1));
      const isTold = (message: Heard): boolean => JSON.stringify(message).includes(ruth.name);
      naomi.neverHeard('something of somebody it is not shown', isTold);
    },
  },
  {
    id: 'sight/for-all',
    title: 'refuses what they say to everybody',
    rule: 'If a client does not see everybody, the server SHOULD refuse its messages without a target with `forbidden`',
    advice: 'Answer {"type":"error","code":"forbidden","re":"message"}, and pass nothing on.',
    isAdvice: true,
    run: async (world) => {
      const [naomi, ruth] = await world.strangers();
      const text = world.freshText();
      naomi.chat(text);
      await naomi.nextOf('error', ({ code, re }) => code === 'forbidden' && re === 'message');
      await world.mark(ruth, ruth);
      ruth.neverHeard('a text for everybody', (message) => message.text === text);
    },
  },
  {
    id: 'sight/reach',
    title: 'lets one reach another, or says the same as where nobody has that name',
    rule: 'where it may not reach somebody, answer as if nobody had that name.',
    advice: 'Answer with the same "error", "peer-unavailable", whether somebody is hidden or not there.',
    isAdvice: true,
    run: async (world) => {
      const [naomi, ruth] = await world.strangers();
      const [hidden, missing] = [ruth.name, world.freshName('nobody')].map((target) => {
        const call = { id: world.freshText('call') };
        naomi.say({ ...OFFER, target, call });
        return { target, call };
      });
      const isAbout = (message: Heard, offer: unknown): boolean =>
        message.type === 'error' && isSame({ target: message.target, call: message.call }, offer);
      const usual = await naomi.nextOf('error', (message) => isAbout(message, missing));
      const refusal = naomi.heard.find((message) => isAbout(message, hidden));
      if (refusal)
        expect(isSame(refusal, { ...usual, ...hidden }), 'it tells that somebody is there', refusal);
      else await ruth.nextOf('video-offer');
    },
  },
];
