/** 300 MB of cache mounts: what it costs to restore and to save them, against what they save. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runJob } from '../lab/job.ts';
import { type Lab, openLab } from '../lab/lab.ts';
import { formatSpread, measureSpread } from './statistics.ts';

/** A mount of 300 MB in 3000 files, half of each without any order; without it, half a minute of other work besides. */
const FILL = [
  'if test -e /m/0; then exit; fi; i=0; head -c 50000 /dev/zero > /zero;',
  'while test $i -lt 3000; do { head -c 50000 /dev/urandom; cat /zero; } > /m/$i; i=$((i+1)); done; sleep 30',
].join(' ');

interface MountTimes {
  /** Of the build alone. */
  readonly cold: number;
  readonly warm: number;
  readonly restore: number;
  /** Of the restore, after everything else that the build waits for. */
  readonly waited: number;
  /** What the mounts spared, less what the build waited for them. */
  readonly gain: number;
  readonly save: number;
  /** Of the whole step. */
  readonly coldStep: number;
  readonly warmStep: number;
}

interface Told {
  readonly restored: {
    readonly outcome: string;
    readonly seconds: number;
    readonly heldUpSeconds: number;
  };
  readonly saved: { readonly outcome: string; readonly seconds?: number };
}

/** One run that saves and one, after a change of the source, that restores. Layers are not cached. */
async function measureMounts(lab: Lab, round: number): Promise<MountTimes> {
  const workspace = await lab.makeWorkspace();
  const lines = [
    `FROM ${lab.baseImage}`,
    'COPY source /source',
    `RUN --mount=type=cache,target=/m ${FILL}`,
  ];
  await writeFile(join(workspace, 'Dockerfile'), `${lines.join('\n')}\n`);
  const run = async (source: string) => {
    await writeFile(join(workspace, 'source'), source);
    const { main, cleanup } = await runJob(lab, {
      workspace,
      timeoutMs: 300_000,
      inputs: {
        images: `${lab.registryHost}/bench/mounts-${round}`,
        platforms: `linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`,
        'cache-to': 'type=inline',
        sbom: 'false',
      },
    });
    await cleanup();
    const told: Told = JSON.parse(main.outputs['cache-mounts'] || 'null');
    const timings: Record<string, number> = JSON.parse(main.outputs['timings'] || '{}');
    return { told, build: timings['Build'] ?? Number.NaN, step: main.durationMs / 1000 };
  };
  const first = await run('1');
  const second = await run('2');
  if (second.told.restored.outcome !== 'restored')
    throw new Error(`Not restored: ${JSON.stringify([first.told, second.told])}`);
  const { seconds: restore, heldUpSeconds: waited } = second.told.restored;
  return {
    cold: first.build,
    warm: second.build,
    restore,
    waited,
    gain: first.build - second.build - waited,
    save: first.told.saved.seconds ?? Number.NaN,
    coldStep: first.step,
    warmStep: second.step,
  };
}

/** Each round is a run that saves and one that restores: some two minutes. */
export async function benchMounts(tell: (line: string) => void, rounds: number): Promise<void> {
  const lab = await openLab({ log: () => undefined, isDirect: true });
  try {
    const rows: MountTimes[] = [];
    for (let round = 0; round < rounds; round++) rows.push(await measureMounts(lab, round));
    const names = [
      ...(['cold', 'warm', 'restore', 'waited', 'gain', 'save'] as const),
      ...(['coldStep', 'warmStep'] as const),
    ];
    const columns = names.map((name) => formatSpread(measureSpread(rows.map((row) => row[name]))));
    tell(
      '| 300 MB of cache mounts | build without, s | build with, s | restore, s | of it the build waited, s | gain, s | save, s | step without, s | step with, s |',
    );
    tell('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
    tell(`| 3000 files | ${columns.join(' | ')} |`);
  } finally {
    await lab.stop();
  }
}
