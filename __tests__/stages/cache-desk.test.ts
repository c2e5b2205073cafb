import { describe, expect, it } from '@jest/globals';
import { SIGN_FOLDER } from '../../src/plan/cache-policy.ts';
import type { CacheTrust } from '../../src/plan/cache-trust.ts';
import { withCacheDesk } from '../../src/stages/cache/cache-desk.ts';
import { makeBundleChecker } from '../../src/stages/signing/check-bundle.ts';
import { answerCosign } from '../support/fake-cosign.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import { ANY_TRUST, makePlaces } from '../support/make-cache.ts';
import { makePolicy } from '../support/make-subjects.ts';
import { makeToken } from '../support/make-token.ts';

const INDEX = '{"layers":[]}';
const REQUEST = `${SIGN_FOLDER}/12`;
const SIGNED: CacheTrust = {
  ...ANY_TRUST,
  level: 'signed',
  actionsCache: { kind: 'signed', ref: 'refs/heads/main' },
};
const COSIGN = { path: '/opt/cosign', env: {} };
const TRUST = { trustedRoot: '/trust/root.json', signingConfig: '/trust/config.json' };

/** Exports while BuildKit asks for what is given, one after the other; the last answer ends it. */
async function exportWith(
  asked: readonly string[],
  {
    trust = SIGNED,
    entry = 'type=gha,scope=a',
    builder = 'build-sign-1',
    isOpen = true,
  }: { trust?: CacheTrust; entry?: string; builder?: string | undefined; isOpen?: boolean } = {},
) {
  const left = [...asked, 'end'];
  const host: FakeHost = makeFakeHost({
    commands: [
      { when: /mkfifo/, answer: isOpen ? {} : { exitCode: 1, stderr: 'no such container' } },
      { when: /read -r one/, answer: () => ({ stdout: `${left.shift() ?? ''}\n` }) },
      {
        when: /^docker cp /,
        answer: ({ args }, { stored }) => {
          stored.set(args.at(-1) ?? '', INDEX);
          return {};
        },
      },
      { when: /^docker exec /, answer: {} },
      { when: /^cosign /, answer: answerCosign },
    ],
  });
  const policy = makePolicy();
  const result = await withCacheDesk(
    host,
    {
      cache: { to: makePlaces(entry), trust },
      means: {
        buildx: { path: '/opt/buildx', env: { DOCKER_HOST: 'unix:///engine' } },
        builder,
        folder: '/run',
        secrets: { values: [], files: [] },
      } as unknown as Parameters<typeof withCacheDesk>[1]['means'],
      signing: {
        spec: { timeoutMs: 60_000 },
        policy,
        cosign: COSIGN,
        trust: TRUST,
        tokens: async () => ({ text: makeToken(), expiresAtS: Number.POSITIVE_INFINITY }),
        check: makeBundleChecker(host, {
          policy,
          cosign: COSIGN,
          folder: '/run',
          runId: '',
          ...TRUST,
        }),
      } as unknown as Parameters<typeof withCacheDesk>[1]['signing'],
    },
    async () => 'exported',
  );
  const delivered = host.commands.filter(({ args }) =>
    /^cat > .*\/bundle$/.test(args.at(-1) ?? ''),
  );
  return { host, result, delivered };
}

describe("the desk that signs BuildKit's cache", () => {
  it('signs the index that BuildKit hands over, and hands the bundle back', async () => {
    const { host, result, delivered } = await exportWith([REQUEST]);
    expect(result).toBe('exported');
    expect(delivered).toHaveLength(1);
    expect(delivered[0]?.args.slice(0, 3)).toEqual([
      'exec',
      '--interactive',
      'buildx_buildkit_build-sign-10',
    ]);
    expect(delivered[0]?.stdin).toContain('verificationMaterial');
    const [signing] = host.commands.filter(({ args }) => args[0] === 'sign-blob');
    expect(host.stored.get(signing?.args.at(-1) ?? '')).toBe(INDEX);
  });

  it('signs each of several', async () => {
    const { delivered } = await exportWith([REQUEST, `${SIGN_FOLDER}/13`]);
    expect(delivered.map(({ args }) => args.at(-1))).toEqual([
      `cat > ${REQUEST}/bundle`,
      `cat > ${SIGN_FOLDER}/13/bundle`,
    ]);
  });

  it.each(['/etc', `${SIGN_FOLDER}/../etc`, `${SIGN_FOLDER}/1; rm -rf /`, ''])(
    'takes %j for no request',
    async (asked) => {
      const { host, result } = await exportWith([asked]);
      expect(result).toBe('exported');
      expect(host.commands.filter(({ args }) => args[0] === 'cp')).toEqual([]);
    },
  );

  it.each<[string, Parameters<typeof exportWith>[1]]>([
    ['nothing is signed', { trust: ANY_TRUST }],
    ['another cache is written', { entry: 'type=registry,ref=ghcr.io/o/c' }],
  ])('stays closed where %s', async (_why, given) => {
    const { host, result } = await exportWith([], given);
    expect(result).toBe('exported');
    expect(host.commands).toEqual([]);
  });

  it('that cannot be opened is one warning', async () => {
    const { host, result } = await exportWith([], { isOpen: false });
    expect(result).toBe('exported');
    expect(host.lines.filter((line) => /^warning/i.test(line))).toEqual([
      expect.stringContaining('no such container'),
    ]);
  });
});
