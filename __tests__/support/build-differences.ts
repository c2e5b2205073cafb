/**
 * Where buildx is told something else than by docker/build-push-action, on purpose. Each has its row in
 * docs/migration.md, and turns the recorded arguments into ours; whatever none of them touches has to be equal.
 */
import { IMAGES } from '../../src/tools/lock.ts';
import type { BuildCase } from './build-cases.ts';

export type Flag = readonly [name: string, value: string];

export interface BuildDifference {
  /** First cell of its row in docs/migration.md. */
  readonly row: string;
  readonly concerns: (flags: readonly Flag[], asked: BuildCase) => boolean;
  readonly correct: (flags: readonly Flag[], asked: BuildCase) => readonly Flag[];
}

const has = (flags: readonly Flag[], name: string): boolean => flags.some(([one]) => one === name);
const valuesOf = (flags: readonly Flag[], name: string): readonly string[] =>
  flags.filter(([one]) => one === name).map(([, value]) => value);
const without = (flags: readonly Flag[], ...names: readonly string[]): readonly Flag[] =>
  flags.filter(([one]) => !names.includes(one));
const mapValues = (
  flags: readonly Flag[],
  name: string,
  change: (value: string) => string,
): readonly Flag[] => flags.map((flag) => (flag[0] === name ? [name, change(flag[1])] : flag));

const isImage = (value: string): boolean => /^type=(image|registry)\b/.test(value);
const isArchive = (value: string): boolean => /^type=(?:docker|oci),.*\bdest=/.test(value);
const isFile = (value: string): boolean => /^type=(local|tar|oci)\b/.test(value);
const isPush = (flags: readonly Flag[]): boolean =>
  has(flags, 'push') || valuesOf(flags, 'output').some((value) => /^type=registry/.test(value));
/** Something is left that can carry attestations. */
const isKept = (flags: readonly Flag[]): boolean =>
  isPush(flags) || valuesOf(flags, 'output').some((value) => isFile(value) || isImage(value));

const BUILDER_ID = 'https://github.com/build-sign-action/build-sign-action/step@v1';

function correctPush(flags: readonly Flag[]): readonly Flag[] {
  const names = new Set(valuesOf(flags, 'tag').map((tag) => tag.slice(0, tag.lastIndexOf(':'))));
  const list = [...names].join(',');
  const name = names.size > 1 ? `"name=${list}"` : `name=${list}`;
  const more = valuesOf(flags, 'output')
    .filter(isImage)
    .map((value) => value.replace(/^type=(image|registry)/, ''));
  const pushed = 'push=true,push-by-digest=true,name-canonical=true,oci-mediatypes=true';
  return [
    ...without(flags, 'push', 'tag').filter(([one, value]) => one !== 'output' || !isImage(value)),
    ['output', `type=image,${name},${pushed}${more.join('')}`],
  ];
}

const isProvenance = (value: string): boolean => /(^|,)type=provenance(,|$)/.test(value);
const isSbom = (value: string): boolean => /(^|,)type=sbom(,|$)/.test(value);

/** `mode=max` where nothing is said, but for a private repository. */
function correctProvenance(value: string, { inputs, isPrivate }: BuildCase): string {
  if (!isProvenance(value)) return value;
  const given = new Map(
    value
      .split(',')
      .map((field): [string, string] => {
        const at = field.indexOf('=');
        return [field.slice(0, at), field.slice(at + 1)];
      })
      .filter(([name]) => name !== 'builder-id' && name !== 'inline-only'),
  );
  const isChosen = inputs.provenance !== undefined || inputs.attests !== undefined;
  const mode = isPrivate === true && !isChosen ? 'min' : 'max';
  const own = { mode, version: 'v1', 'builder-id': BUILDER_ID };
  const all = { ...own, ...Object.fromEntries(given) };
  return Object.entries(all)
    .map(([name, one]) => `${name}=${one}`)
    .join(',');
}

/** The order counts: what is pushed decides about attestations. */
const isAnyGha = (value: string): boolean => value.startsWith('type=gha');
const isGha = (value: string): boolean => /^type=gha\b(?!.*timeout=)/.test(value);

