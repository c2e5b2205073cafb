/** Work under the same key runs one after the other; under different keys at once. */
export interface Queue {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function makeQueue(): Queue {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (key, work) => {
      const before = last.get(key) ?? Promise.resolve();
      // The next in line starts whether the one before succeeded or not.
      const mine = before.then(work, work);
      last.set(key, mine);
      const forget = (): void => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(forget, forget);
      return mine;
    },
  };
}
