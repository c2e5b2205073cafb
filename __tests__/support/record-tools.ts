/**
 * Runs buildx and cosign in the embedded world as the action does, and keeps what they print as fixtures in
 * `__tests__/fixtures/{buildx-0.36,cosign-3.1.3}`. Folders and ports are replaced.
 *
 *   node __tests__/support/record-tools.ts
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Lab, openLab } from '../../lab/lab.ts';
import { type LabResult, probeCommand } from '../../lab/provision/commands.ts';
import { recordBuildx } from './record-buildx.ts';
import { recordCosign } from './record-cosign.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url).pathname;

/** What a recording works with. */
export interface Recording {
  readonly lab: Lab;
  readonly workspace: string;
  /** Private configuration of the tools, as the action's run folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  run(
    file: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<LabResult>;
  /** Folder of the fixtures. */
  readonly fixtures: string;
  /** Writes a fixture, scrubbed. */
  keep(path: string, text: string): Promise<void>;
}

async function makeRecording(lab: Lab): Promise<Recording> {
  const workspace = await lab.makeWorkspace();
  const folder = join(lab.folder, 'run');
  await mkdir(join(folder, 'docker'), { recursive: true });
  const { cache } = await lab.services();
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    DOCKER_HOST: lab.engine.dockerHost,
    DOCKER_CONFIG: join(folder, 'docker'),
    BUILDX_CONFIG: join(folder, 'buildx'),
    TUF_ROOT: join(folder, 'tuf'),
    ACTIONS_RESULTS_URL: `${cache.url}/`,
    ACTIONS_RUNTIME_TOKEN: cache.runtimeToken,
    ACTIONS_CACHE_SERVICE_V2: 'true',
    LANG: 'C',
  };
  const scrub = makeScrubber(lab, { workspace, folder });
  return {
    lab,
    workspace,
    folder,
    env,
    fixtures: FIXTURES,
    run: (file, args, more = {}) =>
      probeCommand({ file, args, cwd: workspace, env: { ...env, ...more }, timeoutMs: 120_000 }),
    keep: async (path, text) => {
      await mkdir(join(FIXTURES, path, '..'), { recursive: true });
      await writeFile(join(FIXTURES, path), scrub(text));
    },
  };
}

/** Every address gets a port of its own, so that a reader still tells them apart. */
function makeScrubber(
  lab: Lab,
  { workspace, folder }: { workspace: string; folder: string },
): (text: string) => string {
  const port = (url: string): string => new URL(url).port;
  const known: ReadonlyArray<readonly [string, string]> = [
    [workspace, '/home/runner/app'],
    [folder, '/run/build-sign'],
    [lab.folder, '/run/lab'],
    [lab.engine.dockerHost, 'unix:///var/run/docker.sock'],
    [`127.0.0.1:${port(lab.proxies.registry.url)}`, '127.0.0.1:5000'],
    [lab.registry.host, '127.0.0.1:5001'],
    [`127.0.0.1:${port(lab.proxies.sigstore.url)}`, '127.0.0.1:5555'],
    [`127.0.0.1:${port(lab.sigstore.url)}`, '127.0.0.1:5556'],
    [`127.0.0.1:${port(lab.proxies.cache.url)}`, '127.0.0.1:8080'],
    [`127.0.0.1:${port(lab.cache.url)}`, '127.0.0.1:8081'],
    [`127.0.0.1:${port(lab.oidc.url)}`, '127.0.0.1:8082'],
  ];
  return (text) =>
    known
      .reduce((scrubbed, [from, to]) => scrubbed.replaceAll(from, to), text)
      // Ports of the client's own end of a connection.
      .replace(/127\.0\.0\.1(:|%3A)\d{5}\b/g, '127.0.0.1$149152');
}

const lab = await openLab({ log: (line) => process.stdout.write(`${line}\n`) });
try {
  const recording = await makeRecording(lab);
  for (const folder of ['buildx-0.36', 'cosign-3.1.3'])
    await rm(join(FIXTURES, folder), { recursive: true, force: true });
  const image = await recordBuildx(recording);
  await recordCosign(recording, image);
} finally {
  await lab.stop();
}
