/** The commands of cosign that a run would give: signatures, attestations, verification. */
import type { Digest } from '../../image/digest.ts';
import { MEDIA_TYPE } from '../../image/manifest.ts';
import { formatPlatform, type Platform } from '../../image/platform.ts';
import { formatReference, type Repository } from '../../image/reference.ts';
import { foreseePolicy } from '../../plan/signing.ts';
import type { AttestationSpec, Facts, Plan, SigningSpec, Subject } from '../../plan/types.ts';
import {
  makeSigningConfigArgs,
  makeTrustedRootArgs,
  makeVerifyImageArgs,
  type TrustFiles,
} from '../../tools/cosign.ts';
import { formatCommandLines, makeVariable, quoteWord } from '../../tools/shell.ts';
import type { BuiltImage, Predicate } from '../image/describe.ts';
import { planCommands } from '../signing/sign.ts';
import { listRequired } from '../signing/verify.ts';
import { FOLDER, nameByVariable, type Step } from './rehearse-build.ts';
import { chooseShown } from './report.ts';

interface Signed {
  readonly plan: Plan;
  readonly facts: Facts;
  /** The input `certificate-identity`. */
  readonly identity: string | undefined;
}

/** From the digests of what was pushed to the tags. Empty where nothing is pushed. */
export function rehearseSigning(signed: Signed): Step[] {
  const { plan } = signed;
  const [first] = plan.destinations;
  if (plan.mode !== 'push' || first === undefined) return [];
  const { repository } = first;
  const image = foreseeImage(plan);
  const reading = { title: 'Digests', lines: listReadings({ plan, repository, image }) };
  const { signing } = plan;
  if (signing.kind === 'off') return [reading];
  const trust = nameTrust(signing);
  return [
    reading,
    ...fetchTrust(signing),
    ...listPredicateReadings({ repository, image, plan }),
    { title: 'Sign and attest, uploading nothing', lines: listTasks({ repository, image, trust }) },
    {
      title: 'Attach',
      lines: ['# The action checks each bundle and uploads it as a referrer of its manifest.'],
    },
    {
      title: 'Verify: the output `verify-commands`',
      lines: listVerifications(signed, image, signing),
    },
  ];
}

/** What BuildKit will have pushed, its digests in variables. A leg has no index that is signed. */
function foreseeImage(plan: Plan): BuiltImage {
  const { platforms } = plan.build;
  const hasIndex = platforms.length > 1 || plan.attestations.length > 0;
  const built = platforms.map((platform) => makeSubject('platform', platform, hasIndex));
  const attached = plan.attestations.length === 0 ? [] : platforms;
  const index = makeSubject('index', undefined, hasIndex);
  const subjects = [
    ...built,
    ...attached.map((platform) => makeSubject('attestation-manifest', platform, hasIndex)),
    ...(hasIndex && plan.leg === undefined ? [index] : []),
  ];
  const predicates = built.flatMap((subject) =>
    plan.attestations.map((spec) => ({ spec, subject, file: namePredicate(spec, subject) })),
  );
  const { digest, mediaType } = index;
  return { digest, mediaType, bytes: new Uint8Array(), subjects, predicates };
}

function namePredicate({ kind }: AttestationSpec, { platform = '' }: Subject): string {
  return `${FOLDER}/predicates/${kind}-${platform.replaceAll('/', '-')}.json`;
}

function makeSubject(
  kind: Subject['kind'],
  platform: Platform | undefined,
  hasIndex: boolean,
): Subject {
  const name = platform === undefined ? undefined : formatPlatform(platform);
  const suffix = kind === 'attestation-manifest' ? '_attestations' : '';
  const variable = makeVariable(hasIndex && name !== undefined ? `${name}${suffix}` : 'image');
  const mediaType = kind === 'index' ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest;
  // Nothing but a place in a command line: the shell puts the digest there.
  return { kind, platform: name, digest: variable as Digest, mediaType, sizeBytes: 0 };
}

