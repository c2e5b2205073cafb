import { describe, expect, it } from '@jest/globals';
import { parseReference } from '../../src/image/reference.ts';
import { FLOORS } from '../../src/tools/capabilities.ts';
import {
  DEFAULT_VERSIONS,
  findPinnedHash,
  findPinnedVersion,
  IMAGES,
  isPinned,
  TOOLS,
} from '../../src/tools/lock.ts';
import { PINNED } from '../../src/tools/pins.ts';
import { makeReleaseUrls, makeVerifyReleaseArgs, PUBLISHERS } from '../../src/tools/releases.ts';
import { isAtLeast, parseVersion } from '../../src/tools/versions.ts';

const linux = { os: 'linux', arch: 'amd64' };
const entries = TOOLS.flatMap((tool) =>
  Object.entries(PINNED[tool]).flatMap(([version, hashes]) =>
    Object.entries(hashes).map(([platform, sha256]) => ({ tool, version, platform, sha256 })),
  ),
);

describe('the lock', () => {
  it.each(entries)('$tool $version $platform has a whole hash of its own', (entry) => {
    expect(entry.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(entries.filter(({ sha256 }) => sha256 === entry.sha256)).toEqual([entry]);
    expect(entry.platform).toMatch(/^(linux|darwin)\/(amd64|arm64)$/);
  });

  it.each(TOOLS)('%s: every pinned version is one that would be accepted', (tool) => {
    for (const version of Object.keys(PINNED[tool])) {
      expect(parseVersion(version)).toBe(version);
      expect(isAtLeast(version, FLOORS[tool])).toBe(true);
    }
  });

  it.each(TOOLS)('%s: the default is pinned for every platform of a runner', (tool) => {
    const version = DEFAULT_VERSIONS[tool];
    for (const os of ['linux', 'darwin']) {
      for (const arch of ['amd64', 'arm64']) {
        expect(findPinnedHash(tool, { version, platform: { os, arch } })).toBeDefined();
      }
    }
  });

  it.each(Object.entries(IMAGES))('the image %s is a reference by digest', (_, image) => {
    const parsed = parseReference(image);
    expect(parsed).toMatchObject({ ok: true });
    expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });
});

describe('finding a pin', () => {
  it.each([
    { version: '3.1.2', platform: linux },
    { version: '3.1.3', platform: { os: 'windows', arch: 'amd64' } },
    { version: '3.1.3', platform: { os: 'linux', arch: 'other' } },
    { version: 'v3.1.3', platform: linux },
    { version: 'constructor', platform: linux },
    { version: '__proto__', platform: { os: '__proto__', arch: '' } },
  ])('there is none for $version on $platform.os/$platform.arch', (wanted) => {
    expect(findPinnedHash('cosign', wanted)).toBeUndefined();
  });

  it('knows a version by its name and by its bytes', () => {
    const sha256 = findPinnedHash('cosign', { version: '3.0.6', platform: linux }) ?? '';
    expect(isPinned('cosign', '3.0.6')).toBe(true);
    expect(isPinned('cosign', 'toString')).toBe(false);
    expect(findPinnedVersion('cosign', { sha256, platform: linux })).toBe('3.0.6');
    expect(findPinnedVersion('buildx', { sha256, platform: linux })).toBeUndefined();
    expect(
      findPinnedVersion('cosign', { sha256, platform: { os: 'linux', arch: 'arm64' } }),
    ).toBeUndefined();
  });
});

describe('releases', () => {
  it.each([
    [
      'cosign',
      '3.1.3',
      'https://github.com/sigstore/cosign/releases/download/v3.1.3/cosign-linux-amd64',
    ],
    [
      'buildx',
      '0.36.1',
      'https://github.com/docker/buildx/releases/download/v0.36.1/buildx-v0.36.1.linux-amd64',
    ],
  ] as const)('%s %s is at its address', (tool, version, binary) => {
    const urls = makeReleaseUrls(tool, { version, platform: linux, baseUrl: 'https://github.com' });
    expect(urls).toEqual({ binary, bundle: `${binary}.sigstore.json` });
  });

  it('checks cosign by the exact identity of its release account', () => {
    const wanted = { file: 'f', bundleFile: 'b', version: '3.1.4', trustedRoot: 'r' };
    expect(makeVerifyReleaseArgs({ ...wanted, publisher: PUBLISHERS.cosign })).toEqual([
      'verify-blob',
      '--bundle=b',
      '--certificate-identity=keyless@projectsigstore.iam.gserviceaccount.com',
      '--certificate-oidc-issuer=https://accounts.google.com',
      '--trusted-root=r',
      'f',
    ]);
  });

  it("checks buildx by the repository and the tag too: everybody's runs have the builder's identity", () => {
    const wanted = { file: 'f', bundleFile: 'b', version: '0.37.0', trustedRoot: undefined };
    const args = makeVerifyReleaseArgs({ ...wanted, publisher: PUBLISHERS.buildx });
    expect(args).toEqual(
      expect.arrayContaining([
        'verify-blob-attestation',
        '--type=slsaprovenance1',
        '--certificate-github-workflow-repository=docker/buildx',
        '--certificate-github-workflow-ref=refs/tags/v0.37.0',
      ]),
    );
    expect(args.join(' ')).not.toContain('--trusted-root');
  });

  const workflow = 'docker/github-builder/.github/workflows/bake.yml';
  it.each([
    [`https://github.com/${workflow}@a492c6d04fd3315f67230809b44d60cc0acd50b3`, true],
    [`https://github.com/${workflow}@refs/tags/v1.16.0`, true],
    [`https://github.com/evil/x?https://github.com/${workflow}@v1`, false],
    [`https://githubXcom/${workflow}@v1`, false],
    [`https://github.com/${workflow}.evil@v1`, false],
    [`https://github.com/${workflow}@v1\nx`, false],
  ])('the pattern of Docker’s builder and %j: %s', (identity, matches) => {
    const { identity: expected } = PUBLISHERS.buildx;
    const pattern = 'pattern' in expected ? expected.pattern : '';
    expect(new RegExp(pattern).test(identity)).toBe(matches);
  });
});
