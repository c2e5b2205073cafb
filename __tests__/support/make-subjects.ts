import { MEDIA_TYPE } from '../../src/image/manifest.ts';
import { PROVENANCE_V1, SPDX } from '../../src/plan/attestations.ts';
import type { Policy, Subject } from '../../src/plan/types.ts';
import type { BuiltImage } from '../../src/stages/image/describe.ts';
import { IDENTITY } from './fake-cosign.ts';
import { makeDigest } from './make-digest.ts';
import { SHA } from './make-facts.ts';

export function makeSubject(kind: Subject['kind'], platform?: string): Subject {
  return {
    kind,
    platform,
    digest: makeDigest(`${kind} ${platform}`),
    mediaType: kind === 'index' ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest,
    sizeBytes: 100,
  };
}

export const AMD64 = makeSubject('platform', 'linux/amd64');
export const ARM64 = makeSubject('platform', 'linux/arm64');
export const TOP = makeSubject('index');

export function makeImage(overrides: Partial<BuiltImage> = {}): BuiltImage {
  return {
    digest: TOP.digest,
    bytes: new TextEncoder().encode('{}'),
    mediaType: TOP.mediaType,
    subjects: [AMD64, ARM64, TOP],
    predicates: [AMD64, ARM64].flatMap((subject) =>
      [SPDX, PROVENANCE_V1].map((spec) => ({
        spec,
        subject,
        file: `/run/predicates/${spec.kind}-${subject.platform}.json`,
      })),
    ),
    ...overrides,
  };
}

export function makePolicy(overrides: Partial<Policy> = {}): Policy {
  return {
    identity: IDENTITY,
    issuer: 'https://token.actions.githubusercontent.com',
    repository: 'octo-org/app',
    sha: SHA,
    ref: 'refs/tags/v1.2.3',
    trigger: 'push',
    attestations: [SPDX, PROVENANCE_V1],
    transparencyLog: true,
    ...overrides,
  };
}
