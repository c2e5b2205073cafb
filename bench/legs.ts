/**
 * Eight legs of one image: the time from the last push to the tags, by the leg that is the last, and by the commands that
 * a person puts into a merge job. Both work on the same pushed and signed platforms.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeRunId, runJob } from '../lab/job.ts';
import type { Lab } from '../lab/lab.ts';
import { type RunCommand, runCommand } from './command.ts';

const PLATFORMS = [
  ...['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/arm/v6'],
  ...['linux/386', 'linux/ppc64le', 'linux/s390x', 'linux/riscv64'],
];
const PROVENANCE = 'https://slsa.dev/provenance/v1';
const SIGNATURE = 'https://sigstore.dev/cosign/sign/v1';
const PARALLEL = 4;

/** Seconds. */
export interface MergeTimes {
  /** From the last push to the last tag, by the last leg. */
  readonly step: number;
  /** The part of it in which all legs are there. */
  readonly merge: number;
  readonly hand: number;
}

/** A builder for all legs: they are measured from their last push on. */
export interface LegBench {
  /** Builds, and merges both ways. */
  measure(round: number): Promise<MergeTimes>;
  stop(): Promise<void>;
}

export async function openLegBench(lab: Lab): Promise<LegBench> {
  const folder = await mkdtemp(join(lab.folder, 'legs-'));
  const builder = 'bench-legs';
  const run: RunCommand = (file, args) => {
    const { oidc } = lab;
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: folder,
      BUILDX_CONFIG: join(folder, 'buildx'),
      DOCKER_HOST: lab.engine.dockerHost,
      ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken,
    };
    return runCommand({ file, args, env, cwd: folder });
  };
  const driver = ['--driver=docker-container', `--driver-opt=image=${lab.images.buildkit}`];
  const options = [...driver, '--driver-opt=network=host', '--bootstrap'];
  await run(lab.tools.buildx, ['create', `--name=${builder}`, ...options]);
  return {
    measure: async (round) => {
      const image = `${lab.registryHost}/bench/legs-${round}`;
      const legs = await buildLegs({ lab, folder, builder, image });
      const { step, merge } = legs;
      return { step, merge, hand: await mergeByHand({ lab, run, image, legs }) };
    },
    stop: async () => {
      await run(lab.tools.buildx, ['rm', '--force', builder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Legs extends Pick<MergeTimes, 'step' | 'merge'> {
  /** What each leg pushed. */
  readonly digests: readonly string[];
  /** Digest of each platform's manifest. */
  readonly platforms: readonly string[];
}

async function buildLegs(setting: {
  lab: Lab;
  folder: string;
  builder: string;
  image: string;
}): Promise<Legs> {
  const runId = makeRunId();
  const [last = '', ...others] = PLATFORMS;
  const digests: string[] = [];
  for (let at = 0; at < others.length; at += PARALLEL) {
    const some = others.slice(at, at + PARALLEL);
    const ends = await Promise.all(some.map((platform) => runLeg(setting, { runId, platform })));
    digests.push(...ends.map(({ digest }) => digest));
  }
  const end = await runLeg(setting, { runId, platform: last });
  const pushed = end.log.findLast(({ text }) => /pushing manifest for .* done$/.test(text));
  const met = end.log.findLast(({ text }) => /^All legs are there .*: merging$/.test(text));
  const tagged = end.log.findLast(({ text }) => / → sha256:/.test(text));
  const isPublished = end.outputs['published'] === 'true';
  if (pushed === undefined || met === undefined || tagged === undefined || !isPublished)
    throw new Error('The last leg has published nothing');
  return {
    digests: [...digests, end.digest],
    platforms: Object.values(JSON.parse(end.outputs['digests'] ?? '{}')),
    step: (tagged.atMs - pushed.atMs) / 1000,
    merge: (tagged.atMs - met.atMs) / 1000,
  };
}

async function runLeg(
  { lab, folder, builder, image }: { lab: Lab; folder: string; builder: string; image: string },
  { runId, platform }: { runId: string; platform: string },
) {
  const workspace = await lab.makeWorkspace();
  await writeFile(join(workspace, 'Dockerfile'), 'FROM scratch\nCOPY greeting /greeting\n');
  await writeFile(join(workspace, 'greeting'), 'hello\n');
  const run = await runJob(lab, {
    workspace,
    github: { runId },
    matrix: { platform },
    env: { BUILDX_CONFIG: join(folder, 'buildx') },
    inputs: {
      images: image,
      tags: 'a\nb',
      platforms: PLATFORMS.join(','),
      builder,
      'driver-opts': '',
      sbom: 'false',
      cache: 'off',
      emulation: 'off',
    },
  });
  await run.cleanup();
  const { outputs, log, exitCode, maskedLog } = run.main;
  if (exitCode !== 0) throw new Error(`A leg failed:\n${maskedLog.join('\n')}`);
  const { candidate }: { candidate: { digest: string } } = JSON.parse(outputs['candidate'] ?? '');
  return { outputs, log, digest: candidate.digest };
}

/** Index and tags, signature, and verification of all that the tags then name. */
async function mergeByHand({
  lab,
  run,
  image,
  legs,
}: {
  lab: Lab;
  run: RunCommand;
  image: string;
  legs: Legs;
}): Promise<number> {
  const { buildx, cosign, crane } = lab.tools;
  const { trustedRoot, signingConfig } = lab.trust;
  const started = performance.now();
  const tags = ['hand-a', 'hand-b'].flatMap((tag) => ['-t', `${image}:${tag}`]);
  const parts = legs.digests.map((digest) => `${image}@${digest}`);
  await run(buildx, ['imagetools', 'create', ...tags, ...parts]);
  const digest = (await run(crane, ['digest', `${image}:hand-a`])).trim();
  await run(cosign, [
    ...['sign', '--yes', '--oidc-provider=github-actions'],
    ...[`--signing-config=${signingConfig}`, `--trusted-root=${trustedRoot}`],
    `${image}@${digest}`,
  ]);
  const verify = (type: string, of: string): Promise<string> =>
    run(cosign, [
      ...['verify-attestation', `--type=${type}`],
      `--certificate-identity=https://github.com/${lab.oidc.claims.job_workflow_ref}`,
      '--certificate-oidc-issuer=https://token.actions.githubusercontent.com',
      `--trusted-root=${trustedRoot}`,
      `${image}@${of}`,
    ]);
  await verify(SIGNATURE, digest);
  for (const platform of legs.platforms) {
    await verify(SIGNATURE, platform);
    await verify(PROVENANCE, platform);
  }
  return (performance.now() - started) / 1000;
}
