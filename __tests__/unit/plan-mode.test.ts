import { describe, expect, it } from '@jest/globals';
import type { Facts, Plan } from '../../src/plan/types.ts';
import { makeFacts, makeForkFacts, makeNamesFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findBlamed, findRefusal, makePlanOf } from '../support/make-plan.ts';

const PULL_REQUEST = makeForkFacts({ untrusted: false, oidcAvailable: true });
const FORK = makeForkFacts();
const DEPENDABOT = makeFacts({ untrusted: true, actor: 'dependabot[bot]', oidcAvailable: false });
const MERGE_QUEUE = makeFacts({
  eventName: 'merge_group',
  ref: 'refs/heads/gh-readonly-queue/main/pr-7',
});
const BRANCH = makeFacts({
  ref: 'refs/heads/main',
  names: makeNamesFacts({ ref: 'refs/heads/main' }),
});

describe('what is done', () => {
  it.each<[string, InputTexts, Partial<Facts>, Plan['mode']]>([
    ['images on a tag', {}, {}, 'push'],
    ['images on a branch', {}, BRANCH, 'push'],
    ['no images', { images: '' }, {}, 'build'],
    ['references alone', { images: '', tags: 'octo/app:1' }, {}, 'build'],
    ['references and push', { images: '', tags: 'octo/app:1', push: 'true' }, {}, 'push'],
    ['a pull request', {}, PULL_REQUEST, 'build'],
    ['a pull request that pushes', { push: 'true' }, PULL_REQUEST, 'push'],
    ['a pull request from a fork', {}, FORK, 'build'],
    ['Dependabot', {}, DEPENDABOT, 'build'],
    ['a merge queue', {}, MERGE_QUEUE, 'build'],
    ['a merge queue that pushes', { push: 'true' }, MERGE_QUEUE, 'push'],
    ['push: false', { push: 'false' }, {}, 'build'],
    ['load', { load: 'true' }, {}, 'load'],
    ['load in a pull request', { load: 'true' }, FORK, 'load'],
    ['load and push', { push: 'true', load: 'true' }, {}, 'push'],
    ['an output that loads', { outputs: 'type=docker' }, {}, 'load'],
    [
      'references and an output that pushes',
      { images: '', tags: 'octo/app:1', outputs: 'type=registry' },
      {},
      'push',
    ],
    [
      'an output that pushes, in a fork',
      { images: '', tags: 'octo/app:1', outputs: 'type=image,push=true' },
      FORK,
      'build',
    ],
    ['an evaluation', { call: 'check', push: 'true', sign: 'true' }, FORK, 'call'],
    ['load and push: false', { load: 'true', push: 'false' }, {}, 'load'],
    ['a rule that gives no tag here', { tags: 'type=semver,pattern={{version}}' }, BRANCH, 'build'],
    ['all images switched off', { images: 'name=octo/app,enable=false' }, {}, 'build'],
  ])('%s', async (_, inputs, facts, mode) => {
    const plan = await makePlanOf({ inputs, facts });
    expect({ mode: plan.mode, hasReason: plan.reason !== '' }).toEqual({ mode, hasReason: true });
  });

  it.each<[string, InputTexts, Partial<Facts>, string[]]>([
    ['nothing to push to', { images: '', push: 'true' }, {}, ['images']],
    [
      'no tag to push under',
      { tags: 'type=semver,pattern={{version}}', push: 'true' },
      BRANCH,
      ['tags'],
    ],
    ['a name that is none', { images: 'ghcr.io/Octo App', push: 'true' }, {}, ['images']],
    ['a reference that is none', { images: '', tags: 'a:b:c', push: 'true' }, {}, ['tags']],
  ])('refuses %s, and says so once', async (_, inputs, facts, blamed) => {
    expect(await findBlamed({ inputs, facts })).toEqual(blamed);
  });

  it('publishes nowhere unless it pushes', async () => {
    const plan = await makePlanOf({ facts: FORK });
    expect(plan.destinations).toEqual([]);
    expect(plan.attestations).toEqual([]);
    expect(plan.signing.kind).toBe('off');
  });

  it('loads what it pushed under every tag', async () => {
    const plan = await makePlanOf({ inputs: { load: 'true', push: 'true', tags: 'one' } });
    expect(plan.load?.tags).toEqual(['ghcr.io/octo-org/app:one']);
    expect((await makePlanOf({ inputs: { push: 'true' } })).load).toBeUndefined();
  });

  it('loads under every tag, without attestations, which an engine may not be able to keep', async () => {
    const plan = await makePlanOf({ inputs: { load: 'true', tags: 'one\ntwo' } });
    expect(plan.load?.tags).toEqual(['ghcr.io/octo-org/app:one', 'ghcr.io/octo-org/app:two']);
    expect(plan.build.attests).toEqual([
      'type=provenance,disabled=true',
      'type=sbom,disabled=true',
    ]);
  });
});

