/**
 * The variables by which docker's actions and buildx are configured beside their inputs: read once, as defaults.
 * Everything else of the kind is not handed on: an earlier step can set any variable of the job.
 */
import type { InputProblem } from '../errors.ts';

/** What buildx writes about the provenance into its metadata (buildx util/confutil/metadata.go). */
const METADATA_PROVENANCE = ['min', 'max', 'disabled'] as const;

export interface Switches {
  /** The outputs that are names become variables of the job too; undefined: where the step only names. */
  readonly exportNames: boolean | undefined;
  readonly summary: boolean;
  /** What BuildKit finds wrong with the Dockerfile is shown where it stands. */
  readonly checkAnnotations: boolean;
  readonly metadataProvenance: (typeof METADATA_PROVENANCE)[number] | undefined;
  /** What the job sets that has no effect here, in words. */
  readonly ignored: readonly string[];
}

export interface SwitchRow {
  readonly name: string;
  /** Where it is read: here, by the names room, by buildx; or nowhere, because there is nothing to switch. */
  readonly reader: 'here' | 'names' | 'buildx' | 'nobody';
}

/** All that are known. docs/migration.md says what each does. */
export const SWITCHES = [
  { name: 'DOCKER_METADATA_ANNOTATIONS_LEVELS', reader: 'names' },
  { name: 'DOCKER_METADATA_PR_HEAD_SHA', reader: 'names' },
  { name: 'DOCKER_METADATA_SHORT_SHA_LENGTH', reader: 'names' },
  { name: 'DOCKER_METADATA_SET_OUTPUT_ENV', reader: 'here' },
  { name: 'DOCKER_BUILD_SUMMARY', reader: 'here' },
  { name: 'DOCKER_BUILD_CHECKS_ANNOTATIONS', reader: 'here' },
  { name: 'DOCKER_BUILD_RECORD_UPLOAD', reader: 'nobody' },
  { name: 'DOCKER_BUILD_RECORD_RETENTION_DAYS', reader: 'nobody' },
  { name: 'BUILDX_METADATA_PROVENANCE', reader: 'here' },
  { name: 'SOURCE_DATE_EPOCH', reader: 'buildx' },
  { name: 'BUILDX_NO_DEFAULT_ATTESTATIONS', reader: 'here' },
  { name: 'BUILDX_BUILDER', reader: 'here' },
] as const satisfies readonly SwitchRow[];

type Name = (typeof SWITCHES)[number]['name'];
type Environment = Readonly<Record<string, string | undefined>>;

/** The job's environment → switches; a malformed one is a problem, and its default is used. */
export function readSwitches(env: Environment, problems: InputProblem[]): Switches {
  const readFlag = (name: Name): boolean | undefined => {
    const value = env[name] ?? '';
    const flag = parseFlag(value);
    if (flag === undefined && value !== '')
      problems.push({
        input: name,
        value,
        problem: 'is not a boolean',
        fix: 'Set the variable to `true` or `false`.',
      });
    return flag;
  };
  return {
    exportNames: readFlag('DOCKER_METADATA_SET_OUTPUT_ENV'),
    summary: readFlag('DOCKER_BUILD_SUMMARY') ?? true,
    checkAnnotations: readFlag('DOCKER_BUILD_CHECKS_ANNOTATIONS') ?? true,
    metadataProvenance: readProvenance(env['BUILDX_METADATA_PROVENANCE'] ?? ''),
    ignored: listIgnored(env),
  };
}

/** Go's strconv.ParseBool, which docker's actions imitate. */
function parseFlag(text: string): boolean | undefined {
  if (/^(1|t|T|true|True|TRUE)$/.test(text)) return true;
  return /^(0|f|F|false|False|FALSE)$/.test(text) ? false : undefined;
}

/** Anything else is `min` to buildx, and not an error. */
function readProvenance(text: string): Switches['metadataProvenance'] {
  if (parseFlag(text) === false) return 'disabled';
  return METADATA_PROVENANCE.find((mode) => mode === text);
}

function listIgnored(env: Environment): readonly string[] {
  const noAttestations = parseFlag(env['BUILDX_NO_DEFAULT_ATTESTATIONS'] ?? '') === true;
  const hasBuilder = Boolean(env['BUILDX_BUILDER']) && !env['INPUT_BUILDER'];
  return [
    ...(noAttestations
      ? [
          '`BUILDX_NO_DEFAULT_ATTESTATIONS` turns nothing off here: write `provenance: false` and `sbom: false`.',
        ]
      : []),
    ...(hasBuilder
      ? ['`BUILDX_BUILDER` chooses nothing here: name the builder in the input `builder`.']
      : []),
  ];
}
