/** What BuildKit says of the caches that it reads, as events (`--progress=rawjson`): plain progress shows one step at a time. */
import { isRecord, readJson } from '../image/json-shape.ts';

export interface ImportEvents {
  /** Takes a line. */
  readonly read: (line: string) => void;
  /** How many it began to read: each machine of a builder reads all. */
  readonly started: () => number;
  /** Those that have not been read to their end, everywhere. */
  readonly pending: () => readonly string[];
}

const IMPORT = /^importing cache manifest from (\S+)/;

export function followImportEvents(): ImportEvents {
  // Two machines call the same cache the same, down to its digest: only when they began is their own.
  const reads = new Map<string, { readonly source: string; readonly isDone: boolean }>();
  return {
    read: (line) => {
      const event = readJson(line);
      const vertices = isRecord(event) ? event['vertexes'] : undefined;
      for (const vertex of Array.isArray(vertices) ? vertices : []) {
        if (!isRecord(vertex)) continue;
        const [, source] = IMPORT.exec(String(vertex['name'])) ?? [];
        const { started, completed } = vertex;
        if (source === undefined || typeof started !== 'string') continue;
        const isDone = typeof completed === 'string';
        reads.set(`${started} ${source}`, { source, isDone });
      }
    },
    started: () => reads.size,
    pending: () => {
      const pending = [...reads.values()].filter(({ isDone }) => !isDone);
      return [...new Set(pending.map(({ source }) => source))];
    },
  };
}
