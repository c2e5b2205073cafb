/**
 * What a use of the action leaves for the next one in the same job, in its own private folder: the builder, and for which
 * job and settings it was made. Names and a fingerprint only, never a secret.
 */
import { isRecord, readJson } from '../image/json-shape.ts';
import { BUILDER_NAME, KEPT_NAME } from '../state.ts';

export interface SharedBuilder {
  readonly v: 1;
  /** Run, attempt and job, as one text. */
  readonly job: string;
  /** Of all settings that make the builder what it is. */
  readonly key: string;
  readonly builder: string;
  /** Its nodes, as buildx names them. */
  readonly nodes: readonly string[];
}

export const SHARED_FILE = 'shared.json';

export function formatShared(shared: SharedBuilder): string {
  return JSON.stringify(shared);
}

/** Undefined for anything that this action would not have written: another step can write there. */
export function parseShared(text: string): SharedBuilder | undefined {
  const value = readJson(text);
  if (!isRecord(value) || value['v'] !== 1) return undefined;
  const { job, key, builder, nodes } = value;
  if (typeof job !== 'string' || typeof key !== 'string') return undefined;
  if (typeof builder !== 'string' || !Array.isArray(nodes)) return undefined;
  if (!BUILDER_NAME.test(builder) && !KEPT_NAME.test(builder)) return undefined;
  const named = nodes.filter(
    (node): node is string =>
      typeof node === 'string' && /^[\w.-]+$/.test(node) && node.startsWith(builder),
  );
  if (named.length === 0 || named.length !== nodes.length) return undefined;
  return { v: 1, job, key, builder, nodes: named };
}
