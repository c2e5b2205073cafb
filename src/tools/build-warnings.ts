/**
 * What BuildKit found wrong with the Dockerfile, out of buildx's metadata (`buildx.build.warnings`, there when
 * BUILDX_METADATA_WARNINGS is set): moby/buildkit client.VertexWarning, whose byte fields are base64 in JSON.
 */
import { readJson } from '../image/json-shape.ts';
export interface BuildWarning {
  /** What the rule is about. */
  readonly title: string;
  /** What is wrong here, and where to read more. */
  readonly message: string;
  /** Name of the Dockerfile as BuildKit knows it, and its text. */
  readonly filename: string;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number | undefined;
}

/** JSON of the metadata → warnings, each once: a build for several platforms finds the same for each. */
export function parseBuildWarnings(metadata: string): readonly BuildWarning[] {
  const listed = readPath(readJson(metadata), ['buildx.build.warnings']);
  const warnings = (Array.isArray(listed) ? listed : []).flatMap(parseWarning);
  const unique = new Map(
    warnings.map((one) => [`${one.filename}:${one.line}:${one.message}`, one] as const),
  );
  return [...unique.values()];
}

function parseWarning(value: unknown): BuildWarning[] {
  const short = decode(readPath(value, ['short']));
  const details = readPath(value, ['detail']);
  const filename = readPath(value, ['sourceInfo', 'filename']);
  const text = decode(readPath(value, ['sourceInfo', 'data']));
  if (short === '' || !Array.isArray(details) || typeof filename !== 'string' || text === '')
    return [];
  const url = readPath(value, ['url']);
  const line = readPath(value, ['range', '0', 'start', 'line']);
  const message = short.replace(/\s*\(line \d+\)$/, '');
  return [
    {
      title: details.map(decode).join(' '),
      message: typeof url === 'string' && url !== '' ? `${message}\n${url}` : message,
      filename,
      text,
      line: typeof line === 'number' && line > 0 ? line : undefined,
    },
  ];
}

function decode(value: unknown): string {
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : '';
}

function readPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