/** How the variables get their values. */
function listReadings({
  plan,
  repository,
  image,
}: {
  plan: Plan;
  repository: Repository;
  image: BuiltImage;
}): string[] {
  const raw = `docker buildx imagetools inspect --raw ${nameByVariable(repository, image.digest)}`;
  const parts = image.subjects.filter(({ digest }) => digest !== image.digest);
  return [
    `IMAGE=$(jq -r '."containerimage.digest"' "$RUN/metadata.json")`,
    ...parts.flatMap(({ kind, digest }, at) => {
      const platform = plan.build.platforms[at % plan.build.platforms.length];
      if (platform === undefined) return [];
      const name = nameVariable(digest);
      const own = nameVariable(makeSubject('platform', platform, true).digest);
      return kind === 'platform'
        ? [`${name}=$(${raw} | jq -r '${selectPlatform(platform)}')`]
        : [`${name}=$(${raw} | jq -r --arg of "$${own}" '${OF_PLATFORM}')`];
    }),
  ];
}

const OF_PLATFORM =
  '.manifests[] | select(.annotations["vnd.docker.reference.digest"] == $of) | .digest';

function selectPlatform({ os, architecture, variant }: Platform): string {
  const asked = Object.entries({ os, architecture, variant }).flatMap(([name, value]) =>
    value === undefined ? [] : [`.${name} == "${value}"`],
  );
  return `first(.manifests[] | select(.platform | ${asked.join(' and ')}) | .digest)`;
}

function nameVariable(placeholder: string): string {
  return quoteWord(placeholder).replaceAll(/["$]/g, '');
}

type Keyless = Extract<SigningSpec, { kind: 'keyless' }>;

function nameTrust({ trustedRoot, signingConfig }: Keyless): TrustFiles {
  return {
    trustedRoot: trustedRoot ?? `${FOLDER}/trusted_root.json`,
    signingConfig: signingConfig ?? `${FOLDER}/signing_config.json`,
  };
}

function fetchTrust(signing: Keyless): Step[] {
  const trust = nameTrust(signing);
  const isPublic = signing.trustedRoot === undefined || signing.signingConfig === undefined;
  if (!isPublic) return [];
  return [
    {
      title: "The public Sigstore's trusted root",
      lines: [
        ...formatCosign(makeTrustedRootArgs(trust.trustedRoot)),
        ...formatCosign(makeSigningConfigArgs(trust.signingConfig, signing)),
      ],
    },
  ];
}

/** The action takes them out of the attestation manifests byte for byte; this is as near as a command line comes. */
function listPredicateReadings({
  repository,
  image: { predicates, digest },
  plan,
}: {
  repository: Repository;
  image: BuiltImage;
  plan: Plan;
}): Step[] {
  if (predicates.length === 0) return [];
  const isOne = plan.build.platforms.length === 1;
  const inspect = `docker buildx imagetools inspect ${nameByVariable(repository, digest)}`;
  const lines = predicates.map(({ spec, subject, file }: Predicate) => {
    const field = spec.kind === 'spdx' ? 'SBOM' : 'Provenance';
    const part = spec.kind === 'spdx' ? 'SPDX' : 'SLSA';
    const value = isOne ? `.${field}.${part}` : `(index .${field} "${subject.platform}").${part}`;
    return `${inspect} --format '{{ json ${value} }}' >${quoteWord(file)}`;
  });
  return [{ title: 'SBOM and provenance, as BuildKit recorded them', lines }];
}

function listTasks({
  repository,
  image,
  trust,
}: {
  repository: Repository;
  image: BuiltImage;
  trust: TrustFiles;
}): string[] {
  return [
    '# "$RUN/secrets/token": an OIDC token for the audience `sigstore`',
    ...planCommands({ image, repository, trust }).flatMap(({ label, args }, at) => [
      `# ${label}`,
      ...formatCosign(args(`${FOLDER}/secrets/token`, `${FOLDER}/bundles/${at + 1}.json`)),
    ]),
  ];
}

function listVerifications(
  { plan, facts, identity }: Signed,
  image: BuiltImage,
  { transparencyLog, trustedRoot }: Keyless,
): string[] {
  const { attestations } = plan;
  const policy = foreseePolicy({ facts, identity, attestations, transparencyLog });
  const top = image.subjects.at(-1);
  if (top === undefined) return [];
  const required = listRequired(image.subjects, policy);
  return plan.destinations.flatMap(({ repository }) =>
    chooseShown(required, top).flatMap(({ subject, predicateType }) =>
      formatCosign(
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

function formatCosign(args: readonly string[]): string[] {
  return formatCommandLines(['cosign', ...args]);
}
