import { describe, expect, it } from '@jest/globals';
import { parseDigest } from '../../src/image/digest.ts';
import {
  formatApiHost,
  formatReference,
  formatReferrersTag,
  formatRepository,
  isSameRepository,
  parseReference,
  parseRepository,
  parseTag,
} from '../../src/image/reference.ts';

const HEX = '0123456789abcdef'.repeat(4);
const DIGEST = parseDigest(`sha256:${HEX}`);

describe('parseReference', () => {
  it.each([
    ['alpine', 'docker.io/library/alpine'],
    ['org/app', 'docker.io/org/app'],
    ['docker.io/alpine', 'docker.io/library/alpine'],
    ['index.docker.io/org/app', 'docker.io/org/app'],
    ['registry-1.docker.io/library/alpine:3', 'docker.io/library/alpine:3'],
    ['ghcr.io/org/app:v1', 'ghcr.io/org/app:v1'],
    ['GHCR.io/org/app', 'ghcr.io/org/app'],
    ['localhost/app', 'localhost/app'],
    ['localhost:5000/a', 'localhost:5000/a'],
    ['localhost:5000/a:latest', 'localhost:5000/a:latest'],
    ['127.0.0.1:65535/a/b/c:x', '127.0.0.1:65535/a/b/c:x'],
    ['[::1]:5000/a:v1', '[::1]:5000/a:v1'],
    ['app:5000', 'docker.io/library/app:5000'],
    ['my-host.example:443/a__b/c---d.e:_X.y-z', 'my-host.example:443/a__b/c---d.e:_X.y-z'],
    [`ghcr.io/o/a@sha256:${HEX}`, `ghcr.io/o/a@sha256:${HEX}`],
    [`ghcr.io/o/a:v1@sha256:${HEX}`, `ghcr.io/o/a:v1@sha256:${HEX}`],
    [`ghcr.io/o/a:${'t'.repeat(128)}`, `ghcr.io/o/a:${'t'.repeat(128)}`],
    ['ghcr.io/o/a:sha256-abc', 'ghcr.io/o/a:sha256-abc'],
  ])('%s is %s', (text, normal) => {
    const parsed = parseReference(text);
    expect(parsed.ok && formatReference(parsed.reference)).toBe(normal);
  });

  it.each([
    ['nothing', '', /empty/],
    ['an empty tag', 'ghcr.io/o/a:', /empty tag/],
    ['a tag that starts with a dash', 'ghcr.io/o/a:-x', /tag that is not valid/],
    ['a tag of 129 characters', `ghcr.io/o/a:${'t'.repeat(129)}`, /129/],
    ['a short digest', 'ghcr.io/o/a@sha256:abc', /sha256 digest/],
    ['a sha512 digest', `ghcr.io/o/a@sha512:${HEX}${HEX}`, /sha256 digest/],
    ['an upper-case digest', `ghcr.io/o/a@sha256:${HEX.toUpperCase()}`, /sha256 digest/],
    ['a digest as a tag', `ghcr.io/o/a:sha256:${HEX}`, /digest in place of a tag/],
    ['a URL', 'https://ghcr.io/o/a:v1', /URL/],
    ['an empty component', 'ghcr.io/o//a:v1', /empty part/],
    ['a slash at the end', 'ghcr.io/o/', /empty part/],
    ['a slash at the start', '/o/a', /empty part/],
    ['an option', '--output=type=local,dest=/', /name/],
    ['another option', '--push', /not valid/],
    ['white space', 'ghcr.io/o/a:v1 --push', /white space/],
    ['a line break', 'ghcr.io/o/a:v1\nx', /white space/],
    ['a shell expression', 'ghcr.io/o/a:$(id)', /tag that is not valid/],
    ['back-ticks', 'ghcr.io/o/a:`id`', /tag that is not valid/],
    ['a Cyrillic letter', 'ghcr.io/\u043e/a:v1', /U\+043E/],
    ['a zero-width space', 'ghcr.io/o/a\u200b', /U\+200B/],
    ['a byte-order mark', '\ufeffghcr.io/o/a', /U\+FEFF|white space/],
    ['a letter beyond the basic plane', 'ghcr.io/o/\u{1d41a}', /U\+1D41A/],
    ['a port out of range', '127.0.0.1:99999/a:v1', /port/],
    ['port 0', 'localhost:0/a', /port/],
    ['a port with letters', 'localhost:abc/a', /port/],
    ['a host that is none', '-x.example/a', /registry/],
    ['too long a text', 'a'.repeat(600), /600/],
    ['too long a name', `ghcr.io/${'a'.repeat(256)}`, /256/],
    ['upper case', 'ghcr.io/Org/App', /upper case/],
    ['upper case on Docker Hub', 'Org/app', /upper case/],
    ['the referrers tag', `ghcr.io/o/a:sha256-${HEX}`, /reserved/],
    ["cosign's signature tag", `ghcr.io/o/a:sha256-${HEX}.sig`, /reserved/],
    ["cosign's attestation tag", `ghcr.io/o/a:sha256-${HEX}.att`, /reserved/],
    ["cosign's SBOM tag", `ghcr.io/o/a:sha256-${HEX}.sbom`, /reserved/],
    ['a name that ends in a separator', 'ghcr.io/o/a-', /not valid/],
    ['three underscores', 'ghcr.io/o/a___b', /not valid/],
  ])('refuses %s, and says what to write', (_what, text, reason) => {
    const parsed = parseReference(text);
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
    expect(!parsed.ok && parsed.fix).toMatch(/^[A-Z].*[.?]$/);
  });

  it('offers the lower-case name', () => {
    const parsed = parseReference('ghcr.io/Org/App');
    expect(!parsed.ok && parsed.fix).toContain('ghcr.io/org/app');
  });
});

describe('parseRepository', () => {
  it('takes a name with a port, which is no tag', () => {
    const parsed = parseRepository('localhost:5000/a');
    expect(parsed).toEqual({ ok: true, repository: { registry: 'localhost:5000', path: 'a' } });
  });

  it.each([
    ['ghcr.io/o/a:v1', /tag/],
    [`ghcr.io/o/a@sha256:${HEX}`, /digest/],
    ['ghcr.io/o/a:', /tag/],
  ])('refuses %s', (text, reason) => {
    expect(parseRepository(text)).toMatchObject({
      ok: false,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('parseTag', () => {
  it.each(['v1', '_x', '1.2.3-rc.1', 'A'])('takes %s', (tag) => {
    expect(parseTag(tag)).toEqual({ ok: true, tag });
  });

  it.each(['', '.x', 'a/b', 'a+b', 'a:b'])('refuses %j', (tag) => {
    expect(parseTag(tag).ok).toBe(false);
  });
});

describe('formatting', () => {
  it('knows where Docker Hub answers', () => {
    expect(['docker.io', 'ghcr.io', 'localhost:5000'].map(formatApiHost)).toEqual([
      'registry-1.docker.io',
      'ghcr.io',
      'localhost:5000',
    ]);
  });

  it('makes the referrers tag of the distribution specification', () => {
    expect(DIGEST && formatReferrersTag(DIGEST)).toBe(`sha256-${HEX}`);
  });

  it('compares repositories by their normal form', () => {
    const [left, right] = [parseRepository('alpine'), parseRepository('docker.io/library/alpine')];
    expect(left.ok && right.ok && isSameRepository(left.repository, right.repository)).toBe(true);
    expect(left.ok && formatRepository(left.repository)).toBe('docker.io/library/alpine');
  });
});
