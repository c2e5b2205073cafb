/** What the run leaves for people and for later steps. Runs after a failure too, with whatever is known by then. */
import type { Host } from '../../host/host.ts';
import { formatReference } from '../../image/reference.ts';
import type { OutputName } from '../../outputs.ts';
import { formatHitsJson } from '../../plan/cache-hits.ts';
import { formatCandidateDocument } from '../../plan/candidate.ts';
import { formatMatrix } from '../../plan/runners.ts';
import { SIGNATURE_PREDICATE } from '../../plan/signing.ts';
import type { Plan, Policy, Subject } from '../../plan/types.ts';
import {
  formatShellCommand,
  makeVerifyBundleArgs,
  makeVerifyImageArgs,
} from '../../tools/cosign.ts';
import type { BuildResult } from '../build/build.ts';
import type { CacheEnd } from '../cache/end-cache.ts';
import type { Telling, ToldNames } from '../facts/name-outputs.ts';
import type { MountsOutcome } from '../mounts/keep-mounts.ts';
import type { ReleaseResults } from '../publishing/release.ts';
import type { Verification } from '../signing/verify.ts';
import type { Rehearsal } from './rehearse.ts';
import { formatSummary } from './summary.ts';
import { formatMountOutput } from './summary-mounts.ts';

/** What of a plan the outputs and the summary tell. */
export type ReportedPlan = Pick<
  Plan,
  | 'mode'
  | 'reason'
  | 'destinations'
  | 'attestations'
  | 'signing'
  | 'leg'
  | 'load'
  | 'publish'
  | 'files'
> &
  Partial<Pick<Plan, 'legs' | 'level' | 'cache'>>;

/** Results so far; each is there once its stage has succeeded. */
export interface Results extends ReleaseResults, Partial<Telling>, Partial<CacheEnd> {
  plan?: ReportedPlan;
  policy?: Policy | undefined;
  /** As the policy's verifiers have to name it; undefined for the public Sigstore. */
  trustedRoot?: string | undefined;
  build?: BuildResult;
  /** What legs of the image have in common; see the stage `announce`. */
  group?: string;
  mounts?: MountsOutcome | undefined;
  /** Goes on beside what comes after the build; never rejects. */
  keeping?: Promise<MountsOutcome | undefined>;
  /** Which one built. */
  builder?: string;
  /** Of a dry run. */
  rehearsal?: Rehearsal;
}

type Reach = Pick<Host, 'setOutput' | 'writeSummary' | 'log'>;

interface Reported {
  readonly results: Results;
  readonly timings: Readonly<Record<string, number>>;
  readonly error: unknown;
}

/** Outputs first, then the summary. */
export async function report(host: Reach, reported: Reported): Promise<void> {
  reported.results.mounts = await reported.results.keeping;
  const outputs = makeOutputs(reported.results, reported.timings);
  for (const [name, value] of Object.entries(outputs)) host.setOutput(name, value);
  await writeSummary(host, reported);
}

/** Nothing without a plan. A summary that cannot be written is a warning: the outputs count. */
export async function writeSummary(
  host: Pick<Host, 'writeSummary' | 'log'>,
  { results, timings, error }: Reported,
): Promise<void> {
  if (results.plan === undefined || results.summarizes === false) return;
  try {
    await host.writeSummary(
      formatSummary({ results, timings, error, commands: makeVerifyCommands(results) }),
    );
  } catch (failure) {
    host.log.warning(
      `The job summary could not be written: ${failure instanceof Error ? failure.message : String(failure)}`,
    );
  }
}

