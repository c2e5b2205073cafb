import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ActionError } from '../../src/errors.ts';
import { type BaseContent, ensureBaseContent } from './base-content.ts';
import { ensureFolder } from './cached-folder.ts';
import { findProgram, probeCommand, runCommand } from './commands.ts';
import type { Engine } from './engine.ts';
import { hashFile } from './file-hashes.ts';
import { planFolders } from './folders.ts';
import { GIT_APPLETS, listGitFiles } from './git-files.ts';
import { type RunConfig, writeImageLayout } from './image-layout.ts';
import { type ImageRoot, packRoot, writeRoot } from './image-root.ts';
import { runLocked } from './lock.ts';
import { BUILDKIT_VERSION, IMAGE_PINS } from './pins.ts';
import { type LogLine, runStep } from './steps.ts';
import type { LabTools } from './tools.ts';

/** The images the action is told to use in the lab. */
export interface LabImages {
  /** For `--driver-opt image=`. */
  readonly buildkit: string;
  readonly baseContent: BaseContent;
}

export interface ImageWork {
  readonly engine: Engine;
  readonly tools: LabTools;
  readonly log: LogLine;
}

export interface RegistryWork {
  /** `127.0.0.1:5000`: plain HTTP, which every tool allows for loopback addresses. */
  readonly registry: string;
  readonly tools: LabTools;
  readonly log: LogLine;
}

const LOCAL_BUILDKIT = `local/buildkit:v${BUILDKIT_VERSION}`;
const RECIPE_LABEL = 'build-sign-action-lab.recipe';
const BUILDKIT_CHANGES = [
  'ENTRYPOINT ["buildkitd"]',
  'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  // Without it BuildKit in a container with its own cgroup namespace cannot make cgroups for its steps.
  'ENV BUILDKIT_SETUP_CGROUPV2_ROOT=1',
  // Overlay does not stack on the container's own overlay.
  'VOLUME /var/lib/buildkit',
];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
const SCAN_SCRIPT = fileURLToPath(new URL('./images/scan.sh', import.meta.url));
const APPLETS = ['sh', 'ls', 'cat', 'cp', 'mkdir', 'rm', 'tar', 'uname', 'ps', 'df', 'du'];
/** Changed when an image is put together differently from the same files. */
const RECIPE = 1;

/** Makes sure that the engine can start BuildKit, and that there is something to build images from. */
export async function ensureImages({ engine, tools, log }: ImageWork): Promise<LabImages> {
  const baseContent = await ensureBaseContent(tools, log);
  const buildkit =
    tools.world.images === 'official'
      ? await ensurePulled({ engine, tools, log })
      : await ensureBuildKitImage({ engine, tools, log, baseContent });
  return { buildkit, baseContent };
}

/**
 * Reference of an SBOM generator: the published one, or one of syft and BuildKit's scanner protocol that is
 * pushed to the given registry.
 */
export async function ensureSbomScanner({ registry, tools, log }: RegistryWork): Promise<string> {
  if (tools.world.images === 'official') return IMAGE_PINS.sbomScanner;
  const root = {
    files: {
      'bin/busybox': await nativeBusybox(tools, log),
      'bin/syft': needed(tools.syft, 'syft'),
      'bin/scan.sh': SCAN_SCRIPT,
    },
    folders: ['tmp'],
  };
  const config = { Entrypoint: ['/bin/scan.sh'], WorkingDir: '/tmp' };
  return pushImage({ name: 'lab/sbom-scanner', registry, tools, log, root, config });
}

/**
 * Reference of an image that installs emulators as docker.io/tonistiigi/binfmt does: that one, or one with Debian's
 * qemu that is pushed to the given registry.
 */
export async function ensureBinfmtImage({ registry, tools, log }: RegistryWork): Promise<string> {
  if (tools.world.images === 'official') return IMAGE_PINS.binfmt;
  const other = process.arch === 'arm64' ? 'qemu-x86_64' : 'qemu-aarch64';
  const qemu = needed(await findProgram(`${other}-static`), `${other}-static`);
  const root = {
    files: { 'usr/bin/binfmt': needed(tools.binfmt, 'binfmt'), [`usr/bin/${other}`]: qemu },
    folders: ['tmp', 'proc'],
  };
  const config = { Entrypoint: ['/usr/bin/binfmt'] };
  return pushImage({ name: 'lab/binfmt', registry, tools, log, root, config });
}

