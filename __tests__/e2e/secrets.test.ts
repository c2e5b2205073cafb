import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeHome } from '../../lab/job.ts';
import { makeSecret } from '../support/e2e-canaries.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { LEAN, useWorld } from '../support/e2e-world.ts';

/** Of several lines, with what JSON, CSV, URLs, shells and the runner's own escapes trip over. */
const PEM = [
  '-----BEGIN PRIVATE KEY-----',
  makeSecret(),
  `${makeSecret()}%0A"quoted"`,
  `${makeSecret()}&+'=`,
  '-----END PRIVATE KEY-----',
].join('\n');
const TOKEN = makeSecret('npm_');

const CANARIES = [
  { name: 'token', value: TOKEN },
  ...PEM.split('\n')
    .slice(1, -1)
    .map((value, line) => ({ name: `line ${line + 1} of the key`, value })),
];
const SECRETS = `token=${TOKEN}\n"key=${PEM.replaceAll('"', '""')}"`;

function compare(id: string, value: string): string {
  const hash = createHash('sha256').update(value).digest('hex');
  return `test "$(sha256sum /run/secrets/${id} | cut -d' ' -f1)" = ${hash}`;
}

const MOUNTS = ['token', 'key'].map((id) => `--mount=type=secret,id=${id}`).join(' ');
const STEP = `RUN ${MOUNTS} ${compare('token', TOKEN)} && ${compare('key', PEM)}`;

const world = useWorld();

it('the password of a proxy in docker’s configuration is published with nothing', async () => {
  const { lab, run, registry } = world();
  const homeDir = await makeHome(lab);
  const file = join(homeDir, '.docker', 'config.json');
  const config = await readFile(file, 'utf8').catch(() => '{}');
  const password = makeSecret();
  const httpProxy = `http://user:${password}@127.0.0.1:9`;
  const proxies = { default: { httpProxy, noProxy: '127.0.0.1' } };
  await writeFile(file, JSON.stringify({ ...JSON.parse(config), proxies }));
  const released = await run({
    homeDir,
    inputs: { ...LEAN, provenance: 'mode=max', images: `${registry.host}/octo/proxied` },
    canaries: [{ name: 'password of the proxy', value: password }],
  });
  expect(released.error).toBeUndefined();
  expect(released.warnings.join()).toContain('A proxy in the configuration of docker');
  const { manifests } = await readJson(`manifests/${released.main.outputs['digest']}`);
  const described = manifests.find(({ annotations }) => annotations !== undefined);
  const { layers } = await readJson(`manifests/${described?.digest}`);
  const provenance = JSON.stringify(await readJson(`blobs/${layers[0]?.digest}`));
  expect(provenance).toContain('https://slsa.dev/provenance/v1');
  expect(provenance).not.toContain(password);
});

interface Published {
  readonly manifests: ReadonlyArray<{ readonly digest: string; readonly annotations?: object }>;
  readonly layers: ReadonlyArray<{ readonly digest: string }>;
}

async function readJson(path: string): Promise<Published> {
  const accept =
    'application/vnd.oci.image.index.v1+json,application/vnd.oci.image.manifest.v1+json';
  const url = `http://${world().registry.host}/v2/octo/proxied/${path}`;
  return (await (await fetch(url, { headers: { accept } })).json()) as Published;
}

describe('build secrets', () => {
  it('reach the step that asks for them, to the byte, and nothing else', async () => {
    const { lab, run, registry } = world();
    const released = await run({
      // The cache is part of it: nothing of a secret may be exported.
      inputs: { ...LEAN, cache: 'gha', images: `${registry.host}/octo/secret`, secrets: SECRETS },
      workspace: await makeWorkspace(lab, [STEP]),
      canaries: CANARIES,
      isDebug: true,
    });
    expect(released.error).toBeUndefined();
    expect(released.warnings).toEqual([]);
    for (const { value } of CANARIES) expect(released.main.masks).toContain(value);
  });

  it('stay secret when the step fails', async () => {
    const { lab, run, registry } = world();
    const failed = await run({
      inputs: { ...LEAN, images: `${registry.host}/octo/secret`, secrets: SECRETS },
      workspace: await makeWorkspace(lab, [`${STEP} && cat /nowhere`]),
      canaries: CANARIES,
    });
    expect(failed.error?.code).toBe('BUILD_FAILED');
  });
});
