/** Text of the `with:` block → typed inputs. Collects every problem instead of stopping at the first. */
import type { InputProblem } from '../errors.ts';
import type { Platform } from '../image/platform.ts';
import type { CandidateDocument } from '../plan/candidate.ts';
import type { RegistryIdentity } from '../plan/identities.ts';
import type { BuildxChoice, ToolChoice } from '../plan/tool-choice.ts';
import { type AttestEntry, readAttests } from './attests.ts';
import {
  readAddHosts,
  readAllow,
  readCall,
  readNetwork,
  readNoCacheFilters,
  readShmSize,
  readSsh,
  readUlimits,
} from './build-options.ts';
import { type BuilderInputs, readBuilderInputs, readNodeInputs } from './builder.ts';
import { type CacheInputs, readCacheInputs } from './cache.ts';
import { readCandidates } from './candidates.ts';
import {
  type BuildContext,
  readBuildContexts,
  readContext,
  readContextSecrets,
} from './contexts.ts';
import { type MatrixValues, readGroup, readJobTotal, readMatrix, readPlatform } from './matrix.ts';
import { type MountInputs, readMountInputs } from './mounts.ts';
import { type NameInputs, readNameInputs } from './naming.ts';
import { type OutputEntry, readOutputs } from './outputs.ts';
import {
  type Reader,
  readAutoOrBoolean,
  readBoolean,
  readChoice,
  readText,
  readWord,
} from './reader.ts';
import { type RegistryAuth, readRegistryAuth } from './registry-auth.ts';
import { readRegistryIdentities } from './registry-identities.ts';
import { type RunInputs, readRunInputs } from './run.ts';
import { type BuildSecret, type BuildSecretFile, readSecrets } from './secrets.ts';
import { readSwitches, type Switches } from './switches.ts';
import { readBuildxChoice, readCosignChoice } from './tool-choice.ts';
import {
  type Attestation,
  readAttestation,
  readBuildArgs,
  readDuration,
  readIdentity,
  readPlatforms,
} from './values.ts';

export interface Inputs extends NameInputs, CacheInputs, MountInputs, BuilderInputs, RunInputs {
  readonly platforms: readonly Platform[];
  readonly context: string;
  readonly buildContexts: readonly BuildContext[];
  readonly file: string | undefined;
  readonly target: string | undefined;
  readonly buildArgs: readonly string[];
  readonly secrets: readonly BuildSecret[];
  readonly secretFiles: readonly BuildSecretFile[];
  readonly ssh: readonly string[];
  readonly pull: boolean;
  readonly noCache: boolean;
  readonly noCacheFilters: readonly string[];
  /** As buildx takes it; undefined: a build. */
  readonly call: string | undefined;
  readonly network: 'default' | 'none' | 'host' | undefined;
  readonly addHosts: readonly string[];
  readonly allow: readonly string[];
  readonly shmSize: string | undefined;
  readonly ulimits: readonly string[];
  readonly cgroupParent: string | undefined;
  readonly load: boolean;
  readonly push: 'auto' | boolean;
  readonly outputs: readonly OutputEntry[];
  /** The one of `platforms` that this leg builds, where it is named. */
  readonly platform: Platform | undefined;
  readonly group: string | undefined;
  readonly publish: 'auto' | 'off';
  readonly keepAlive: 'auto' | 'on' | 'off';
  readonly matrix: MatrixValues;
  readonly jobTotal: number;
  readonly provenance: Attestation;
  readonly sbom: Attestation;
  readonly attests: readonly AttestEntry[];
  readonly sign: 'auto' | boolean;
  readonly trustedRoot: string | undefined;
  readonly signingConfig: string | undefined;
  readonly cosign: ToolChoice;
  readonly buildx: BuildxChoice;
  readonly signTimeoutMs: number;
  readonly certificateIdentity: string | undefined;
  readonly registry: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** These two are read by `readLogins`. */
  readonly registryAuth: readonly RegistryAuth[];
  readonly registryIdentities: readonly RegistryIdentity[];
  readonly githubToken: string | undefined;
  readonly switches: Switches;
}

export interface ParsedInputs {
  readonly inputs: Inputs;
  readonly problems: readonly InputProblem[];
}

/** An outage of the public log lasted 45 minutes (tuna-os/tunaOS#1560); beyond an hour a re-run is the better tool. */
const MAX_SIGN_TIMEOUT_MS = 60 * 60 * 1000;