/** Every output of the table, empty where nothing is known. `verified` and `published` are `true` only when read back. */
export function makeOutputs(
  results: Results,
  timings: Readonly<Record<string, number>>,
): Record<OutputName, string> {
  const { plan, build, policy, kept = [] } = results;
  const isLeg = plan?.leg !== undefined && plan.mode === 'push';
  // Of a matrix the job's outputs are those of the last leg that sets them: what is not the whole image stays empty.
  const isPart = isLeg && plan.publish === 'auto' && !results.published && kept.length === 0;
  const image = isPart ? undefined : results.image;
  const digest = isPart ? '' : (image?.digest ?? build?.metadata.digest ?? '');
  const first = plan?.destinations[0]?.repository;
  return {
    digest,
    digests:
      image === undefined ? '' : JSON.stringify(Object.fromEntries(listPlatforms(image.subjects))),
    ...makeNameTexts(results),
    image:
      first === undefined || image === undefined
        ? ''
        : formatReference({ repository: first, digest: image.digest }),
    // A leg's own configuration is not that of the image.
    imageid: isLeg ? digest : (build?.metadata.configDigest ?? digest),
    metadata: build?.metadata.json ?? '',
    published: results.waiting === undefined ? String(results.published) : '',
    // After a failure nothing may look like a go-ahead, though the image that no tag names yet may verify.
    verified: results.waiting === undefined ? String(isVerified(results)) : '',
    'signer-identity':
      isPart || (results.verified ?? results.files) === undefined ? '' : (policy?.identity ?? ''),
    'verify-commands': isPart ? '' : makeVerifyCommands(results).join('\n'),
    'bundle-paths': (results.files ?? []).map(({ storedAt }) => storedAt).join('\n'),
    candidate: results.candidate === undefined ? '' : formatCandidateDocument(results.candidate),
    group: results.group ?? '',
    matrix: plan?.legs === undefined ? '' : formatMatrix(plan.legs),
    'builder-ids': plan?.level?.accepted.join('\n') ?? '',
    'cache-mounts': formatMountOutput(results.mounts),
    builder: results.builder ?? '',
    'cache-hits': build?.hits === undefined ? '' : formatHitsJson(build.hits, results.cacheSaved),
    timings: JSON.stringify(timings),
  };
}

/** All that was asked for is there and was verified: tags, or with `publish: off` what may get them. */
function isVerified({ plan, published, candidate, verified, files }: Results): boolean {
  if (plan?.mode === 'build' || plan?.mode === 'load') return files !== undefined;
  const isDone = published || (plan?.publish === 'off' && candidate !== undefined);
  return isDone && verified !== undefined;
}

/** As planned, but for the tags: outside a dry run those are what became of the plan. */
function makeNameTexts(results: Results): ToldNames {
  const { names = NO_NAMES, isDry, separator = '\n' } = results;
  return isDry === true ? names : { ...names, tags: listDone(results).join(separator) };
}

const NO_NAMES: ToldNames = {
  tags: '',
  version: '',
  'tag-names': '',
  labels: '',
  annotations: '',
  json: '',
  'bake-file': '',
  'bake-file-tags': '',
  'bake-file-labels': '',
  'bake-file-annotations': '',
};

function listDone({ plan, build, moved }: Results): readonly string[] {
  if (plan?.mode !== 'load') return moved.map(({ reference }) => reference);
  return build === undefined ? [] : (plan.load?.tags ?? []);
}

function listPlatforms(subjects: readonly Subject[]): Array<[string, string]> {
  return subjects.flatMap(
    ({ kind, platform, digest }): Array<[string, string]> =>
      kind === 'platform' && platform !== undefined ? [[platform, digest]] : [],
  );
}

/** The signature of what the tags name, first, and the attestations of the platforms: the rest is verified as they are. */
export function chooseShown(verified: readonly Verification[], top: Subject): Verification[] {
  // The index of a leg holds it together until it is merged, and is not signed: its platform is.
  const isSigned = verified.some(({ subject }) => subject === top);
  return verified
    .filter(
      ({ subject, predicateType }) =>
        subject === top ||
        (subject.kind === 'platform' && !(isSigned && predicateType === SIGNATURE_PREDICATE)),
    )
    .reverse();
}

/** What a person runs: for the image in each repository, then for each bundle beside a file. */
export function makeVerifyCommands(results: Results): string[] {
  return [...makeImageCommands(results), ...makeFileCommands(results)];
}

/** Commands for each repository: the signature of what the tags name, and each attestation of each platform. */
function makeImageCommands({ plan, image, policy, verified, trustedRoot }: Results): string[] {
  const top = image?.subjects.at(-1);
  if (
    plan === undefined ||
    image === undefined ||
    policy === undefined ||
    verified === undefined ||
    top === undefined
  )
    return [];
  const shown = chooseShown(verified, top);
  return plan.destinations.flatMap(({ repository }) =>
    shown.map(({ subject, predicateType }) =>
      formatShellCommand(
        'cosign',
        makeVerifyImageArgs({
          image: formatReference({ repository, digest: subject.digest }),
          predicateType,
          policy,
          trustedRoot,
        }),
      ),
    ),
  );
}

/** A statement is checked against the first file it is about; in an archive there is only its digest. */
function makeFileCommands({ files = [], policy, trustedRoot }: Results): string[] {
  if (policy === undefined) return [];
  return files.map(({ bundlePath, about, digest, spec }) =>
    formatShellCommand(
      'cosign',
      makeVerifyBundleArgs({
        bundleFile: bundlePath,
        about: about === undefined ? { digest } : { file: about },
        predicateType: spec?.predicateType,
        policy,
        trustedRoot,
      }),
    ),
  );
}