async function ensurePulled({ engine, tools, log }: ImageWork): Promise<string> {
  const image = IMAGE_PINS.buildkit;
  const env = { DOCKER_HOST: engine.dockerHost };
  const present = await probeCommand({
    file: tools.docker,
    args: ['image', 'inspect', image],
    env,
  });
  if (present.exitCode !== 0) {
    await runStep(log, `buildkit image: pulling ${image}`, () =>
      runCommand({ file: tools.docker, args: ['pull', '--quiet', image], env }),
    );
  }
  return image;
}

/** BuildKit's own programs and as much around them as its worker looks for, imported into the engine. */
async function ensureBuildKitImage(
  work: ImageWork & { readonly baseContent: BaseContent },
): Promise<string> {
  const { engine, tools, log } = work;
  const root = {
    files: {
      'usr/bin/buildkitd': needed(tools.buildkitd, 'buildkitd'),
      'usr/bin/buildctl': needed(tools.buildctl, 'buildctl'),
      'usr/bin/buildkit-runc': needed(tools.runc, 'runc'),
      'bin/busybox': await nativeBusybox(tools, log),
      'etc/ssl/certs/ca-certificates.crt': CERTIFICATES,
      ...(await listGitFiles()),
    },
    folders: ['tmp', 'root', 'run', 'proc', 'sys', 'dev', 'var/lib/buildkit'],
    applets: [...APPLETS, ...GIT_APPLETS],
  };
  const env = { DOCKER_HOST: engine.dockerHost };
  const recipe = await hashRoot(root, BUILDKIT_CHANGES);
  // Two processes that share the engine would import the same image twice.
  return runLocked({ path: join(planFolders().run, 'images.lock'), log }, () =>
    importBuildKit({ docker: tools.docker, env, root, recipe, log }),
  );
}

interface Import {
  readonly docker: string;
  readonly env: Readonly<Record<string, string>>;
  readonly root: ImageRoot;
  readonly recipe: string;
  readonly log: LogLine;
}

async function importBuildKit({ docker, env, root, recipe, log }: Import): Promise<string> {
  const format = `{{index .Config.Labels "${RECIPE_LABEL}"}}`;
  const inspect = ['image', 'inspect', '--format', format, LOCAL_BUILDKIT];
  const present = await probeCommand({ file: docker, args: inspect, env });
  if (present.exitCode === 0 && present.stdout.trim() === recipe) return LOCAL_BUILDKIT;
  await runStep(log, `buildkit image: importing ${LOCAL_BUILDKIT}`, () =>
    withRoot(root, async (folder) => {
      const archive = `${folder}.tar`;
      await packRoot(folder, archive);
      const changes = [...BUILDKIT_CHANGES, `LABEL ${RECIPE_LABEL}=${recipe}`].flatMap((change) => [
        '--change',
        change,
      ]);
      await runCommand({
        file: docker,
        args: ['import', ...changes, archive, LOCAL_BUILDKIT],
        env,
      });
    }),
  );
  return LOCAL_BUILDKIT;
}

interface Push extends RegistryWork {
  readonly name: string;
  readonly root: ImageRoot;
  readonly config: RunConfig;
}

async function pushImage({ name, registry, tools, log, root, config }: Push): Promise<string> {
  const recipe = await hashRoot(root, config);
  const layout = join(planFolders().cache, 'images', `${name.replace('/', '-')}-${recipe}`);
  await ensureFolder(layout, (folder) =>
    runStep(log, `${name}: putting the image together`, () =>
      withRoot(root, (rootFolder) => writeImageLayout({ folder, root: rootFolder, config })),
    ),
  );
  const reference = `${registry}/${name}:${recipe}`;
  await runCommand({ file: tools.crane, args: ['push', '--insecure', layout, reference] });
  return reference;
}

async function withRoot(tree: ImageRoot, work: (folder: string) => Promise<void>): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'bsa-lab-image-'));
  try {
    const folder = join(temporary, 'root');
    await mkdir(folder);
    await writeRoot(folder, tree);
    await work(folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Sixteen hexadecimal digits that change with any byte of the image. */
async function hashRoot(root: ImageRoot, config: object): Promise<string> {
  const plan = { ...root, files: Object.keys(root.files) };
  const hash = createHash('sha256').update(JSON.stringify([RECIPE, plan, config]));
  for (const source of Object.values(root.files)) hash.update(await hashFile(source));
  return hash.digest('hex').slice(0, 16);
}

async function nativeBusybox(tools: LabTools, log: LogLine): Promise<string> {
  const { busyboxAmd64, busyboxArm64 } = await ensureBaseContent(tools, log);
  return process.arch === 'arm64' ? busyboxArm64 : busyboxAmd64;
}

function needed(path: string | undefined, name: string): string {
  if (path === undefined)
    throw new ActionError('SETUP_FAILED', `The lab has no ${name} to make an image of.`);
  return path;
}
