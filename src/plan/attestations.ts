/** Which SBOM and provenance BuildKit makes, and which signed attestations come of them. */
import type { AttestEntry } from '../inputs/attests.ts';
import { formatAttributes } from '../inputs/lists.ts';
import type { Attestation } from '../inputs/values.ts';
import type { AttestationSpec, Facts } from './types.ts';

/** Predicate types: spdx.dev and slsa.dev, as BuildKit 0.32 writes them and cosign 3.1 names them. */
export const SPDX: AttestationSpec = {
  kind: 'spdx',
  predicateType: 'https://spdx.dev/Document',
  cosignType: 'spdxjson',
};
export const PROVENANCE_V1: AttestationSpec = {
  kind: 'provenance',
  predicateType: 'https://slsa.dev/provenance/v1',
  cosignType: 'slsaprovenance1',
};
export const PROVENANCE_V02: AttestationSpec = {
  kind: 'provenance',
  predicateType: 'https://slsa.dev/provenance/v0.2',
  cosignType: 'slsaprovenance02',
};

export interface BuildAttestations {
  /** Values of buildx's `--attest`. Each kind is always named, so that no default of buildx decides. */
  readonly attests: readonly string[];
  readonly specs: readonly AttestationSpec[];
}

/**
 * `auto` provenance is `mode=max` for a public repository and `mode=min` otherwise: mode=max records every build
 * argument, and with it what a private repository may not want to tell. A loaded image cannot carry attestations.
 */
export function planAttestations({
  facts,
  builderId,
  sbomGenerator,
  possible,
  ...asked
}: {
  provenance: Attestation;
  sbom: Attestation;
  /** As in docker/build-push-action: an entry counts where nothing else is said about its type. */
  attests: readonly AttestEntry[];
  facts: Facts;
  builderId: string;
  sbomGenerator: string;
  possible: boolean;
}): BuildAttestations {
  const provenance = chooseAttestation('provenance', asked);
  const sbom = chooseAttestation('sbom', asked);
  const wantsProvenance = possible && provenance.kind !== 'off' && !isDisabled(provenance);
  const wantsSbom = possible && sbom.kind !== 'off' && !isDisabled(sbom);
  const provenanceAttributes = {
    mode: provenance.kind === 'auto' && facts.visibility !== 'public' ? 'min' : 'max',
    version: 'v1',
    'builder-id': builderId,
    ...attributesOf(provenance),
  };
  const specs: AttestationSpec[] = [];
  if (wantsSbom) specs.push(SPDX);
  if (wantsProvenance)
    specs.push(provenanceAttributes.version === 'v0.2' ? PROVENANCE_V02 : PROVENANCE_V1);
  return {
    attests: [
      wantsProvenance
        ? format('provenance', provenanceAttributes)
        : 'type=provenance,disabled=true',
      wantsSbom
        ? format('sbom', { generator: sbomGenerator, ...attributesOf(sbom) })
        : 'type=sbom,disabled=true',
    ],
    specs,
  };
}

function attributesOf(attestation: Attestation): Readonly<Record<string, string>> {
  if (attestation.kind !== 'attributes') return {};
  const { type: _type, ...rest } = attestation.attributes;
  return rest;
}

function isDisabled(attestation: Attestation): boolean {
  return /^(?:1|t|true)$/i.test(attributesOf(attestation)['disabled'] ?? '');
}

function chooseAttestation(
  type: AttestEntry['type'],
  asked: { attests: readonly AttestEntry[] } & Readonly<Record<AttestEntry['type'], Attestation>>,
): Attestation {
  const entry = asked.attests.find((one) => one.type === type);
  if (asked[type].kind !== 'auto' || entry === undefined) return asked[type];
  return { kind: 'attributes', attributes: entry.attributes };
}

function format(type: string, attributes: Readonly<Record<string, string>>): string {
  return formatAttributes({ type, ...attributes });
}
