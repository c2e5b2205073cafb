/** What the input `outputs` adds to the result: attributes of the image that is pushed, and files made besides. */
import type { InputProblem } from '../errors.ts';
import { formatRepository, parseReference } from '../image/reference.ts';
import { formatAttributes } from '../inputs/lists.ts';
import type { OutputEntry } from '../inputs/outputs.ts';
import type { Inputs } from '../inputs/parse.ts';
import { parseBoolean } from '../inputs/reader.ts';
import type { BuildSpec, Destination, FileOutput, Plan } from './types.ts';

type Outputs = Pick<BuildSpec, 'imageAttributes' | 'exports'>;

/** Attributes that say what this action does anyway, and does in its own order. */
const OURS: readonly string[] = ['name', 'push', 'push-by-digest', 'name-canonical', 'dest', 'tar'];

/** True for entries that stand for the image itself. */
function isImage({ type }: OutputEntry): boolean {
  return type === 'image' || type === 'registry';
}

function pushes({ type, attributes }: OutputEntry): boolean {
  return type === 'registry' || isOn(attributes['push']);
}

function isOn(value: string | undefined): boolean {
  return value === '1' || parseBoolean(value ?? '') === true;
}

/** True when an entry for the image itself asks that it be pushed, as `push: true` does. */
export function asksToPush({ outputs }: Pick<Inputs, 'outputs'>): boolean {
  return outputs.some((entry) => isImage(entry) && pushes(entry));
}

/**
 * The recipe that Docker's documentation had for several machines: each job pushes its platform by digest, and a later
 * job merges digests and names them. No tag is moved then, whatever `tags` says; there it gives the name to push to.
 */
export function pushesByDigest({ outputs, images }: Pick<Inputs, 'outputs' | 'images'>): boolean {
  return images === '' && outputs.some((entry) => isImage(entry) && isByDigest(entry));
}

/** Names that outputs give to what they push by digest, as references. */
export function listDigestNames({ outputs }: Pick<Inputs, 'outputs'>): string {
  return outputs
    .flatMap((entry) =>
      isImage(entry) && isByDigest(entry) ? [entry.attributes['name'] ?? ''] : [],
    )
    .filter((name) => name !== '')
    .join(',');
}

function isByDigest({ attributes }: OutputEntry): boolean {
  return isOn(attributes['push-by-digest']);
}

/** True when the image is to be loaded into the engine: `load`, or the output that it is short for. */
export function asksToLoad({ load, outputs }: Pick<Inputs, 'load' | 'outputs'>): boolean {
  return load || outputs.some(isLoad);
}

function isLoad({ type, attributes }: OutputEntry): boolean {
  return type === 'docker' && attributes['dest'] === undefined;
}

/** True for entries that become files. */
function isFile(entry: OutputEntry): boolean {
  return !isImage(entry) && !isLoad(entry) && entry.type !== 'cacheonly';
}

/** The files that the build leaves besides the image. */
export function planFiles({ outputs, call }: Pick<Inputs, 'outputs' | 'call'>): FileOutput[] {
  if (call !== undefined) return [];
  return outputs.flatMap((entry) => {
    const { type, attributes } = entry;
    if (!isFile(entry) || type === 'image' || type === 'registry' || type === 'cacheonly')
      return [];
    const split = attributes['platform-split'];
    return [
      {
        type,
        // A name that starts with a dash would be an option of cosign.
        dest: (attributes['dest'] ?? '').replace(/(?<=.)\/+$/, '').replace(/^-/, './-'),
        isFolder:
          type === 'local' || (type !== 'tar' && /^(0|f|false)$/i.test(attributes['tar'] ?? '')),
        prefix: attributes['attestation-prefix'] ?? '',
        split: split === undefined ? undefined : isOn(split),
      },
    ];
  });
}

/** A docker archive holds one image and nothing about it: buildx refuses to make one with attestations. */
export function canAttest(files: readonly FileOutput[]): boolean {
  return files.length > 0 && files.every(({ type }) => type !== 'docker');
}

export function planOutputs({
  inputs,
  destinations,
  references,
  mode,
  problems,
}: {
  inputs: Inputs;
  destinations: readonly Destination[];
  /** `name:tag` of every tag: what an archive is called inside. */
  references: readonly string[];
  mode: Plan['mode'];
  problems: InputProblem[];
}): Outputs {
  const images = inputs.outputs.filter(isImage);
  const refuse = (entry: OutputEntry, problem: Refusal): number =>
    problems.push({ input: 'outputs', value: formatEntry(entry), ...problem });
  for (const entry of images) {
    const problem = judgeImage(entry, { inputs, destinations });
    if (problem !== undefined) refuse(entry, problem);
  }
  const files = inputs.outputs.filter(isFile);
  const holdsOne = inputs.platforms.length < 2 && mode !== 'push';
  for (const entry of files) {
    if (entry.type === 'docker' && !holdsOne) refuse(entry, DOCKER_ARCHIVE);
  }
  const imageAttributes = pickForeign(
    Object.assign({}, ...images.map((entry) => entry.attributes)),
  );
  const finish = (entry: OutputEntry): OutputEntry => {
    if (mode !== 'push' || !isLayout(entry)) return withName(entry, references);
    if (differs(entry, imageAttributes)) refuse(entry, OTHER_LAYOUT);
    const name = destinations.map(({ repository }) => formatRepository(repository)).join(',');
    return { ...entry, attributes: { ...imageAttributes, ...entry.attributes, name } };
  };
  return {
    imageAttributes,
    exports: mode === 'call' ? [] : files.map((entry) => formatEntry(finish(entry))),
  };
}

