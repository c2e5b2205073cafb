/**
 * BuildKit that trusts the lab's Sigstore. The root of the public one is compiled into buildkitd as the files of a TUF
 * repository, and nothing configures another; so the lab's files are put in their place, byte for byte of the same
 * length, and every line of code stays what it is.
 */
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillUp, makeTufFiles, TUF_PATHS, type TufPath } from '../services/sigstore-tuf.ts';
import { runCommand } from './commands.ts';
import type { Engine } from './engine.ts';
import type { LabTools } from './tools.ts';

const DAEMON = '/usr/bin/buildkitd';
/** What BuildKit's signing command needs and the lab's own image lacks. */
const APPLET = 'mkfifo';

export interface RootedBuildKit {
  /** For `--driver-opt image=`. */
  readonly image: string;
  stop(): Promise<void>;
}

export async function makeRootedBuildKit({
  engine,
  tools,
  buildkit,
  trustedRootFile,
}: {
  engine: Engine;
  tools: LabTools;
  /** The image to start from. */
  buildkit: string;
  trustedRootFile: string;
}): Promise<RootedBuildKit> {
  const folder = await mkdtemp(join(tmpdir(), 'bsa-rooted-'));
  const name = `bsa-rooted-${process.pid}-${Date.now()}`;
  const image = `local/buildkit-rooted:${name}`;
  const docker = (args: readonly string[]): Promise<string> =>
    runCommand({ file: tools.docker, args, env: { DOCKER_HOST: engine.dockerHost } });
  try {
    await docker(['create', '--name', name, buildkit]);
    const file = join(folder, 'buildkitd');
    await docker(['cp', `${name}:${DAEMON}`, file]);
    const daemon = await readFile(file);
    replaceRoot(daemon, JSON.parse(await readFile(trustedRootFile, 'utf8')));
    await writeFile(file, daemon, { mode: 0o755 });
    await docker(['cp', file, `${name}:${DAEMON}`]);
    if (tools.world.images !== 'official') await addApplet(docker, { name, folder });
    await docker(['commit', name, image]);
  } finally {
    await docker(['rm', '--force', name]).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
  return { image, stop: async () => void (await docker(['rmi', '--force', image])) };
}

async function addApplet(
  docker: (args: readonly string[]) => Promise<string>,
  { name, folder }: { name: string; folder: string },
): Promise<void> {
  const link = join(folder, APPLET);
  await symlink('/bin/busybox', link);
  await docker(['cp', link, `${name}:/bin/${APPLET}`]);
}

interface Embedded {
  readonly path: TufPath;
  readonly at: number;
  readonly length: number;
}

/** Libraries inside have a root of their own, so each copy is replaced. */
function replaceRoot(daemon: Buffer, trustedRoot: unknown): void {
  const found = findFiles(daemon);
  const root = found.find(({ path }) => path === TRUSTED_ROOT);
  const missing = TUF_PATHS.filter((path) => found.every((one) => one.path !== path));
  if (root === undefined || missing.length > 0)
    throw new Error(`buildkitd does not hold ${missing.join(', ')}`);
  const files = makeTufFiles(trustedRoot, root.length);
  for (const { path, at, length } of found) fillUp(files[path], length).copy(daemon, at);
}

const TRUSTED_ROOT: TufPath = 'targets/trusted_root.json';
const STARTS = [
  '{\n "signatures": [',
  '{\n  "mediaType": "application/vnd.dev.sigstore.trustedroot',
];

function findFiles(daemon: Buffer): readonly Embedded[] {
  const found: Embedded[] = [];
  for (const start of STARTS) {
    for (let at = daemon.indexOf(start); at >= 0; at = daemon.indexOf(start, at + 1)) {
      const json = measureJson(daemon, at);
      const path = nameFile(daemon.subarray(at, at + json));
      // The one file whose bytes are hashed as a whole ends with a line break.
      const length = path === TRUSTED_ROOT && daemon[at + json] === 0x0a ? json + 1 : json;
      if (path !== undefined) found.push({ path, at, length });
    }
  }
  return found;
}

function nameFile(bytes: Buffer): TufPath | undefined {
  const value: { signed?: { _type?: string }; mediaType?: string } = JSON.parse(bytes.toString());
  if (value.mediaType !== undefined) return TRUSTED_ROOT;
  const type = value.signed?._type;
  return TUF_PATHS.find((path) => path === `${type}.json`);
}

/** Length of the JSON object that begins at `at`. */
function measureJson(bytes: Buffer, at: number): number {
  let depth = 0;
  let isString = false;
  for (let index = at; index < bytes.length; index++) {
    const char = String.fromCharCode(bytes[index] ?? 0);
    if (isString) {
      if (char === '\\') index += 1;
      else if (char === '"') isString = false;
    } else if (char === '"') isString = true;
    else if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    if (depth === 0) return index - at + 1;
  }
  throw new Error('The JSON does not end');
}
