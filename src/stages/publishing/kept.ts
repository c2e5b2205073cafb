/** How it is told that a tag stays where it is. */
import type { RunInvocation } from '../../image/certificate.ts';
import { type ContentReason, NO_RELEASE } from './content-order.ts';
import type { KeptTag } from './publish.ts';

/** `release`: GitHub marks another one as its latest. */
export type KeptReason =
  | { readonly kind: 'run' }
  | ContentReason
  | { readonly kind: 'release'; readonly named: string; readonly own: string };

/** One sentence, and how to have it otherwise. */
export function tellKept({ reference, digest, run, reason }: KeptTag): string {
  const kept = `${reference} is left alone: `;
  const names = `it names ${digest}, `;
  const { kind } = reason;
  if (kind === 'run')
    return `${kept}${names}which ${formatRun(run)} signed, a later run than this one. To go back on purpose, start a new run.`;
  const why = kind === 'release' ? formatReason(reason) : `${names}${formatReason(reason)}`;
  return `${kept}${why}. To move it all the same, set \`allow-downgrade: true\`.`;
}

/** A line of a Markdown list. */
export function formatKeptLine({ reference, digest, run, reason }: KeptTag): string {
  if (reason.kind === 'release') return `- \`${reference}\`: ${formatReason(reason)}`;
  const named = `- \`${reference}\` names \`${digest?.slice(0, 19)}…\``;
  return reason.kind === 'run'
    ? `${named} of ${formatRun(run)}`
    : `${named}, ${formatReason(reason)}`;
}

function formatReason(reason: Exclude<KeptReason, { readonly kind: 'run' }>): string {
  const { kind, named, own } = reason;
  switch (kind) {
    case 'version':
      return `version ${named}, which is higher than ${own}`;
    case 'commit':
      return `commit ${shorten(named)}, which is newer than ${shorten(own)}`;
    case 'release':
      return named === NO_RELEASE
        ? `GitHub marks no release as the latest, and so not ${own}`
        : `GitHub marks ${named} as the latest release, not ${own}`;
  }
}

/** `run 7 (https://…)` */
function formatRun(run: RunInvocation | undefined): string {
  if (run === undefined) return 'another run';
  return `run ${run.runId} (${run.serverUrl}/${run.repository}/actions/runs/${run.runId})`;
}

const shorten = (commit: string): string => commit.slice(0, 12);
