import { parsePlatform } from '../../src/image/platform.ts';
import { parseRepository } from '../../src/image/reference.ts';
import { PROVENANCE_V1, SPDX } from '../../src/plan/attestations.ts';
import type { Candidate } from '../../src/plan/candidate.ts';
import { makeDigest } from './make-digest.ts';

export const GROUP = '0123456789abcdef';

/** The platform a text means. */
export function platformOf(text: string): NonNullable<Candidate['platform']> {
  const parsed = parsePlatform(text);
  if (!parsed.ok) throw new Error(`no platform: ${text}`);
  return parsed.platform;
}

function repositoryOf(text: string): Candidate['destinations'][number]['repository'] {
  const parsed = parseRepository(text);
  if (!parsed.ok) throw new Error(`no repository: ${text}`);
  return parsed.repository;
}

/** Of `linux/amd64`, one of two legs. */
export function makeCandidate(overrides: Partial<Candidate> = {}): Candidate {
  const platform = 'platform' in overrides ? overrides.platform : platformOf('linux/amd64');
  return {
    group: GROUP,
    runId: '77',
    attempt: 1,
    platform,
    platforms: ['linux/amd64', 'linux/arm64'].map(platformOf),
    digest: makeDigest(JSON.stringify(platform ?? 'whole')),
    destinations: [
      {
        repository: repositoryOf('ghcr.io/octo-org/app'),
        tags: [
          { name: 'v1.2.3', kind: 'immutable' },
          { name: 'latest', kind: 'floating' },
        ],
      },
    ],
    annotations: ['org.opencontainers.image.title=app'],
    attestations: [SPDX, PROVENANCE_V1],
    signed: true,
    keepAlive: [],
    ...overrides,
  };
}
