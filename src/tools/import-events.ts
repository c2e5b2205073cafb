/** What BuildKit says of the caches that it reads, as events (`--progress=rawjson`): plain progress shows one step at a time. */
import { isRecord, readJson } from '../image/json-shape.ts';

export interface ImportEvents {
  /** Takes a line. */
  readonly read: (line: string) => void;
  /** Caches that it began to read. */
  readonly started: () => number;
  /** Those that it has not read to their end. */
  readonly pending: () => readonly string[];
}

const IMPORT = /^importing cache manifest from (\S+)/;

export function followImportEvents(): ImportEvents {
  const isRead = new Map<string, boolean>();
  return {
    read: (line) => {
      const event = readJson(line);
      const vertices = isRecord(event) ? event['vertexes'] : undefined;
      for (const vertex of Array.isArray(vertices) ? vertices : []) {
        if (!isRecord(vertex)) continue;
        const [, source] = IMPORT.exec(String(vertex['name'])) ?? [];
        if (source !== undefined) isRead.set(source, typeof vertex['completed'] === 'string');
      }
    },
    started: () => isRead.size,
    pending: () => [...isRead].flatMap(([source, isDone]) => (isDone ? [] : [source])),
  };
}
