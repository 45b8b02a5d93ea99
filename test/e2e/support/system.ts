/**
 * Runs in the page after the probe: remembers what the page tells the system and asks of it, and lets a test be the system.
 * The browser itself goes on as ever.
 */
declare global {
  interface Window {
    /** The buttons of the system that the page listens to, by action. */
    systemButtons: Map<string, MediaSessionActionHandler>;
    /** Every lock on the screen that the browser has given. */
    screenLocks: WakeLockSentinel[];
  }
}

export function installSystem(): void {
  window.systemButtons = new Map();
  window.screenLocks = [];
  const { mediaSession, wakeLock } = navigator;
  const listen = mediaSession.setActionHandler.bind(mediaSession);
  mediaSession.setActionHandler = (action, handler) => {
    // It throws where the browser has no such button.
    listen(action, handler);
    if (handler) window.systemButtons.set(action, handler);
    else window.systemButtons.delete(action);
  };
  const request = wakeLock.request.bind(wakeLock);
  wakeLock.request = async (type) => {
    const lock = await request(type);
    window.screenLocks.push(lock);
    return lock;
  };
}
