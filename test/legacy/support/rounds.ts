/**
 * Races are not proved by one success: what depends on timing is played in rounds. `LEGACY_ROUNDS=50` plays more of
 * them; the figures come out as diagnostics of the test.
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';

export const ROUNDS = Number(process.env.LEGACY_ROUNDS ?? 5);
assert.ok(Number.isInteger(ROUNDS) && ROUNDS > 0, 'LEGACY_ROUNDS is a number of rounds');

/**
 * Plays `round` ROUNDS times; it answers how long the two took to be connected, in milliseconds. `picture` says what there
 * was to see when a round failed.
 */
export async function playRounds(
  t: TestContext,
  round: (index: number) => Promise<number>,
  picture: () => Promise<string>,
): Promise<void> {
  const times: number[] = [];
  for (let index = 0; index < ROUNDS; index += 1) {
    try {
      times.push(await round(index));
    } catch (cause) {
      throw new Error(`Round ${String(index + 1)} of ${String(ROUNDS)} failed: ${await picture()}`, {
        cause,
      });
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string =>
    String(Math.round(times[Math.floor(share * (times.length - 1))] ?? 0));
  t.diagnostic(`${t.name}: ${String(times.length)} of ${String(ROUNDS)}; ${at(0.5)} ms, at most ${at(1)} ms`);
}

/** How long `run` takes, in milliseconds. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}
