import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { probeCommand } from '../../lab/provision/commands.ts';
import { DOCKERFILES } from '../support/dockerfiles.ts';
import type { DockerfileCase } from '../support/dockerfiles-stages.ts';
import { useWorld } from '../support/e2e-world.ts';

const BUILDER = `emulated-steps-${process.pid}`;
const CASES = DOCKERFILES.filter(({ isBuilt }) => isBuilt === true);
/** What `uname -m` says where a step is emulated. */
const FOREIGN = process.arch === 'arm64' ? 'x86_64' : 'aarch64';
const AT_ONCE = 3;
/** The image that the table begins with. */
const BASE = /(?<=^from (?:--\S+ )?|--from=)base(?![-\w])/gim;

/** What is analysed is compared with what BuildKit does: every step of these Dockerfiles prints where it runs. */
describe('BuildKit emulates', () => {
  const emulated = new Map<DockerfileCase, number>();
  let folder: string;

  // Before the world ends: such functions are called in the order in which they are given.
  afterAll(async () => {
    await buildx('rm', '--force', BUILDER);
    await rm(folder, { recursive: true, force: true });
  });
  const world = useWorld();

  const buildx = async (...args: string[]): Promise<string> => {
    const { exitCode, stderr } = await probeCommand({
      file: world().lab.tools.buildx,
      args,
      env: {
        DOCKER_HOST: world().lab.engine.dockerHost,
        BUILDX_CONFIG: join(folder, 'buildx'),
        HOME: folder,
      },
    });
    expect({ args, exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return stderr;
  };

  beforeAll(async () => {
    const { lab } = world();
    folder = await mkdtemp(join(lab.folder, 'emulated-'));
    const options = `image=${lab.images.buildkit},network=host`;
    await buildx(
      ...['create', '--name', BUILDER, '--driver', 'docker-container', '--bootstrap'],
      ...['--driver-opt', options],
    );
    const left = [...CASES.entries()];
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) {
        const [at, one] = next;
        emulated.set(one, countForeign(await build(at, one)));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });

  async function build(at: number, { text, target, buildArgs = [] }: DockerfileCase) {
    const context = join(folder, String(at));
    await mkdir(context);
    const own = text.replace(BASE, world().lab.baseImage);
    await writeFile(join(context, 'Dockerfile'), swapForArm(own));
    return buildx(
      ...['build', '--builder', BUILDER, '--progress=plain', '--no-cache', '--provenance=false'],
      ...['--platform=linux/amd64,linux/arm64', '--output=type=cacheonly'],
      ...(target === undefined ? [] : ['--target', target]),
      ...buildArgs.flatMap((one) => ['--build-arg', swapForArm(one)]),
      context,
    );
  }

  it('something, and something not, in enough of them', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(10);
    const counts = [...emulated.values()];
    expect(counts.filter((count) => count > 0).length).toBeGreaterThanOrEqual(5);
    expect(counts.filter((count) => count === 0).length).toBeGreaterThanOrEqual(5);
  });

  it.each(CASES.map((one): [string, DockerfileCase] => [one.name, one]))(
    'as many steps as the analysis says: %s',
    (_, one) => {
      expect(emulated.get(one)).toBe(one.emulated.length);
    },
  );
});

/** The table is written for an amd64 machine. */
function swapForArm(text: string): string {
  if (process.arch !== 'arm64') return text;
  return text.replace(/\b(amd64|arm64)\b/g, (arch) => (arch === 'amd64' ? 'arm64' : 'amd64'));
}

/** Steps that printed the other architecture (`#7 0.123 aarch64`). */
function countForeign(log: string): number {
  const steps = [...log.matchAll(/^#(\d+) \d+\.\d+ (\S+)$/gm)].flatMap(([, step, text]) =>
    text === FOREIGN ? [step] : [],
  );
  return new Set(steps).size;
}
