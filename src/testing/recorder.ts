/** Collects what happens and waits for what should: no polling, no sleeping, only the next event. */
export class Recorder<T> {
  readonly items: T[] = [];
  #waiting: readonly (() => boolean)[] = [];

  readonly add = (item: T): void => {
    this.items.push(item);
    this.#waiting = this.#waiting.filter((check) => !check());
  };

  /** Resolves with the first item that fits, past or future. */
  first<S extends T>(fits: (item: T) => item is S): Promise<S>;
  first(fits: (item: T) => boolean): Promise<T>;
  first(fits: (item: T) => boolean): Promise<T> {
    return new Promise((resolve) => {
      this.until(() => {
        const found = this.items.find(fits);
        if (found !== undefined) resolve(found);
        return found !== undefined;
      }).catch(() => undefined);
    });
  }

  /** Resolves when `done` holds, checked now and after each item. */
  until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => {
      const check = (): boolean => {
        const isDone = done();
        if (isDone) resolve();
        return isDone;
      };
      this.#waiting = [...this.#waiting, check];
    });
  }
}