/** What the `publish/` action reads: the step's inputs, most of them at their defaults, and the candidates. */
export interface ParsedPublishing extends ParsedInputs {
  /** Undefined: the run's artifacts are asked. */
  readonly candidates: readonly CandidateDocument[] | undefined;
}

export function readPublishing(
  env: Readonly<Record<string, string | undefined>>,
): ParsedPublishing {
  const { inputs, problems } = readInputs(env);
  const reader: Reader = { env, problems: [...problems] };
  const candidates = readCandidates(reader);
  return { inputs, candidates, problems: reader.problems };
}

/** The job's environment → inputs and every problem found. Never throws for what a user wrote. */
export function readInputs(env: Readonly<Record<string, string | undefined>>): ParsedInputs {
  const reader: Reader = { env, problems: [] };
  const inputs: Inputs = {
    ...readNameInputs(reader),
    ...readBuildInputs(reader),
    ...readStepInputs(reader),
    ...readResultInputs(reader),
    ...readMatrixInputs(reader),
    ...readSigningInputs(reader),
    ...readCacheInputs(reader),
    ...readMountInputs(reader),
    ...readBuilderInputs(reader),
    registry: readWord(reader, 'registry'),
    username: readText(reader, 'username'),
    password: readText(reader, 'password'),
    registryAuth: [],
    registryIdentities: [],
    githubToken: readText(reader, 'github-token'),
    ...readRunInputs(reader),
    switches: readSwitches(env, reader.problems),
  };
  return { inputs, problems: reader.problems };
}

/** Adds the inputs that are YAML, whose parser is loaded late: most runs have none of them. */
export async function readLogins(
  env: Reader['env'],
  { inputs, problems }: ParsedInputs,
): Promise<ParsedInputs> {
  const reader: Reader = { env, problems: [...problems] };
  const registryAuth = await readRegistryAuth(reader);
  const registryIdentities = await readRegistryIdentities(reader);
  const nodes = await readNodeInputs(reader, inputs);
  return {
    inputs: { ...inputs, registryAuth, registryIdentities, nodes },
    problems: reader.problems,
  };
}

function readBuildInputs(reader: Reader) {
  return {
    platforms: readPlatforms(reader),
    context: readContext(reader),
    buildContexts: readBuildContexts(reader),
    file: readWord(reader, 'file'),
    target: readWord(reader, 'target'),
    buildArgs: readBuildArgs(reader),
    ...readSecretInputs(reader),
    pull: readBoolean(reader, 'pull'),
    noCache: readBoolean(reader, 'no-cache'),
    noCacheFilters: readNoCacheFilters(reader),
    call: readCall(reader),
  };
}

function readSecretInputs(reader: Reader) {
  const { secrets, secretFiles } = readSecrets(reader);
  return {
    secrets: [...secrets, ...readContextSecrets(reader, [...secrets, ...secretFiles])],
    secretFiles,
    ssh: readSsh(reader),
  };
}

function readStepInputs(reader: Reader) {
  return {
    network: readNetwork(reader),
    addHosts: readAddHosts(reader),
    allow: readAllow(reader),
    shmSize: readShmSize(reader),
    ulimits: readUlimits(reader),
    cgroupParent: readWord(reader, 'cgroup-parent'),
  };
}

function readResultInputs(reader: Reader) {
  return {
    push: readAutoOrBoolean(reader, 'push'),
    load: readBoolean(reader, 'load'),
    outputs: readOutputs(reader),
    provenance: readAttestation(reader, 'provenance'),
    sbom: readAttestation(reader, 'sbom'),
    attests: readAttests(reader),
  };
}

function readMatrixInputs(reader: Reader) {
  return {
    platform: readPlatform(reader),
    group: readGroup(reader),
    publish: readChoice(reader, 'publish', ['auto', 'off']),
    keepAlive: readChoice(reader, 'keep-alive', ['auto', 'on', 'off']),
    matrix: readMatrix(reader),
    jobTotal: readJobTotal(reader),
  };
}

function readSigningInputs(reader: Reader) {
  return {
    sign: readAutoOrBoolean(reader, 'sign'),
    trustedRoot: readWord(reader, 'trusted-root'),
    signingConfig: readWord(reader, 'signing-config'),
    cosign: readCosignChoice(reader),
    buildx: readBuildxChoice(reader),
    signTimeoutMs: readDuration(reader, 'sign-timeout', MAX_SIGN_TIMEOUT_MS),
    certificateIdentity: readIdentity(reader),
  };
}
