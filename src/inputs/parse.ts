/** Text of the `with:` block → typed inputs. Collects every problem instead of stopping at the first. */
import type { InputProblem } from '../errors.ts';
import type { Platform } from '../image/platform.ts';
import type { CosignChoice } from '../plan/types.ts';
import { readCosignChoice } from './cosign-choice.ts';
import {
  type Reader,
  readAutoOrBoolean,
  readBoolean,
  readChoice,
  readList,
  readText,
  readWord,
} from './reader.ts';
import {
  type Attestation,
  type BuildSecret,
  readAttestation,
  readBuildArgs,
  readBuilderName,
  readDriverOpts,
  readDuration,
  readIdentity,
  readPlatforms,
  readSecrets,
} from './values.ts';

export interface Inputs {
  /** These four are read by the names room, which knows their rules. */
  readonly images: string;
  readonly tags: string;
  readonly flavor: string;
  readonly labels: string;
  readonly platforms: readonly Platform[];
  readonly context: string;
  readonly file: string | undefined;
  readonly target: string | undefined;
  readonly buildArgs: readonly string[];
  readonly secrets: readonly BuildSecret[];
  readonly pull: boolean;
  readonly noCache: boolean;
  readonly load: boolean;
  readonly push: 'auto' | boolean;
  readonly cache: 'auto' | 'gha' | 'off';
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly provenance: Attestation;
  readonly sbom: Attestation;
  readonly sign: 'auto' | boolean;
  readonly trustedRoot: string | undefined;
  readonly signingConfig: string | undefined;
  readonly cosign: CosignChoice;
  readonly signTimeoutMs: number;
  readonly certificateIdentity: string | undefined;
  readonly driver: 'auto' | 'docker-container' | 'docker';
  readonly driverOpts: readonly string[];
  readonly builder: string | undefined;
  readonly emulation: 'auto' | 'off';
  readonly emulationImage: string | undefined;
  readonly registry: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly githubToken: string | undefined;
  readonly dryRun: boolean;
}

export interface ParsedInputs {
  readonly inputs: Inputs;
  readonly problems: readonly InputProblem[];
}

/** An outage of the public log lasted 45 minutes (tuna-os/tunaOS#1560); beyond an hour a re-run is the better tool. */
const MAX_SIGN_TIMEOUT_MS = 60 * 60 * 1000;

/** The job's environment → inputs and every problem found. Never throws for what a user wrote. */
export function readInputs(env: Readonly<Record<string, string | undefined>>): ParsedInputs {
  const reader: Reader = { env, problems: [] };
  const inputs: Inputs = {
    images: readText(reader, 'images') ?? '',
    tags: readText(reader, 'tags') ?? '',
    flavor: readText(reader, 'flavor') ?? '',
    labels: readText(reader, 'labels') ?? '',
    ...readBuildInputs(reader),
    ...readSigningInputs(reader),
    ...readBuilderInputs(reader),
    registry: readWord(reader, 'registry'),
    username: readText(reader, 'username'),
    password: readText(reader, 'password'),
    githubToken: readText(reader, 'github-token'),
    dryRun: readBoolean(reader, 'dry-run'),
  };
  return { inputs, problems: reader.problems };
}

function readBuildInputs(reader: Reader) {
  return {
    platforms: readPlatforms(reader),
    context: readWord(reader, 'context') ?? '.',
    file: readWord(reader, 'file'),
    target: readWord(reader, 'target'),
    buildArgs: readBuildArgs(reader),
    secrets: readSecrets(reader),
    pull: readBoolean(reader, 'pull'),
    noCache: readBoolean(reader, 'no-cache'),
    load: readBoolean(reader, 'load'),
    push: readAutoOrBoolean(reader, 'push'),
    cache: readChoice(reader, 'cache', ['auto', 'gha', 'off']),
    cacheFrom: readList(reader, 'cache-from', 'keep'),
    cacheTo: readList(reader, 'cache-to', 'keep'),
    provenance: readAttestation(reader, 'provenance'),
    sbom: readAttestation(reader, 'sbom'),
  };
}

function readSigningInputs(reader: Reader) {
  return {
    sign: readAutoOrBoolean(reader, 'sign'),
    trustedRoot: readWord(reader, 'trusted-root'),
    signingConfig: readWord(reader, 'signing-config'),
    cosign: readCosignChoice(reader),
    signTimeoutMs: readDuration(reader, 'sign-timeout', MAX_SIGN_TIMEOUT_MS),
    certificateIdentity: readIdentity(reader),
  };
}

function readBuilderInputs(reader: Reader) {
  return {
    driver: readChoice(reader, 'driver', ['auto', 'docker-container', 'docker']),
    driverOpts: readDriverOpts(reader),
    builder: readBuilderName(reader),
    emulation: readChoice(reader, 'emulation', ['auto', 'off']),
    emulationImage: readWord(reader, 'emulation-image'),
  };
}
