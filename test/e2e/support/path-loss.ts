/** A path that is lost in the eyes of a page, in any browser and at the moment that a test wants. */
import type { Person } from './person.js';

/** The browser says of a path that is there that it is gone: no network can be taken from both sides in one moment. */
export const losesPath = ({ page }: Person): Promise<void> =>
  page.evaluate(() => {
    const connection = window.probe.connections.at(-1);
    if (!connection) throw new Error('no connection');
    Object.defineProperty(connection, 'connectionState', { configurable: true, value: 'failed' });
    // Not dispatched: an event that is not its own brings Firefox to call no handler.
    connection.onconnectionstatechange?.(new Event('connectionstatechange'));
    Reflect.deleteProperty(connection, 'connectionState');
  });

/** And now what it thinks of it. */
export const findsPath = (person: Person): Promise<void> =>
  person.waitFor(() => {
    const connection = window.probe.connections.at(-1);
    connection?.onconnectionstatechange?.(new Event('connectionstatechange'));
    return document.querySelector('call-provider')?.controller?.snapshot.call.phase === 'active';
  });
