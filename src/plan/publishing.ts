/** The plan of the `publish/` action: what was built and is to get its tags, image by image. */
import { InputError, type InputProblem } from '../errors.ts';
import { comparePlatforms } from '../image/platform.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { Candidate, CandidateDocument } from './candidate.ts';
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
 * Throws InputError or OIDC_PERMISSION_MISSING. Everything in the documents is still their word: what is planned from
 * it is compared with what was signed before anything is written.
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
  const signing = planSigning({ inputs, facts, destinations, result: 'image', problems });
  const { logins, warnings } = planLogins({ inputs, facts, mode: 'push', destinations, problems });
  if (problems.length > 0) throw new InputError(problems);
  if (signing.kind === 'keyless' && !facts.oidcAvailable) throw makeMissingPermission(facts);
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

function checkImage({ group, documents, platforms }: ImagePlan, problems: InputProblem[]): void {
  const isWhole = documents.every(({ candidate }) => candidate.platform === undefined);
  const expected = isWhole ? 1 : platforms.length;
  if (documents.length === expected) return;
  problems.push({
    input: 'candidates',
    problem: isWhole
      ? `hold ${documents.length} whole images of group ${group}`
      : `hold ${documents.length} of the ${expected} legs of group ${group}`,
    fix: isWhole
      ? 'Two jobs built the same image: give them different tags, or hand one of them on.'
      : 'Wait for every leg with `needs`; when one of them failed, run it again.',
  });
}
