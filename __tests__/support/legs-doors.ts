/** What stands between a job and the artifacts of its run, to bring about an order of things. */
import type { Artifacts } from '../../src/host/host.ts';

/** Whoever comes here waits until all have come. */
export function makeGate(count: number): () => Promise<void> {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let come = 0;
  return () => {
    come += 1;
    if (come === count) open();
    return opened;
  };
}

/** Both legs have handed over before one of them looks. */
export function meet(gate: () => Promise<void>): (door: Artifacts) => Artifacts {
  return (door) => ({
    ...door,
    create: async (name, text) => {
      const made = await door.create(name, text);
      if (name.endsWith('.done')) await gate();
      return made;
    },
  });
}

/** Something happens once the merge is claimed. */
export function afterClaim(act: () => void): (door: Artifacts) => Artifacts {
  return (door) => ({
    ...door,
    create: async (name, text) => {
      const made = await door.create(name, text);
      if (/^bsa-merge\.[^.]+\.[^.]+\.\d+\.\d+$/.test(name)) act();
      return made;
    },
  });
}
