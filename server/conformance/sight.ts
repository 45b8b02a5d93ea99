/**
 * Whether people are shown to each other, found out before any case is played: a server may show a client fewer people
 * than there are, and then most cases about the list say nothing.
 */
import { AdmissionError } from './admission.js';
import { type Announcement, Failure } from './case.js';
import type { Participant } from './participant.js';
import { namesKnown } from './people-list.js';
import { type Target, World } from './world.js';

/** What becomes of a text: it comes back, or is refused with this code. */
async function isRefused(person: Participant, text: string, code: string, fields = {}): Promise<boolean> {
  person.chat(text, fields);
  const answer = await person.next(
    'its own text, or an "error"',
    (message) => message.text === text || (message.type === 'error' && message.code === code),
  );
  return answer.type === 'error';
}

/**
 * Those who do not see everybody. A newcomer is told the whole list, so it is known whom it sees of those before it. One
 * who is not shown everybody on purpose may not speak to everybody either; without that, the list is wrong.
 */
async function limitedOf(world: World, people: readonly Participant[]): Promise<ReadonlySet<Participant>> {
  const limited = new Set<Participant>();
  for (const [at, newcomer] of people.entries()) {
    const known = namesKnown(newcomer.heard);
    const hidden = people.slice(0, at).filter(({ name }) => !known.includes(name));
    for (const one of hidden.length > 0 ? [newcomer, ...hidden] : []) limited.add(one);
  }
  for (const one of limited) if (!(await isRefused(one, world.freshText(), 'forbidden'))) limited.delete(one);
  return limited;
}

/** Finds out who sees whom. Rejects with an `AdmissionError` where no two people can say anything to each other. */
export async function checkSight(target: Target, { v = 0 }: Announcement): Promise<void> {
  if (v < 1) return;
  const world = new World(target);
  try {
    const people: Participant[] = [];
    const count = target.tokens.length === 0 ? 2 : target.tokens.length;
    while (people.length < count) people.push(await world.modern('sight'));
    const limited = await limitedOf(world, people);
    target.isSeeing = limited.size < people.length;
    if (target.isSeeing) {
      const tokensOf = (isLimited: boolean): string[] =>
        people.flatMap((one) =>
          one.token !== undefined && limited.has(one) === isLimited ? [one.token] : [],
        );
      if (limited.size > 0) [target.tokens, target.visitors] = [tokensOf(false), tokensOf(true)];
      return;
    }
    const [first, second] = people;
    const reach =
      first && second && isRefused(first, world.freshText(), 'peer-unavailable', { target: second.name });
    if (await reach)
      throw new AdmissionError(
        'these people may not reach each other: give tokens of some who may, such as agents',
      );
  } catch (error) {
    // What is wrong with signing in, or with texts, is for the cases to find.
    if (!(error instanceof Failure)) throw error;
  } finally {
    world.end();
  }
}
