import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runPasted, startImage } from '../support/e2e-shell.ts';
import { makeVerifyArgs, SIGNATURE } from '../support/e2e-verify.ts';
import { type CheckedRun, LEAN, useWorld } from '../support/e2e-world.ts';
import { makeCosign } from '../support/lab-cosign.ts';
import { pushImage } from '../support/lab-image.ts';

const TAGGED = { ref: 'refs/tags/v1.2.3' };

describe.each([
  ['without the referrers API, log v1', 'distribution', 'v1'],
  ['with the referrers API, log v2', 'referrers', 'v2'],
] as const)('a release to a registry %s', (_title, registryKind, rekor) => {
  const world = useWorld({ registry: registryKind, rekor });
  let released: CheckedRun;

  it('publishes both platforms, signed and attested, under every tag', async () => {
    const { run, registry } = world();
    const images = `${registry.host}/octo/app`;
    released = await run({ inputs: { images, cache: 'off' }, github: TAGGED });
    expect(released.error).toBeUndefined();
    expect(released.warnings).toEqual([]);
    expect(released.main.outputs).toMatchObject({
      published: 'true',
      verified: 'true',
      tags: `${images}:v1.2.3\n${images}:latest`,
      'signer-identity':
        'https://github.com/octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3',
    });
    expect(Object.keys(JSON.parse(released.main.outputs['digests'] ?? ''))).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
    expect(released.main.summary).toContain(released.main.outputs['digest']);
  });

  it.each(['linux/amd64', 'linux/arm64'])('starts on %s', async (platform) => {
    const { lab } = world();
    const digests = JSON.parse(released.main.outputs['digests'] ?? '{}');
    const image = `${lab.registryHost}/octo/app@${digests[platform]}`;
    const greeting = await startImage(lab, { image, platform });
    const machine = platform === 'linux/arm64' ? 'aarch64' : 'x86_64';
    expect(greeting).toContain(`${platform}, machine ${machine}`);
  });

  it('prints commands that verify everything when they are pasted', async () => {
    const { lab } = world();
    const commands = released.main.outputs['verify-commands'] ?? '';
    // The index, and two attestations of two platforms.
    expect(commands.split('\n')).toHaveLength(5);
    // The summary breaks each command after its flags, and sets the next one apart.
    const shown = released.main.summary.replaceAll(' \\\n  ', ' ').replaceAll('\n\n', '\n');
    expect(shown).toContain(commands);
    const { exitCode, stderr } = await runPasted(lab, commands);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  it('is accepted by a cosign that knows nothing but image, identity and trusted root', async () => {
    const { lab, verifier } = world();
    const { claims } = lab.oidc;
    const trustedRoot = lab.sigstore.trustedRootFile;
    const image = `${lab.registry.host}/octo/app@${released.main.outputs['digest']}`;
    const [, ...args] = makeVerifyArgs(SIGNATURE, { claims, trustedRoot }, image);
    const { exitCode, stderr } = await verifier.run(['verify', ...args.slice(1)]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  it('is refused under another identity and for another image', async () => {
    const { lab, run, registry } = world();
    const commands = (released.main.outputs['verify-commands'] ?? '').split('\n');
    const [signature = ''] = commands;
    const digest = released.main.outputs['digest'] ?? '';
    const other = await run({
      inputs: { ...LEAN, images: `${registry.host}/octo/other` },
      github: { ...TAGGED, repository: 'octo-org/other' },
    });
    const unsigned = await pushImage(`${lab.registry.url}/v2/octo/app`, 'nobody signed this');
    const forged = [
      signature.replace('octo-org/app/.github', 'octo-org/evil/.github'),
      signature.replace('@refs/tags/v1.2.3', '@refs/tags/v1.2.4'),
      signature.replace(/octo\/app@\S+/, `octo/other@${other.main.outputs['digest']}`),
      signature.replace(digest, unsigned),
      // A signature is no attestation, and an attestation no signature.
      ...commands.slice(1).map((command) => command.replace(/sha256:[0-9a-f]{64}/, digest)),
    ];
    for (const command of forged) {
      expect(commands).not.toContain(command);
      const { exitCode } = await runPasted(lab, command);
      expect({ command, refused: exitCode !== 0 }).toEqual({ command, refused: true });
    }
  });

  it('tells an image that has nothing but an SBOM attestation from a signed one', async () => {
    const { lab } = world();
    const { oidc, sigstore, tools } = lab;
    const cosign = await makeCosign({ file: tools.cosign, oidc, sigstore });
    const digest = await pushImage(`${lab.registry.url}/v2/octo/app`, 'attested only');
    const predicate = join(cosign.folder, 'sbom.json');
    await writeFile(predicate, '{"spdxVersion":"SPDX-2.3"}');
    oidc.setClaims({ ref: 'refs/tags/v1.2.3' });
    const attested = await cosign.sign([
      ...['attest', '--type', 'spdxjson', '--predicate', predicate],
      `${lab.registry.host}/octo/app@${digest}`,
    ]);
    expect(attested.exitCode).toBe(0);
    const commands = (released.main.outputs['verify-commands'] ?? '')
      .split('\n')
      .map((command) => command.replace(/sha256:[0-9a-f]{64}/, digest));
    const accepted = await Promise.all(
      commands.map(async (command) => (await runPasted(lab, command)).exitCode === 0),
    );
    // The signature is asked for first, then provenance and SBOM of each platform.
    expect(accepted).toEqual([false, false, true, false, true]);
  });
});
