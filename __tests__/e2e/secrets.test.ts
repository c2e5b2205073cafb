import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
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

describe('build secrets', () => {
  const world = useWorld();

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
