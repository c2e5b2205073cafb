/** What is known before anything starts (`Facts`) and what will be done (`Plan`). Data only: printable, comparable. */
import type { Digest } from '../image/digest.ts';
import type { Platform } from '../image/platform.ts';
import type { Repository } from '../image/reference.ts';
import type { TagLine } from '../names/lines.ts';
import type { NamesFacts } from '../names/types.ts';
import type { BuildkitdConfigFact } from './builder-config.ts';
import type { BuilderSpec, EmulationSpec } from './builder-spec.ts';
import type { CacheSpec } from './cache-spec.ts';
import type { BuildLevel } from './level.ts';
import type { LoginSpec } from './login-spec.ts';
import type { MetadataSpec } from './metadata.ts';
import type { MountsSpec } from './mounts.ts';
import type { Leg } from './runners.ts';
import type { BuildxChoice, ToolChoice } from './tool-choice.ts';

export type Visibility = 'public' | 'private' | 'internal';

/** What is at a path that an input names. `later`: the job that builds puts something there before it does. */
export type PathKind = 'file' | 'directory' | 'other' | 'missing' | 'later' | 'unreadable';

/** The world before the plan, asked once. */
export interface Facts {
  readonly eventName: string;
  readonly ref: string;
  readonly sha: string;
  /** `owner/name` */
  readonly repository: string;
  /** Undefined when neither the event nor the API says: treated as private. */
  readonly visibility: Visibility | undefined;
  /** A pull request from another repository, or Dependabot: no secrets, no OIDC, a read-only token. */
  readonly untrusted: boolean;
  /** The code that is built is a stranger's pull request, in a job that has the secrets of the repository. */
  readonly foreignHead: boolean;
  readonly actor: string;
  readonly serverUrl: string;
  readonly runUrl: string;
  readonly jobName: string;
  /** `owner/repo/.github/workflows/file.yml@ref` of the workflow that was started; empty outside of one. */
  readonly workflowRef: string;
  /** `owner/repo@ref` of this action as the workflow names it; empty for a local path. */
  readonly actionSource: string;
  readonly workspace: string;
  /** `GITHUB_RUN_ID`; empty outside of a run. */
  readonly runId: string;
  readonly runAttempt: number;
  readonly oidcAvailable: boolean;
  readonly actionsCache: boolean;
  /** Stages that the target is built from; undefined where the Dockerfile was not read. */
  readonly stages: number | undefined;
  /** The ref is a branch, or a tag, that GitHub protects. */
  readonly refProtected: boolean;
  /** `github-hosted` or `self-hosted`, as the runner says; undefined where it says nothing. */
  readonly runnerEnvironment: string | undefined;
  /** The job has an SSH agent. */
  readonly sshAgent: boolean;
  readonly paths: {
    /** The folder that relative paths count from is there. */
    readonly isEntered: boolean;
    /** Names of what is in that folder, where something that should be there is not. */
    readonly beside: readonly string[];
    readonly context: PathKind;
    /** A folder is called as the context that is elsewhere. */
    readonly hasNamesake: boolean;
    readonly dockerfile: PathKind;
    readonly trustedRoot: PathKind;
    readonly signingConfig: PathKind;
    /** The paths of `secret-files` and of local `build-contexts`, as they were written. */
    readonly named: Readonly<Record<string, PathKind>>;
  };
  /** Undefined where the input names none. */
  readonly buildkitdConfig: BuildkitdConfigFact | undefined;
  /** The signing config that an input names lists a transparency log. */
  readonly signingConfigLogs: boolean;
  readonly names: NamesFacts;
}

export interface BuildSpec {
  readonly context: string;
  readonly file: string | undefined;
  readonly target: string | undefined;
  readonly platforms: readonly Platform[];
  readonly buildArgs: readonly string[];
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
  /** `name=source` */
  readonly contexts: readonly string[];
  readonly ssh: readonly string[];
  readonly addHosts: readonly string[];
  /** Privileges that steps may ask for. */
  readonly allow: readonly string[];
  readonly network: string | undefined;
  readonly shmSize: string | undefined;
  readonly ulimits: readonly string[];
  readonly cgroupParent: string | undefined;
  readonly noCacheFilters: readonly string[];
  /** Attributes of the image that is pushed, over those that are ours. */
  readonly imageAttributes: Readonly<Record<string, string>>;
  /** Values of buildx's `--output` for what is made besides. */
  readonly exports: readonly string[];
  readonly secretIds: readonly string[];
  readonly noCache: boolean;
  readonly pull: boolean;
  readonly attests: readonly string[];
}

