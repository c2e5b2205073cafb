/** A job that a machine of one’s own kills in the middle of a build: no post step, and so none of the invariants of an ended run. */
import { type JobRequest, runJob } from '../../lab/job.ts';
import type { ActionRun } from '../../lab/runner.ts';
import { makeWorkspace } from './e2e-workspace.ts';
import type { World } from './e2e-world.ts';

export async function killDuringBuild(
  { lab }: Pick<World, 'lab'>,
  { inputs, ...places }: Pick<JobRequest, 'inputs' | 'tempDir' | 'toolCacheDir'>,
): Promise<ActionRun> {
  return await runJob(lab, {
    ...places,
    inputs,
    // Nothing but the shell: under emulation the lab's image cannot start another program of its own.
    workspace: await makeWorkspace(lab, ['RUN while :; do :; done']),
    runnerEnvironment: 'self-hosted',
    runPost: false,
    signals: [{ signal: 'SIGKILL', whenLine: /^#\d+ .*RUN while/, afterMs: 200 }],
  });
}
