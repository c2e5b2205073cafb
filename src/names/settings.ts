import type { InputProblem } from '../errors.ts';
import { attempt, Fault } from './fault.ts';

/** Where BuildKit can put an annotation (moby/buildkit, exptypes.AnnotationKey). */
export const ANNOTATION_LEVELS = [
  'manifest',
  'index',
  'manifest-descriptor',
  'index-descriptor',
] as const;

export type AnnotationLevel = (typeof ANNOTATION_LEVELS)[number];

/** The environment switches of docker/metadata-action, and SOURCE_DATE_EPOCH. */
export interface NamesSettings {
  /** DOCKER_METADATA_SHORT_SHA_LENGTH: characters of a short commit hash. */
  readonly shortShaLength: number;
  /** DOCKER_METADATA_PR_HEAD_SHA: name a pull request's build after its last commit, not after the merge commit. */
  readonly usePullRequestHead: boolean;
  /** DOCKER_METADATA_ANNOTATIONS_LEVELS; each may name a platform: `manifest[linux/amd64]`. */
  readonly annotationLevels: readonly string[];
  /** SOURCE_DATE_EPOCH, where it is a number of seconds. */
  readonly sourceTime: Date | undefined;
}

const LEVEL = new RegExp(`^(?:${ANNOTATION_LEVELS.join('|')})(?:\\[[A-Za-z0-9_/-]+\\])?$`);
const DEFAULT_SHORT_SHA_LENGTH = 7;

/** True for a level as buildx takes it, with or without a platform. */
export function isAnnotationLevel(text: string): boolean {
  return LEVEL.test(text);
}

/** The job's environment → settings; what is malformed is a problem and its default is used. */
export function parseSettings(
  env: Readonly<Record<string, string | undefined>>,
  problems: InputProblem[],
): NamesSettings {
  const read = <T>(name: string, parse: (text: string) => T): T | undefined => {
    const value = env[name]?.trim() ?? '';
    return value === '' ? undefined : attempt({ input: name, value, problems }, () => parse(value));
  };
  return {
    shortShaLength:
      read('DOCKER_METADATA_SHORT_SHA_LENGTH', parseLength) ?? DEFAULT_SHORT_SHA_LENGTH,
    usePullRequestHead: /true/i.test(env['DOCKER_METADATA_PR_HEAD_SHA'] ?? ''),
    annotationLevels: read('DOCKER_METADATA_ANNOTATIONS_LEVELS', parseLevels) ?? ['manifest'],
    // BuildKit also takes the word `context` here, which is not a time: then it is none for names either.
    sourceTime: parseEpoch(env['SOURCE_DATE_EPOCH'] ?? ''),
  };
}

function parseLength(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Fault('it is not a positive whole number', 'Set it to a length such as 12.');
}

function parseLevels(text: string): readonly string[] {
  const levels = text
    .split(',')
    .map((level) => level.trim())
    .filter((level) => level !== '');
  const wrong = levels.find((level) => !isAnnotationLevel(level));
  if (wrong === undefined) return levels;
  throw new Fault(
    `it has the unknown level \`${wrong}\``,
    `Use ${ANNOTATION_LEVELS.map((level) => `\`${level}\``).join(', ')}, by comma.`,
  );
}

function parseEpoch(text: string): Date | undefined {
  const time = new Date(/^\d{1,12}$/.test(text) ? Number(text) * 1000 : Number.NaN);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