function pickForeign(attributes: OutputEntry['attributes']): OutputEntry['attributes'] {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !OURS.includes(name)));
}

/**
 * A folder of blobs. What its `index.json` names buildx takes from the answer about the last output (client/solve.go),
 * which is the image that is pushed: the layout has to hold the very same bytes, its statements about the same name.
 */
function isLayout({ type, attributes }: OutputEntry): boolean {
  return type === 'oci' && /^(0|f|false)$/i.test(attributes['tar'] ?? '');
}

function differs({ attributes }: OutputEntry, pushed: OutputEntry['attributes']): boolean {
  return Object.entries(pickForeign(attributes)).some(([key, value]) => pushed[key] !== value);
}

type Refusal = Pick<InputProblem, 'problem' | 'fix'>;

const OTHER_LAYOUT: Refusal = {
  problem: 'is a layout with another content than the image that is pushed beside it',
  fix: 'Give its attributes to `type=image` as well, or make an archive: `type=oci,dest=image.tar`.',
};

const DOCKER_ARCHIVE: Refusal = {
  problem: 'cannot hold several platforms or attestations',
  fix: 'Use `type=oci`, which `docker load` takes too.',
};

/** Nothing may be pushed under a name before it is signed and verified, and only this action waits for that. */
function judgeImage(
  { type, attributes }: OutputEntry,
  { inputs, destinations }: { inputs: Inputs; destinations: readonly Destination[] },
): Refusal | undefined {
  const byDigest = isByDigest({ type, attributes });
  const { name } = attributes;
  if (name !== undefined) {
    const own = destinations.map(({ repository }) => formatRepository(repository));
    const isOurs = name.split(',').every((one) => own.includes(nameRepository(one)));
    const isPushed = byDigest || pushes({ type, attributes });
    // buildx puts the tags in the place of the name (build/opt.go): GitHub's own documentation has `name=target`.
    if (!isPushed || (isOurs && byDigest)) return judgeAttributes(attributes);
    return {
      problem: 'would be pushed under a name by itself, before anything is signed',
      fix: 'Give the name in `images`, or with `push: true` in `tags`, and leave `name` and `push` out here.',
    };
  }
  if (pushes({ type, attributes }) && inputs.images === '' && inputs.tags === '')
    return {
      problem: 'asks for a push, and there is no name to push to',
      fix: 'Set e.g. `images: ghcr.io/${{ github.repository }}`.',
    };
  return judgeAttributes(attributes);
}

const KINDS: ReadonlyArray<readonly [name: string, pattern: RegExp, accepted: string]> = [
  [
    'compression',
    /^(uncompressed|gzip|estargz|zstd)$/,
    '`gzip`, `zstd`, `estargz`, `uncompressed`',
  ],
  ['compression-level', /^-?\d{1,2}$/, 'a number such as `9`'],
  ['force-compression', /^(true|false|1|0)$/i, '`true` or `false`'],
  ['oci-mediatypes', /^(true|false|1|0)$/i, '`true` or `false`'],
];

function judgeAttributes(attributes: OutputEntry['attributes']): Refusal | undefined {
  const wrong = KINDS.find(([name, pattern]) => {
    const value = attributes[name];
    return value !== undefined && !pattern.test(value);
  });
  return wrong && { problem: `has a wrong \`${wrong[0]}\``, fix: `Use ${wrong[2]}.` };
}

function nameRepository(name: string): string {
  const parsed = parseReference(name);
  return parsed.ok ? formatRepository(parsed.reference.repository) : '';
}

/** Archives carry the names under which they will be loaded; buildx would take them from `--tag`. */
function withName(entry: OutputEntry, references: readonly string[]): OutputEntry {
  const isArchive = entry.type === 'oci' || entry.type === 'docker';
  if (!isArchive || 'name' in entry.attributes || references.length === 0) return entry;
  return { ...entry, attributes: { ...entry.attributes, name: references.join(',') } };
}

function formatEntry({ type, attributes }: OutputEntry): string {
  return formatAttributes({ type, ...attributes });
}
