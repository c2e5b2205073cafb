/** The input `attests`: what buildx takes after `--attest` (buildx util/buildflags/attests.go). */
import { parseAttributes, parseList } from './lists.ts';
import { parseBoolean, type Reader, readList, report } from './reader.ts';
import type { InputName } from './table.ts';

const TYPES = ['sbom', 'provenance'] as const;

export interface AttestEntry {
  /** BuildKit knows no other type. */
  readonly type: (typeof TYPES)[number];
  readonly attributes: Readonly<Record<string, string>>;
}

export function readAttests(reader: Reader): AttestEntry[] {
  const found = new Map<string, AttestEntry>();
  for (const entry of readList(reader, 'attests', 'keep')) {
    const parsed = parseAttest(entry);
    if (parsed !== undefined && !found.has(parsed.type)) {
      found.set(parsed.type, parsed);
      checkAttributes(reader, { input: 'attests', value: entry, ...parsed });
      continue;
    }
    report(reader, {
      input: 'attests',
      value: entry,
      problem:
        parsed === undefined
          ? 'is not an attestation that BuildKit makes'
          : `asks a second time for ${parsed.type}`,
      fix: 'Write `type=sbom` or `type=provenance` with attributes, each once.',
    });
  }
  return [...found.values()];
}

const BOOLEAN = {
  test: (value: string): boolean =>
    /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value),
  fix: 'Use `true` or `false`.',
};
/** As BuildKit reads them (solver/llbsolver/provenance.go), and Go its booleans. */
const PROVENANCE_ATTRIBUTES: Readonly<Record<string, Pick<typeof BOOLEAN, 'test' | 'fix'>>> = {
  disabled: BOOLEAN,
  mode: { test: (value) => /^(?:min|max|full)$/.test(value), fix: 'Use `min` or `max`.' },
  version: { test: (value) => /^v(?:1|0\.2)$/.test(value), fix: 'Use `v1` or `v0.2`.' },
  reproducible: BOOLEAN,
  'inline-only': BOOLEAN,
  'complete-materials': BOOLEAN,
};

/** BuildKit refuses most of these only when everything is built. */
export function checkAttributes(
  reader: Reader,
  given: AttestEntry & { readonly input: InputName; readonly value: string },
): void {
  const known = given.type === 'provenance' ? PROVENANCE_ATTRIBUTES : { disabled: BOOLEAN };
  for (const [key, { test, fix }] of Object.entries(known)) {
    const value = given.attributes[key];
    if (value === undefined || test(value)) continue;
    const problem = `has a \`${key}\` that BuildKit does not know`;
    report(reader, { input: given.input, value: given.value, problem, fix });
  }
}

function parseAttest(entry: string): AttestEntry | undefined {
  const attributes = parseAttributes(spellOut(entry));
  const type = TYPES.find((one) => one === attributes?.['type']);
  if (attributes === undefined || type === undefined) return undefined;
  const { type: _type, disabled, ...rest } = attributes;
  if (disabled === undefined) return { type, attributes: rest };
  const isDisabled = parseBoolean(disabled) ?? { '1': true, '0': false }[disabled];
  return isDisabled === undefined
    ? undefined
    : { type, attributes: { ...rest, disabled: String(isDisabled) } };
}

/** `type=sbom,true` is docker/build-push-action's way to say `type=sbom,disabled=false`. */
function spellOut(entry: string): string {
  try {
    return parseList(entry, { comma: 'split', comments: false })
      .map((field) => {
        const value = parseBoolean(field);
        return value === undefined ? `"${field.replaceAll('"', '""')}"` : `disabled=${!value}`;
      })
      .join(',');
  } catch {
    return entry;
  }
}
