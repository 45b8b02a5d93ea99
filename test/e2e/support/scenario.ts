/** What several tests do with two people, and what must hold of them. */
import assert from 'node:assert/strict';
import type { Person } from './person.js';

/** Sets a call up from one to the other, up to moving pictures on both sides. */
export async function talk(caller: Person, callee: Person): Promise<void> {
  await caller.sees(callee.name);
  await caller.call(callee.name);
  await callee.phase('incoming');
  await callee.answer();
  await Promise.all([caller.phase('active'), callee.phase('active')]);
}

export async function assertMediaBothWays(...people: readonly Person[]): Promise<void> {
  for (const person of people) {
    await person.page.bringToFront();
    await person.receivesMedia();
    await person.seesPicture();
  }
}

export async function assertNothingLeft(...people: readonly Person[]): Promise<void> {
  for (const person of people) {
    await person.hasNothingLeft();
    assert.deepEqual(person.pageErrors, []);
    assert.deepEqual(await person.page.evaluate(() => window.probe.violations), []);
  }
}

/** What the page asks of other hosts than its own from now on. */
export function foreignRequests({ page }: Person): () => readonly string[] {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.hostname !== new URL(page.url()).hostname)
      foreign.push(url.href);
  });
  return () => foreign;
}
