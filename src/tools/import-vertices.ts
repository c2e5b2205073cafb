/** The caches that BuildKit reads for a build, in what it tells of that. */
import { readVertices } from './buildkit-messages.ts';

export interface ImportVertices {
  /** Takes a `StatusResponse`. */
  readonly read: (message: Uint8Array) => void;
  /** How many it has begun to read, and how many of them are not at their end. */
  readonly count: () => { readonly started: number; readonly pending: number };
}

export function followImportVertices(): ImportVertices {
  const isDone = new Map<string, boolean>();
  return {
    read: (message) => {
      for (const { digest, name, isStarted, isCompleted } of readVertices(message))
        if (isStarted && name.startsWith('importing cache manifest from '))
          isDone.set(digest, isCompleted);
    },
    count: () => {
      const done = [...isDone.values()].filter(Boolean).length;
      return { started: isDone.size, pending: isDone.size - done };
    },
  };
}
