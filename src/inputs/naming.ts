/** Inputs about names. What the first five hold is for the names room, which knows the rules. */
import { readPlatformTags } from './platform-tags.ts';
import { type Reader, readBoolean, readOrDefault, readText } from './reader.ts';

export interface NameInputs {
  readonly images: string;
  readonly tags: string;
  readonly flavor: string;
  readonly labels: string;
  readonly annotations: string;
  readonly bakeTarget: string;
  readonly separators: Separators;
  /** Template of the tags that each platform gets. */
  readonly platformTags: string | undefined;
  /** Tags move to whatever was built, also backwards. */
  readonly allowDowngrade: boolean;
}

/** What stands between the entries of outputs that are lists. */
export interface Separators {
  readonly tags: string;
  readonly labels: string;
  readonly annotations: string;
}

export function readNameInputs(reader: Reader): NameInputs {
  return {
    images: readText(reader, 'images') ?? '',
    tags: readText(reader, 'tags') ?? '',
    flavor: readText(reader, 'flavor') ?? '',
    labels: readText(reader, 'labels') ?? '',
    annotations: readText(reader, 'annotations') ?? '',
    bakeTarget: readOrDefault(reader, 'bake-target'),
    separators: readSeparators(reader),
    platformTags: readPlatformTags(reader),
    allowDowngrade: readBoolean(reader, 'allow-downgrade'),
  };
}

/** Blanks count: `sep-tags: ' '` is one. */
function readSeparators({ env }: Reader): Separators {
  return {
    tags: env['INPUT_SEP-TAGS'] || '\n',
    labels: env['INPUT_SEP-LABELS'] || '\n',
    annotations: env['INPUT_SEP-ANNOTATIONS'] || '\n',
  };
}
