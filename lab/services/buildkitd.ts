/** A buildkitd that runs by itself, as one on another machine does. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ActionError } from '../../src/errors.ts';
import { runCommand } from '../provision/commands.ts';
import type { LabTools } from '../provision/tools.ts';
import { startServerProcess } from './server-process.ts';
import type { TlsFiles } from './tls-files.ts';

export interface BuildkitdOptions {
  readonly tools: Pick<LabTools, 'buildkitd' | 'buildctl' | 'runc'>;
  /** Listens on loopback and wants certificates; without, on a socket. */
  readonly tls?: TlsFiles;
  /** The platform it claims to be of. */
  readonly platform?: string;
}

export interface Buildkitd {
  /** `tcp://127.0.0.1:<port>` or `unix:///…`. */
  readonly endpoint: string;
  /** What it says of what it built: descriptions of the records in its cache. */
  built(): Promise<string>;
  /** Builds what is in a folder, for nobody. */
  build(folder: string): Promise<string>;
  stop(): Promise<void>;
}

/** Steps run in the network of this machine: no other is needed, and none is made. */
export async function startBuildkitd(options: BuildkitdOptions): Promise<Buildkitd> {
  const { tls, platform } = options;
  const { buildkitd, buildctl, runc } = requireTools(options.tools);
  const root = await mkdtemp(join(tmpdir(), 'bsa-buildkitd-'));
  const address = tls === undefined ? `unix://${root}/buildkitd.sock` : 'tcp://127.0.0.1:0';
  const { server, address: found } = await startServerProcess({
    name: 'buildkitd',
    file: buildkitd,
    args: [
      ...['--root', join(root, 'state'), '--addr', address],
      // By itself it takes the machine's, which two that start at the same time cannot both have.
      ...['--otel-socket-path', join(root, 'otel.sock')],
      ...['--oci-worker-binary', runc, '--oci-worker-net', 'host'],
      '--containerd-worker=false',
      ...(platform === undefined ? [] : ['--oci-worker-platform', platform]),
      ...(tls === undefined
        ? []
        : ['--tlscacert', tls.ca, '--tlscert', tls.server.cert, '--tlskey', tls.server.key]),
    ],
    env: { PATH: process.env['PATH'] ?? '', HOME: root },
    listening: /running server on (\S+?)"/,
  });
  const endpoint = tls === undefined ? address : `tcp://${found}`;
  const access =
    tls === undefined
      ? []
      : ['--tlscacert', tls.ca, '--tlscert', tls.client.cert, '--tlskey', tls.client.key];
  const run = (...args: string[]): Promise<string> =>
    runCommand({ file: buildctl, args: ['--addr', endpoint, ...access, ...args] });
  return {
    endpoint,
    built: () => run('du', '--verbose'),
    build: (folder) =>
      run(
        ...['build', '--frontend=dockerfile.v0', '--no-cache'],
        ...[`--local=context=${folder}`, `--local=dockerfile=${folder}`],
      ),
    stop: async () => {
      await server.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function requireTools({ buildkitd, buildctl, runc }: BuildkitdOptions['tools']) {
  if (buildkitd === undefined || buildctl === undefined || runc === undefined)
    throw new ActionError('SETUP_FAILED', 'This machine has no buildkitd of its own to start.');
  return { buildkitd, buildctl, runc };
}
