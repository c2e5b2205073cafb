import type { CheckedRun } from './e2e-case.ts';

interface MountOutput {
  readonly restored: {
    readonly outcome: string;
    readonly key?: string;
    readonly wanted: string;
    readonly seconds: number;
    readonly heldUpSeconds: number;
    readonly mounts: ReadonlyArray<{ readonly mount: string; readonly bytes: number }>;
  };
  readonly saved: { readonly outcome: string; readonly reason?: string };
}

/** What a run says of its cache mounts. */
export function readMounts(run: CheckedRun | undefined): MountOutput {
  return JSON.parse(run?.main.outputs['cache-mounts'] || 'null');
}
