/** An SSH server on loopback, and the configuration of a client that it lets in. */
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../provision/commands.ts';
import { ensurePackages } from '../provision/debian.ts';
import type { LogLine } from '../provision/steps.ts';
import { startServerProcess } from './server-process.ts';

export interface Sshd {
  /** `ssh://user@127.0.0.1:<port>` */
  readonly url: string;
  /** Folder with an `ssh` that knows the server and has the key, for the front of a PATH. */
  readonly clientFolder: string;
  stop(): Promise<void>;
}

const SERVER = '/usr/sbin/sshd';

/** `env` is what every session gets. Throws `SETUP_FAILED` where there is no OpenSSH and none can be installed. */
export async function startSshd({
  env,
  log,
}: {
  readonly env: Readonly<Record<string, string>>;
  readonly log: LogLine;
}): Promise<Sshd> {
  await ensurePackages([{ package: 'openssh-server', file: SERVER }], log);
  const folder = await mkdtemp(join(tmpdir(), 'bsa-sshd-'));
  const at = (name: string): string => join(folder, name);
  for (const name of ['host', 'client'])
    await runCommand({
      file: 'ssh-keygen',
      args: ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', at(name)],
    });
  const port = await findFreePort();
  await writeFile(at('authorized'), await readFile(at('client.pub')));
  await writeFile(at('config'), formatServer(folder, port, env));
  await writeClient(folder, port);
  // Where it locks itself in before a login; the packages make it at the start of the machine.
  await mkdir('/run/sshd', { recursive: true });
  const { server } = await startServerProcess({
    name: 'sshd',
    file: SERVER,
    args: ['-D', '-e', '-f', at('config')],
    env: { PATH: process.env['PATH'] ?? '' },
    listening: /Server listening on (\S+) port/,
  });
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    clientFolder: at('bin'),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function formatServer(folder: string, port: number, env: Readonly<Record<string, string>>): string {
  return [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/authorized`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'PidFile none',
    `SetEnv ${Object.entries(env)
      .map(([name, value]) => `${name}="${value}"`)
      .join(' ')}`,
    '',
  ].join('\n');
}

/** OpenSSH reads the configuration of the user whom the machine knows, whatever HOME says: so it is told. */
async function writeClient(folder: string, port: number): Promise<void> {
  const hostKey = (await readFile(join(folder, 'host.pub'), 'utf8')).trim();
  await writeFile(join(folder, 'known_hosts'), `[127.0.0.1]:${port} ${hostKey}\n`);
  const client = [
    `IdentityFile ${folder}/client`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile ${folder}/known_hosts`,
    'StrictHostKeyChecking yes',
    'BatchMode yes',
    '',
  ];
  await writeFile(join(folder, 'client_config'), client.join('\n'));
  await mkdir(join(folder, 'bin'));
  const program = join(folder, 'bin/ssh');
  await writeFile(program, `#!/bin/sh\nexec /usr/bin/ssh -F '${folder}/client_config' "$@"\n`);
  await chmod(program, 0o755);
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
