/** The plan of the `publish/` action: what was built and is to get its tags, image by image. */
import { ActionError, InputError, type InputProblem } from '../errors.ts';
import { comparePlatforms, formatPlatform } from '../image/platform.ts';
import { formatReference, formatRepository } from '../image/reference.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { Candidate, CandidateDocument } from './candidate.ts';
import { makeForeignHead } from './events.ts';
import type { LoginSpec } from './login-spec.ts';
import { planLogins } from './logins.ts';
import { makeMissingPermission, planSigning } from './signing.ts';
import type { AttestationSpec, Destination, Facts, SigningSpec } from './types.ts';
import { notePrivacy } from './warnings.ts';

/** One image: a whole one, or all of its legs. */
export interface ImagePlan {
  readonly group: string;
  readonly documents: readonly CandidateDocument[];
  readonly platforms: Candidate['platforms'];
  readonly destinations: readonly Destination[];
  readonly attestations: readonly AttestationSpec[];
  readonly annotations: readonly string[];
  /** The legs are signed; else all of the image is signed here. */
  readonly signed: boolean;
}

export interface PublishingPlan {
  readonly images: readonly ImagePlan[];
  readonly signing: SigningSpec;
  readonly logins: readonly LoginSpec[];
  readonly notices: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Throws InputError, TAG_CONFLICT or OIDC_PERMISSION_MISSING. Everything in the documents is still their word: what is
 * planned from it is compared with what was signed before anything is written.
 */
export function planPublishing({
  inputs,
  facts,
  documents,
  problems: found,
}: {
  inputs: Inputs;
  facts: Facts;
  documents: readonly CandidateDocument[];
  problems: readonly InputProblem[];
}): PublishingPlan {
  const problems = [...found];
  const images = groupImages(documents);
  for (const image of images) checkImage(image, problems);
  const destinations = images.flatMap((image) => image.destinations);
  if (facts.foreignHead) throw makeForeignHead(facts);
  const signing = planSigning({ inputs, facts, destinations, result: 'image', problems });
  const { logins, warnings } = planLogins({ inputs, facts, mode: 'push', destinations, problems });
  if (problems.length > 0) throw new InputError(problems);
  requireOwnTags(images);
  if (signing.kind === 'keyless' && !facts.oidcAvailable)
    throw makeMissingPermission(facts, destinations);
  return { images, signing, logins, notices: notePrivacy(signing, facts), warnings };
}

function groupImages(documents: readonly CandidateDocument[]): ImagePlan[] {
  const groups = new Map<string, CandidateDocument[]>();
  for (const document of documents) {
    const { group } = document.candidate;
    groups.set(group, [...(groups.get(group) ?? []), document]);
  }
  return [...groups].flatMap(([group, members]) => {
    const [first] = members;
    if (first === undefined) return [];
    const { platforms, destinations, attestations, annotations } = first.candidate;
    const sorted = [...platforms].sort(comparePlatforms);
    const signed = members.every(({ candidate }) => candidate.signed);
    return [
      {
        group,
        documents: members,
        platforms: sorted,
        destinations,
        attestations,
        annotations,
        signed,
      },
    ];
  });
}

/** One whole image, or one leg for each platform, that agree on what the image is to be. */
function checkImage({ group, documents, platforms }: ImagePlan, problems: InputProblem[]): void {
  const report = (problem: string, fix: string): number =>
    problems.push({ input: 'candidates', problem, fix });
  const built = documents.map(({ candidate }) => nameBuilt(candidate));
  const isWhole = built.every((name) => name === WHOLE);
  const wanted = isWhole ? [WHOLE] : platforms.map(formatPlatform);
  const missing = wanted.filter((name) => !built.includes(name));
  const extra = built.filter((name, at) => !wanted.includes(name) || built.indexOf(name) !== at);
  if (missing.length > 0)
    report(
      `lack ${missing.join(', ')} of group ${group}; there is ${built.join(', ')}`,
      'Wait for every leg with `needs`; when one of them failed, run it again.',
    );
  else if (extra.length > 0)
    report(
      `hold more of group ${group} than one image: ${extra.join(', ')}`,
      'Two jobs built the same: give their images different tags, or hand one of them on.',
    );
  else if (new Set(documents.map(({ candidate }) => describeWhole(candidate))).size > 1)
    report(
      `hold legs of group ${group} that differ in platforms, images or attestations`,
      'Give each leg the same inputs, but for `platform`; different images need different groups.',
    );
}

const WHOLE = 'the whole image';

function nameBuilt({ platform }: Candidate): string {
  return platform === undefined ? WHOLE : formatPlatform(platform);
}

/** What legs of one image have to agree on. Not tags and annotations: those with a date differ around midnight. */
function describeWhole({ platforms, destinations, attestations }: Candidate): string {
  return JSON.stringify([
    platforms.map(formatPlatform).sort(),
    destinations.map(({ repository }) => formatRepository(repository)).sort(),
    attestations.map(({ predicateType }) => predicateType).sort(),
  ]);
}

/** Two images under one tag: the second would take it from the first. */
function requireOwnTags(images: readonly ImagePlan[]): void {
  const owners = new Map<string, string>();
  for (const { group, destinations } of images) {
    for (const reference of destinations.flatMap(listReferences)) {
      const other = owners.get(reference);
      if (other !== undefined && other !== group)
        throw new ActionError(
          'TAG_CONFLICT',
          `Two images are to get the tag ${reference}: group ${other} and group ${group}`,
          {
            hint: 'Different images need different tags, e.g. by `flavor: suffix=-alpine`; or choose one of them by the input `group`. Nothing was published.',
          },
        );
      owners.set(reference, group);
    }
  }
}

function listReferences({ repository, tags }: Destination): string[] {
  return tags.map(({ name }) => formatReference({ repository, tag: name }));
}
