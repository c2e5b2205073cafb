/** The outputs of docker/metadata-action: what they hold follows from the names, whether anything is built or not. */
import { formatReference } from '../image/reference.ts';
import type { Inputs } from '../inputs/parse.ts';
import { formatNameDocuments } from '../names/outputs.ts';
import type { NameDocuments, NameLists, Names } from '../names/types.ts';
import { parseFullReferences } from './destinations.ts';
import type { Plan } from './types.ts';

/** Texts of outputs, and of the files that four more of them name. */
export interface NameOutputs {
  readonly texts: {
    readonly version: string;
    readonly 'tag-names': string;
    readonly labels: string;
    readonly annotations: string;
    readonly json: string;
  };
  /** Output → JSON. */
  readonly files: Readonly<Record<BakeFile, string>>;
  /** What docker/metadata-action's `tags` would hold, and the tags of single platforms, one entry each. */
  readonly tags: readonly string[];
}

const BAKE_FILES = {
  'bake-file': 'bakeFile',
  'bake-file-tags': 'bakeFileTags',
  'bake-file-labels': 'bakeFileLabels',
  'bake-file-annotations': 'bakeFileAnnotations',
} as const satisfies Record<string, keyof NameDocuments>;

export type BakeFile = keyof typeof BAKE_FILES;
export const BAKE_FILE_OUTPUTS = Object.keys(BAKE_FILES) as readonly BakeFile[];

export function makeNameOutputs({
  inputs,
  names,
  plan,
}: {
  inputs: Inputs;
  names: Names;
  plan: Plan;
}): NameOutputs {
  const { separators } = inputs;
  const lists = inputs.images === '' ? makeGivenLists({ inputs, names, plan }) : names;
  const documents: NameDocuments =
    inputs.images === '' ? formatNameDocuments(lists, inputs.bakeTarget) : names;
  const files = BAKE_FILE_OUTPUTS.map((output) => [output, documents[BAKE_FILES[output]]] as const);
  return {
    texts: {
      version: lists.version,
      'tag-names': lists.tagNames.join(separators.tags),
      labels: lists.labels.join(separators.labels),
      annotations: lists.annotations.join(separators.annotations),
      json: documents.json,
    },
    files: Object.fromEntries(files) as Record<BakeFile, string>,
    tags: [...lists.tags, ...listPlatformTags(plan)],
  };
}

/** Without `images` there are no rules: the names are those that were given. */
function makeGivenLists({
  inputs,
  names,
  plan,
}: {
  inputs: Inputs;
  names: Names;
  plan: Plan;
}): NameLists {
  const destinations = parseFullReferences(inputs.tags, []);
  const tags = destinations.flatMap((one) => one.tags.map((tag) => ({ ...one, tag: tag.name })));
  return {
    version: names.version,
    images: [],
    tagNames: [...new Set(tags.map(({ tag }) => tag))],
    tags: tags.map(({ repository, tag }) => formatReference({ repository, tag })),
    labels: plan.build.labels,
    annotations: plan.build.annotations,
  };
}

function listPlatformTags({ destinations }: Plan): readonly string[] {
  return destinations.flatMap(({ repository, tags }) =>
    tags
      .filter(({ of }) => of !== undefined)
      .map(({ name }) => formatReference({ repository, tag: name })),
  );
}
