/** Two pages that cannot hear each other for a moment, so that what they say crosses for sure. */
import type { Person } from './person.js';

declare global {
  interface Window {
    release: () => void;
  }
}

/** From now on the page hears nothing of what the relay sends, until it is released. */
export const holdBack = (person: Person): Promise<void> =>
  person.page.evaluate(() => {
    const socket = window.probe.sockets.at(-1);
    if (!socket) throw new Error('no socket');
    const deliver = socket.onmessage;
    const held: MessageEvent[] = [];
    socket.onmessage = (event) => held.push(event);
    window.release = () => {
      socket.onmessage = deliver;
      for (const event of held) deliver?.call(socket, event);
    };
  });

/** Waits until each has an offer out that the other one does not know of, then lets both hear. */
export async function offersCross(...people: readonly Person[]): Promise<void> {
  // An offer is out when it is the local description.
  for (const person of people)
    await person.waitFor(() => window.probe.connections.at(-1)?.signalingState === 'have-local-offer');
  await Promise.all(people.map(({ page }) => page.evaluate(() => window.release())));
}