/** What the build leaves on the runner's disk, beside or instead of an image in a registry. */
export interface FileOutput {
  readonly type: 'local' | 'tar' | 'oci' | 'docker';
  /** Path, without a slash at the end. */
  readonly dest: string;
  /** True for `type=local` and for a layout that is no archive (`tar=false`). */
  readonly isFolder: boolean;
  /** What the names of statements begin with (`attestation-prefix`). */
  readonly prefix: string;
  /** Whether each platform has a folder of its own, where the entry says so (`platform-split`). */
  readonly split: boolean | undefined;
}

export interface Tag {
  readonly name: string;
  readonly kind: 'immutable' | 'floating';
  /** Names the manifest of one platform, as a companion of another tag, and not the index. */
  readonly of?: { readonly tag: string; readonly platform: string };
  /** What it must not go back from; absent: only from the image of a later run. */
  readonly line?: TagLine;
}

/** One repository to publish to, with its tags in the order in which they are moved. */
export interface Destination {
  readonly repository: Repository;
  readonly tags: readonly Tag[];
}

export type PredicateKind = 'signature' | 'spdx' | 'provenance' | 'candidate';

/** One kind of attestation that each platform gets from what BuildKit made. */
export interface AttestationSpec {
  readonly kind: Exclude<PredicateKind, 'signature'>;
  /** In-toto predicate type, as a URI. */
  readonly predicateType: string;
  /** What cosign's `--type` calls it. */
  readonly cosignType: string;
}

/** What every verification in this run has to find, and what the published commands ask for. */
export interface Policy {
  readonly identity: string;
  readonly issuer: string;
  /** Claims that the certificate has to carry besides its identity (cosign's --certificate-github-workflow-*). */
  readonly repository: string | undefined;
  readonly sha: string | undefined;
  readonly ref: string | undefined;
  readonly trigger: string | undefined;
  readonly attestations: readonly AttestationSpec[];
  /** False where signatures are timestamped but not logged (private repositories on the public Sigstore). */
  readonly transparencyLog: boolean;
}

export type SigningSpec =
  | { readonly kind: 'off'; readonly reason: string }
  | {
      readonly kind: 'keyless';
      readonly timeoutMs: number;
      readonly cosign: ToolChoice;
      readonly trustedRoot: string | undefined;
      readonly signingConfig: string | undefined;
      /** False: signatures are timestamped but not logged (private repositories on the public Sigstore). */
      readonly transparencyLog: boolean;
    };

/** A use of the step that builds one platform of an image. */
export interface LegSpec {
  readonly platform: Platform;
  /** What the whole image is to have, in the order in which it is assembled. */
  readonly platforms: readonly Platform[];
}

export interface Plan {
  /** `call`: the Dockerfile is evaluated, and nothing is built. */
  readonly mode: 'push' | 'load' | 'build' | 'call';
  /** Why `mode` is what it is, for the log. */
  readonly reason: string;
  readonly version: string;
  readonly build: BuildSpec;
  /** Undefined: this step builds the whole image. */
  readonly leg: LegSpec | undefined;
  /** What legs of one image have in common; legs with the same text belong together. */
  readonly groupKey: string;
  /** `off`: everything but the tags, which a later job moves. */
  readonly publish: 'auto' | 'off';
  readonly keepAlive: 'auto' | 'on' | 'off';
  /** Tags move to whatever was built, also backwards. */
  readonly allowDowngrade: boolean;
  /** `key=value`, for the index that legs are assembled into. */
  readonly indexAnnotations: readonly string[];
  /** The evaluation that `mode: call` asks for, as buildx takes it. */
  readonly call: string | undefined;
  readonly cache: CacheSpec;
  readonly mounts: MountsSpec;
  readonly destinations: readonly Destination[];
  readonly files: readonly FileOutput[];
  /** With `mode: push`, what is loaded after publishing. */
  readonly load: { readonly tags: readonly string[] } | undefined;
  readonly builder: BuilderSpec;
  readonly buildx: BuildxChoice;
  readonly emulation: EmulationSpec;
  readonly metadata: MetadataSpec;
  readonly logins: readonly LoginSpec[];
  /** The run uses no login at all, the user's own neither. */
  readonly isAnonymous: boolean;
  readonly attestations: readonly AttestationSpec[];
  readonly signing: SigningSpec;
  /** What the provenance claims of where the image is built. */
  readonly level: BuildLevel;
  /** One for each platform, were they built side by side. */
  readonly legs: readonly Leg[];
  /** Things the user should know, said once. */
  readonly notices: readonly string[];
  readonly warnings: readonly string[];
  /** Of a dry run: what a run that does something would miss in this job. */
  readonly findings: readonly string[];
}

/** What a build left in a repository. Sizes in bytes. */
export interface Subject {
  readonly kind: 'index' | 'platform' | 'attestation-manifest';
  readonly digest: Digest;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** The platform it is for; undefined for the index. */
  readonly platform: string | undefined;
}