describe('signing', () => {
  it.each<[string, InputTexts, Partial<Facts>, string]>([
    ['is on when pushing', {}, {}, 'keyless'],
    ['is off when told', { sign: 'false' }, {}, 'off'],
    ['is off when nothing is pushed', { push: 'false' }, {}, 'off'],
    ['may be demanded by a workflow that serves pull requests too', { sign: 'true' }, FORK, 'off'],
  ])('%s', async (_, inputs, facts, kind) => {
    expect((await makePlanOf({ inputs, facts })).signing.kind).toBe(kind);
  });

  const LOCAL = { push: 'false', outputs: 'type=local,dest=out' };
  const ARCHIVE = { push: 'false', outputs: 'type=oci,dest=a.tar' };
  const NONE = { provenance: 'false', sbom: 'false' };
  const WITHOUT = { oidcAvailable: false };
  it.each<[string, InputTexts, Partial<Facts>, string]>([
    ['a folder with attestations', LOCAL, {}, 'keyless'],
    ['a folder without', { ...LOCAL, ...NONE }, {}, 'off'],
    ['an archive without', { ...ARCHIVE, ...NONE }, {}, 'keyless'],
    ['a file beside a loaded image', { load: 'true', outputs: 'type=tar,dest=a' }, {}, 'keyless'],
    ['a file without the permission', ARCHIVE, WITHOUT, 'off'],
    ['a file in a fork, though demanded', { ...ARCHIVE, sign: 'true' }, FORK, 'off'],
    ['a file on another GitHub', ARCHIVE, { serverUrl: 'https://ghe.example' }, 'off'],
    ['a file, turned off', { ...ARCHIVE, sign: 'false' }, {}, 'off'],
    ['an evaluation', { ...ARCHIVE, call: 'check' }, {}, 'off'],
  ])('%s', async (_, inputs, facts, kind) => {
    expect((await makePlanOf({ inputs, facts })).signing.kind).toBe(kind);
  });

  it.each<[string, InputTexts, Partial<Facts>, string]>([
    ['demanded for an archive', { ...ARCHIVE, sign: 'true' }, WITHOUT, 'OIDC_PERMISSION_MISSING'],
    ['demanded for bare files', { ...LOCAL, ...NONE, sign: 'true' }, {}, 'INPUT_INVALID'],
    ['demanded without a push', { sign: 'true', push: 'false' }, {}, 'INPUT_INVALID'],
    ['demanded without an image', { sign: 'true', images: '' }, {}, 'INPUT_INVALID'],
    ['demanded for a loaded image', { sign: 'true', load: 'true' }, {}, 'INPUT_INVALID'],
    ['without the permission', {}, { oidcAvailable: false }, 'OIDC_PERMISSION_MISSING'],
    ['in a fork, which no permission helps', { push: 'true' }, FORK, 'UNTRUSTED_EVENT'],
    ['without the permission, turned off', { sign: 'false' }, { oidcAvailable: false }, 'planned'],
  ])('%s', async (_, inputs, facts, code) => {
    expect(await findRefusal({ inputs, facts })).toBe(code);
  });

  it.each<[InputTexts, string[]]>([
    [{ images: 'r.example/a' }, ['images']],
    [{ images: '', tags: 'r.example/a:1', push: 'true' }, ['tags']],
    [{ images: 'r.example/a', sign: 'false' }, []],
    [{ images: 'r.example/a/b' }, []],
  ])('a name of one letter, which cosign does not take: %j', async (inputs, blamed) => {
    expect(await findBlamed({ inputs })).toEqual(blamed);
  });

  it.each<[string, InputTexts, string[]]>([
    ['https://ghe.example', {}, ['trusted-root']],
    ['https://octo.ghe.com', {}, ['trusted-root']],
    ['https://ghe.example', { ...ARCHIVE, sign: 'true' }, ['trusted-root']],
    ['https://ghe.example', { sign: 'false' }, []],
    ['https://ghe.example', { push: 'false' }, []],
    ['https://ghe.example', { 'trusted-root': 'r', 'signing-config': 'c' }, []],
  ])('of %s, which the public Sigstore does not know: %j', async (serverUrl, inputs, blamed) => {
    const paths = { ...makeFacts().paths, trustedRoot: 'file', signingConfig: 'file' } as const;
    expect(await findBlamed({ inputs, facts: { serverUrl, paths } })).toEqual(blamed);
  });

  it.each([
    ['ghcr.io/octo-org/app', true],
    ['docker.io/octo/app\nghcr.io/octo-org/app', true],
    ['docker.io/octo/app', false],
  ])('asks for no permission that %j does not need', async (images, isNeeded) => {
    const plan = makePlanOf({ inputs: { images }, facts: { oidcAvailable: false } });
    const error = await plan.catch((thrown: unknown) => thrown);
    const { hint } = error as { hint: string };
    expect(hint).toContain('id-token: write');
    expect(hint.includes('packages: write')).toBe(isNeeded);
  });

  it.each([
    ['containers.octo.ghe.com/a/app', true],
    ['ghcr.io/a/app', false],
  ])('on another GitHub asks for what the token may push: %s', async (images, isNeeded) => {
    const paths = { ...makeFacts().paths, trustedRoot: 'file', signingConfig: 'file' } as const;
    const facts = { oidcAvailable: false, serverUrl: 'https://octo.ghe.com', paths };
    const inputs = { images, 'trusted-root': 'r', 'signing-config': 'c' };
    const error = await makePlanOf({ inputs, facts }).catch((thrown: unknown) => thrown);
    expect((error as { hint: string }).hint.includes('packages: write')).toBe(isNeeded);
  });

  it('tells a missing permission together with other problems', async () => {
    const given = { inputs: { platforms: 'linux/mars' }, facts: { oidcAvailable: false } };
    expect(await findBlamed(given)).toEqual(['platforms', 'sign']);
  });

  const OWN = { 'trusted-root': 'root.json', 'signing-config': 'config.json' };
  it.each<[string, Partial<Facts>, InputTexts, boolean]>([
    ['a public repository', { visibility: 'public' }, {}, true],
    ['a private repository', { visibility: 'private' }, {}, false],
    ['an internal repository', { visibility: 'internal' }, {}, false],
    ['a repository of unknown visibility', { visibility: undefined }, {}, false],
    ['a Sigstore with a log', { visibility: 'private', signingConfigLogs: true }, OWN, true],
    ['a Sigstore without a log', { signingConfigLogs: false }, OWN, false],
  ])('of %s', async (_, facts, inputs, transparencyLog) => {
    const paths = { ...makeFacts().paths, trustedRoot: 'file', signingConfig: 'file' } as const;
    const { signing } = await makePlanOf({ inputs, facts: { ...facts, paths } });
    expect(signing).toMatchObject({ kind: 'keyless', transparencyLog });
  });

  it.each<[InputTexts, Partial<Facts['paths']>, string[]]>([
    [{ 'trusted-root': 'root.json' }, { trustedRoot: 'file' }, ['signing-config']],
    [{ 'signing-config': 'c.json' }, { signingConfig: 'file' }, ['trusted-root']],
    [{ 'trusted-root': 'r', 'signing-config': 'c' }, {}, ['trusted-root', 'signing-config']],
    [
      { 'trusted-root': 'r', 'signing-config': 'c' },
      { trustedRoot: 'directory', signingConfig: 'file' },
      ['trusted-root'],
    ],
    [
      { 'trusted-root': 'r', 'signing-config': 'c' },
      { trustedRoot: 'file', signingConfig: 'unreadable' },
      ['signing-config'],
    ],
  ])('refuses %j where there is %j', async (inputs, paths, blamed) => {
    const facts = { paths: { ...makeFacts().paths, ...paths } };
    expect(await findBlamed({ inputs, facts })).toEqual(blamed);
  });
});
