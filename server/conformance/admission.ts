/**
 * Whether the server lets the suite in, found out before any case is played: where it does not, each case would fail for a
 * reason that has nothing to do with it.
 */
import { Failure } from './case.js';
import { type Target, Refused, World } from './world.js';

/** As many people as the largest case has. */
export const PEOPLE = 4;

/** The server wants to know who comes, and the suite cannot say, or not well enough. One line says what to do. */
export class AdmissionError extends Error {
  override readonly name = 'AdmissionError';
}

const HOW = `give --token ${String(PEOPLE)} times, with a token of another person each, good for some minutes`;
const ABOUT_TOKENS = ['unauthorized', 'forbidden', 'token-expired'];

/** What is said of a refusal by the server itself. */
const because = ({ code, message }: Refused): string => (code === '' ? message : `it says "${code}"`);

/** Signs in for a moment; answers why the server refused that, or `undefined`. Any other fault is for the cases to find. */
async function refusalOf(world: World, signIn: () => Promise<unknown>): Promise<Refused | undefined> {
  try {
    await signIn();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error;
    if (error instanceof Failure) return undefined;
    throw error;
  } finally {
    world.end();
  }
}

/** Whether it lets anybody in. */
async function checkOpen(target: Target): Promise<void> {
  const world = new World(target);
  const refusal = await refusalOf(world, () => world.legacy());
  if (!refusal || target.tokens.length > 0) {
    target.isOpen = refusal === undefined;
    return;
  }
  if (ABOUT_TOKENS.includes(refusal.code) || (refusal.code === '' && refusal.isDenial))
    throw new AdmissionError(`the server admits nobody without a token (${because(refusal)}): ${HOW}`);
  if (refusal.code !== '') throw new AdmissionError(`the server admits nobody now (${because(refusal)})`);
}

/** Each token must let somebody in, and each somebody else: one person has one name. */
async function checkTokens(target: Target): Promise<void> {
  const world = new World(target);
  const names: string[] = [];
  const refusal = await refusalOf(world, async () => {
    for (const _ of target.tokens) names.push((await world.person('token')).name);
  });
  const number = String(names.length + 1);
  if (refusal) throw new AdmissionError(`the server refuses token ${number} (${because(refusal)}): ${HOW}`);
  const twin = names.findIndex((name, at) => names.indexOf(name) < at);
  if (twin < 0) return;
  const first = String(names.indexOf(names[twin] ?? '') + 1);
  throw new AdmissionError(`tokens ${first} and ${String(twin + 1)} are of one person: ${HOW}`);
}

/** Rejects with an `AdmissionError` where no case could be played. */
export async function checkAdmission(target: Target): Promise<void> {
  await checkOpen(target);
  await checkTokens(target);
}
