/**
 * Asks the published bundle of docker/build-push-action which arguments it gives to `buildx build` for every case in
 * build-cases.ts and writes __tests__/fixtures/build/build-push-action.json. It fetches nothing: docker is a script that
 * answers as docker does and notes how it was called.
 *
 *   node __tests__/support/record-build.ts <folder with a checkout of docker/build-push-action> <its version>
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BUILD_CASES, type BuildCase } from './build-cases.ts';
import { SHA } from './make-facts.ts';
import { makeInputEnv } from './make-inputs.ts';

/** The defaults of its action.yml that are no expressions; the runner would hand them over. */
const DEFAULTS = { load: 'false', 'no-cache': 'false', pull: 'false', push: 'false' };

const DOCKER = `#!/bin/sh
case "$1 $2" in
  "buildx version") echo "github.com/docker/buildx v0.36.1 0000000" ;;
  "buildx inspect") printf 'Name: mine\\nDriver: docker-container\\n\\nNodes:\\nName: mine0\\nEndpoint: unix:///var/run/docker.sock\\nStatus: running\\nBuildKit version: v0.32.2\\nPlatforms: linux/amd64\\n' ;;
  "buildx build") for one in "$@"; do printf '%s\\0' "$one"; done > "$RECORD" ;;
esac
`;

interface Peer {
  readonly bundle: string;
  readonly folder: string;
}

function runBundle(peer: Peer, cwd: string, env: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: 1 << 26 };
    execFile(process.execPath, [peer.bundle], options, (_, stdout) => resolve(stdout));
  });
}

async function askPeer(peer: Peer, asked: BuildCase): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(peer.folder, 'case-'));
  const file = (name: string) => join(folder, name);
  const event = { repository: { full_name: 'octo-org/app', private: asked.isPrivate === true } };
  await writeFile(file('event.json'), JSON.stringify(event));
  await writeFile(file('secret.txt'), 'secret');
  await writeFile(file('output'), '');
  const stdout = await runBundle(peer, folder, {
    ...makeInputEnv({ ...DEFAULTS, ...asked.inputs }),
    ...asked.env,
    RECORD: file('arguments'),
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: file('event.json'),
    GITHUB_REF: 'refs/tags/v1.2.3',
    GITHUB_SHA: SHA,
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_OUTPUT: file('output'),
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: file('temp'),
    DOCKER_BUILD_SUMMARY: 'false',
    NODE_COMPILE_CACHE: join(peer.folder, 'compile-cache'),
    HOME: folder,
    PATH: `${join(peer.folder, 'bin')}:/usr/bin:/bin`,
    LANG: 'C.UTF-8',
  });
  const args = await readFile(file('arguments'), 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true });
  if (args === undefined) throw new Error(`${asked.id} built nothing: ${stdout.slice(-500)}`);
  // Folders and names of its own temporary files are chance.
  const hide = (one: string) =>
    one
      .replace(/[^\s,=]*\/docker-actions-toolkit-[^/]+\/[^,]*/, '<file>')
      .replaceAll(folder, '<workspace>');
  return { ...asked, args: args.split('\0').slice(2, -1).map(hide) };
}

async function recordAll(checkout: string, version: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'build-'));
  const peer = { bundle: join(checkout, 'dist/index.cjs'), folder };
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin/docker'), DOCKER);
  await chmod(join(folder, 'bin/docker'), 0o755);
  const rows: string[] = [];
  for (const asked of BUILD_CASES) rows.push(JSON.stringify(await askPeer(peer, asked)));
  await rm(folder, { recursive: true });
  // The names below `inputs:`, two spaces deep.
  const action = await readFile(join(checkout, 'action.yml'), 'utf8');
  const [, declared = ''] = /^inputs:\n((?:[ \t].*\n|\n)*)/m.exec(action) ?? [];
  const inputs = [...declared.matchAll(/^ {2}([a-z-]+):/gm)].map(([, name]) => name);
  const target = new URL('../fixtures/build/build-push-action.json', import.meta.url).pathname;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(
    target,
    `{"peer":"docker/build-push-action","version":${JSON.stringify(version)},"inputs":${JSON.stringify(inputs)},"cases":[\n${rows.join(',\n')}\n]}\n`,
  );
  process.stdout.write(`${rows.length} cases recorded\n`);
}

const [checkout, version] = process.argv.slice(2);
if (checkout === undefined || version === undefined) {
  process.stderr.write('usage: record-build.ts <checkout of docker/build-push-action> <version>\n');
  process.exitCode = 1;
} else {
  await recordAll(checkout, version);
}
