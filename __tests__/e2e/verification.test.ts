import { describe, expect, it } from '@jest/globals';
import { readReferrers } from '../support/e2e-registry.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';
import { makeCosign } from '../support/lab-cosign.ts';

const LISTED = /^GET \/v2\/octo\/[\w-]+\/referrers\//;

describe('the last look before the tags', () => {
  const world = useWorld({ registry: 'referrers' });
  const images = (name: string) => `${world().registry.host}/octo/${name}`;

  /** Signs as another workflow would, whom the registry lets write too. */
  async function signAsOther(name: string, digest: string): Promise<void> {
    const { oidc, sigstore, tools, registry } = world().lab;
    const cosign = await makeCosign({ file: tools.cosign, oidc, sigstore });
    const { claims } = oidc;
    oidc.setClaims({ repository: 'mallory/app' });
    const { exitCode } = await cosign.sign(['sign', `${registry.host}/octo/${name}@${digest}`]);
    oidc.setClaims(claims);
    expect(exitCode).toBe(0);
  }

  it('notices a signature that somebody replaces by another', async () => {
    const name = 'replaced';
    const { runWith, registry } = world();
    let meddled: Promise<void> | undefined;
    const meddle = async (digest: string): Promise<void> => {
      for (const each of await readReferrers(registry, `octo/${name}`, digest)) {
        const url = `${registry.url}/v2/octo/${name}/manifests/${each.digest}`;
        expect((await fetch(url, { method: 'DELETE' })).status).toBe(202);
      }
      await signAsOther(name, digest);
    };
    // The list is read before and after attaching; whoever reads it next waits until the meddling is done.
    const slow = {
      match: LISTED,
      skip: 2,
      times: 2,
      action: { kind: 'pass' },
      delayMs: 2_500,
    } as const;
    let pushed = '';
    const failed = await runWith(
      { registry: [slow] },
      {
        inputs: { ...BARE, images: images(name) },
        onLine: ({ text }) => {
          pushed = /exporting manifest (sha256:[0-9a-f]{64})/.exec(text)?.[1] ?? pushed;
          if (text.includes('attached and read back')) meddled = meddle(pushed);
        },
      },
    );
    await meddled;
    expect(meddled).toBeDefined();
    expect(failed.error?.code).toBe('VERIFICATION_FAILED');
    expect(failed.main.outputs['tags']).toBe('');
    expect(failed.error?.message).toContain(`octo/${name}@sha256:`);
  });

  it('is not disturbed by what others attached before', async () => {
    const { run, lab, registry } = world();
    const request = {
      inputs: {
        ...BARE,
        cache: 'gha',
        images: images('shared'),
        labels: 'org.opencontainers.image.created=2026-01-01T00:00:00Z',
      },
      env: { SOURCE_DATE_EPOCH: '1767225600' },
      workspace: await lab.makeWorkspace(),
    };
    const first = await run(request);
    const digest = first.main.outputs['digest'] ?? '';
    await signAsOther('shared', digest);
    const second = await run(request);
    expect(second.error).toBeUndefined();
    expect(second.main.outputs).toMatchObject({ digest, verified: 'true' });
    expect(await readReferrers(registry, 'octo/shared', digest)).toHaveLength(3);
  });

  it('holds the signature against the identity that the workflow names', async () => {
    const failed = await world().run({
      inputs: {
        ...BARE,
        images: images('named'),
        'certificate-identity':
          'https://github.com/octo-org/app/.github/workflows/other.yml@refs/heads/main',
      },
    });
    expect(failed.error?.code).toBe('BUNDLE_REJECTED');
    expect(failed.error?.message).toContain('other.yml');
    expect(failed.main.outputs['tags']).toBe('');
  });
});