export const BUILD_DIFFERENCES: readonly BuildDifference[] = [
  {
    row: 'Nothing pushed, and no `outputs`: SBOM and provenance',
    concerns: (flags) => !isKept(flags) && !has(flags, 'call') && has(flags, 'attest'),
    correct: (flags) => without(flags, 'attest'),
  },
  {
    row: '`call`: platforms, SBOM and provenance',
    concerns: (flags) => has(flags, 'call'),
    correct: (flags) => without(flags, 'platform', 'attest'),
  },
  {
    row: '`sbom` not set',
    concerns: (flags, { inputs }) =>
      isKept(flags) && inputs.sbom === undefined && !valuesOf(flags, 'attest').some(isSbom),
    correct: (flags) => [...flags, ['attest', 'type=sbom']],
  },
  {
    row: 'The SBOM without a `generator`',
    concerns: (flags) => valuesOf(flags, 'attest').includes('type=sbom'),
    correct: (flags) =>
      mapValues(flags, 'attest', (value) =>
        value === 'type=sbom' ? `type=sbom,generator=${IMAGES.sbomScanner}` : value,
      ),
  },
  {
    row: 'The provenance',
    concerns: (flags) => valuesOf(flags, 'attest').some(isProvenance),
    correct: (flags, asked) =>
      mapValues(flags, 'attest', (value) => correctProvenance(value, asked)),
  },
  {
    row: '`push: true`',
    concerns: isPush,
    correct: correctPush,
  },
  {
    row: '`outputs: type=docker` without `dest`',
    concerns: (flags) => valuesOf(flags, 'output').includes('type=docker'),
    correct: (flags) => [...without(flags, 'output'), ['load', '']],
  },
  {
    row: '`outputs: type=oci` or `type=docker,dest=…`',
    concerns: (flags) => has(flags, 'tag') && valuesOf(flags, 'output').some(isArchive),
    correct: (flags) => [
      ...mapValues(without(flags, 'tag'), 'output', (value) =>
        [value, ...valuesOf(flags, 'tag').map((tag) => `name=${tag}`)].join(),
      ),
    ],
  },
  {
    row: '`outputs: type=image,push-by-digest=true` in a matrix of platforms, digests merged by a later job',
    concerns: (flags) => valuesOf(flags, 'output').some((value) => value.endsWith(',push=true')),
    correct: (flags) =>
      mapValues(flags, 'output', (value) =>
        value.replace(
          /^(type=image,name=[^,]+),(push-by-digest=true,name-canonical=true),push=true$/,
          '$1,push=true,$2,oci-mediatypes=true',
        ),
      ),
  },
  {
    row: '`cache-to` without `ignore-error`',
    concerns: (flags) => has(flags, 'cache-to'),
    correct: (flags) =>
      mapValues(flags, 'cache-to', (value) =>
        /ignore-error=|type=inline/.test(value) ? value : `${value},ignore-error=true`,
      ),
  },
  {
    row: '`cache-from` and `cache-to` with `type=gha` and no `timeout`',
    concerns: (flags) =>
      [...valuesOf(flags, 'cache-from'), ...valuesOf(flags, 'cache-to')].some(isGha),
    correct: (flags) =>
      mapValues(
        mapValues(flags, 'cache-from', (value) => (isGha(value) ? `${value},timeout=30s` : value)),
        'cache-to',
        (value) => (isGha(value) ? `${value},timeout=5m` : value),
      ),
  },
  {
    row: '`cache-from` with `type=gha` in a run that signs',
    concerns: (flags) => isPush(flags) && valuesOf(flags, 'cache-from').some(isAnyGha),
    correct: (flags) => flags.filter(([name, value]) => name !== 'cache-from' || !isAnyGha(value)),
  },
  {
    row: '`cache-from` with a reference alone',
    concerns: (flags) => valuesOf(flags, 'cache-from').some((value) => !value.includes('=')),
    correct: (flags) =>
      mapValues(flags, 'cache-from', (value) =>
        value.includes('=') ? value : `type=registry,ref=${value}`,
      ),
  },
  {
    row: 'No `context`',
    concerns: (_, { inputs }) => inputs.context === undefined,
    correct: (flags) => mapValues(flags, 'context', () => '.'),
  },
  {
    row: 'No `platforms`',
    concerns: (_, { inputs }) => inputs.platforms === undefined,
    correct: (flags) => [...flags, ['platform', 'linux/amd64,linux/arm64']],
  },
  {
    row: 'Lines of a list that start with `#`',
    concerns: (flags) => flags.some(([, value]) => value.startsWith('#')),
    correct: (flags) => flags.filter(([, value]) => !value.startsWith('#')),
  },
  {
    row: '`secret-envs`',
    concerns: (flags) => valuesOf(flags, 'secret').some((value) => value.includes(',env=')),
    correct: (flags) =>
      mapValues(flags, 'secret', (value) => value.replace(/,env=.*$/, ',src=<file>')),
  },
];
