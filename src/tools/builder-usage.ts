/** `buildx du --format=json` -> what the cache mounts of a builder hold. Facts: buildx 0.36.1, BuildKit 0.32.2. */
import { isRecord, readJson } from '../image/json-shape.ts';

/** Arguments that list the cache mounts of a builder, one JSON object a line. */
export function makeUsageArgs(builder: string | undefined): string[] {
  return [
    'du',
    ...(builder === undefined ? [] : [`--builder=${builder}`]),
    '--filter=type=exec.cachemount',
    '--format=json',
  ];
}

/**
 * Id, as BuildKit has it (`namespace/id`) -> bytes; several mounts of one id are added up. Undefined while a build has one:
 * it is measured again when that is done, and told as empty or as it was before.
 */
export function parseMountUsage(stdout: string): ReadonlyMap<string, number | undefined> {
  const usage = new Map<string, number | undefined>();
  for (const line of stdout.split('\n')) {
    const record = readJson(line);
    if (!isRecord(record) || record['Type'] !== 'exec.cachemount') continue;
    const id = parseDescription(String(record['Description']));
    if (id === undefined) continue;
    const before = usage.has(id) ? usage.get(id) : 0;
    const isKnown = record['Reclaimable'] !== false && before !== undefined;
    usage.set(id, isKnown ? before + parseSize(String(record['Size'])) : undefined);
  }
  return usage;
}

/** The id is left out where it is the path at which the mount was first used (solver/llbsolver/mounts). */
function parseDescription(description: string): string | undefined {
  const named = / with id ("(?:[^"\\]|\\.)*")$/.exec(description)?.[1];
  const id = named === undefined ? undefined : readJson(named);
  if (typeof id === 'string') return id;
  return /^cached mount (\S+) from /.exec(description)?.[1];
}

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** docker/go-units, HumanSize: four digits. */
function parseSize(text: string): number {
  const [, count = '', unit = ''] = /^([\d.]+)([kMGT]?B)$/.exec(text) ?? [];
  return Math.round(Number(count) * (UNITS[unit] ?? 0));
}
