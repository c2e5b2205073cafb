/** The job summary, in the Markdown that GitHub renders. */
import { ActionError, describeError, errorCode } from '../../errors.ts';
import { formatRepository } from '../../image/reference.ts';
import { SIGNATURE_PREDICATE } from '../../plan/signing.ts';
import type { Subject } from '../../plan/types.ts';
import { formatKeptLine } from '../publishing/kept.ts';
import type { ReportedPlan, Results } from './report.ts';
import { formatAdvice } from './summary-cache.ts';
import { formatRehearsal } from './summary-dry.ts';
import { formatHeld, formatLegs } from './summary-legs.ts';
import { formatAbout } from './summary-run.ts';
import {
  escapeHtml,
  formatBlock,
  formatFolded,
  formatMessage,
  formatTable,
} from './summary-table.ts';

interface Told {
  readonly results: Results;
  readonly timings: Readonly<Record<string, number>>;
  readonly error: unknown;
  readonly commands: readonly string[];
}

export function formatSummary(told: Told): string {
  const { results, error } = told;
  return [
    `### ${formatHeadline(results, error)}`,
    ...(error === undefined ? [] : [formatFailure(results, error)]),
    ...(error === undefined ? [formatLegs(results)] : []),
    formatRehearsal(results),
    formatTags(results),
    formatKept(results),
    formatSubjects(results),
    formatFiles(results),
    formatMissing(results.plan),
    formatCommands(told),
    formatAbout(told),
    formatAdvice(results),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function formatHeadline(results: Results, error: unknown): string {
  const { plan, published, verified, build, image, waiting, candidate, files } = results;
  const name =
    plan?.destinations[0] === undefined
      ? 'image'
      : formatRepository(plan.destinations[0].repository);
  if (error !== undefined)
    return `❌ ${name} was not ${plan?.mode === 'push' ? 'published' : 'built'}`;
  if (plan?.mode === 'call') return `✅ Evaluated: ${plan.reason}; nothing was built`;
  if (build === undefined && image === undefined)
    return `Dry run: nothing was built, ${name} is as it was`;
  const signed = files === undefined ? '' : '; its files are signed and verified';
  if (plan?.mode === 'load') return `✅ Built and loaded into the engine${signed}`;
  if (plan?.mode === 'build') return `✅ Built, not pushed: ${plan.reason}${signed}`;
  if (!published && (results.kept?.length ?? 0) > 0)
    return `✅ ${name} is ${verified === undefined ? 'pushed' : 'signed and verified'}; ${tellHolder(results)}`;
  if (waiting !== undefined || (!published && candidate !== undefined))
    return `✅ ${formatHeld(results, name)}`;
  if (published && verified !== undefined) return `✅ ${name} is published, signed and verified`;
  return `⚠️ ${name} is published **without a signature**`;
}

function formatFailure({ moved, verified }: Results, error: unknown): string {
  const quoted = formatMessage(describeError(error))
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
  const tags =
    moved.length === 0
      ? 'No tag was created or moved.'
      : `Moved before the failure, to the ${verified === undefined ? 'unsigned' : 'signed and verified'} image: ${moved.map(({ reference }) => `\`${reference}\``).join(', ')}.`;
  const told = error instanceof ActionError ? error.details : [];
  return [
    quoted,
    `\`${errorCode(error)}\` · ${tags}`,
    ...(told.length === 0 ? [] : [formatBlock(told)]),
  ].join('\n\n');
}

function formatTags({ moved, image }: Results): string {
  if (moved.length === 0 || image === undefined) return '';
  const rows = moved.map(({ reference, previous, digest }) => [
    `\`${reference}\``,
    formatPrevious(previous, digest ?? image.digest),
  ]);
  return `**Digest** \`${image.digest}\`\n\n${formatTable(['tag', 'before'], rows)}`;
}

function formatKept({ kept = [] }: Results): string {
  if (kept.length === 0) return '';
  const isRun = kept.every(({ reason }) => reason.kind === 'run');
  const title = isRun ? 'Left to a later run:' : 'Left alone, as they would go backwards:';
  return [title, '', ...kept.map(formatKeptLine)].join('\n');
}

function tellHolder({ kept = [] }: Results): string {
  return kept.every(({ reason }) => reason.kind === 'run')
    ? 'a later run has its tags'
    : 'its tags stay where they are';
}

function formatPrevious(previous: string | undefined, digest: string): string {
  if (previous === undefined) return 'new';
  return previous === digest ? 'the same' : `\`${previous.slice(0, 19)}…\``;
}

function formatSubjects({ image, verified, plan }: Results): string {
  if (image === undefined) return '';
  const found = (subject: Subject, predicateType: string): string =>
    verified?.some((one) => one.subject === subject && one.predicateType === predicateType) === true
      ? '✅'
      : '–';
  const attestations = plan?.attestations ?? [];
  // It holds platform and attestations of a leg together until they are merged, and nobody signs it.
  const built = image.subjects.filter(({ kind }) => kind === 'platform');
  const isLeg = plan?.leg !== undefined && built.length < plan.leg.platforms.length;
  const header = [
    'manifest',
    'digest',
    'signature',
    ...attestations.map(({ kind }) => (kind === 'spdx' ? 'SBOM' : 'provenance')),
  ];
  const rows = image.subjects
    .filter(({ kind }) => kind === 'platform' || (kind === 'index' && !isLeg))
    .map((subject) => [
      subject.kind === 'index' ? 'index' : (subject.platform ?? ''),
      `\`${subject.digest.slice(0, 19)}…\``,
      found(subject, SIGNATURE_PREDICATE),
      ...attestations.map(({ predicateType }) =>
        subject.kind === 'platform' ? found(subject, predicateType) : '',
      ),
    ]);
  return formatTable(header, rows);
}

/** Each bundle beside the files, and what it says of them. */
function formatFiles({ files = [] }: Results): string {
  if (files.length === 0) return '';
  const rows = files.map(({ output, platform, spec, bundlePath }) => {
    const what = spec === undefined ? 'signature' : spec.kind === 'spdx' ? 'SBOM' : spec.kind;
    return [`\`${output.dest}\``, platform ?? '', what, `\`${bundlePath}\``];
  });
  return formatTable(['file', 'platform', '✅', 'bundle'], rows);
}

/** What was turned off is said: a missing signature must not look like an oversight of the reader. */
function formatMissing(plan: ReportedPlan | undefined): string {
  if (plan === undefined || (plan.mode !== 'push' && plan.files.length === 0)) return '';
  const kinds = new Set(plan.attestations.map(({ kind }) => kind));
  const missing = [
    ...(plan.signing.kind === 'off' ? [`no signature (${plan.signing.reason})`] : []),
    ...(kinds.has('spdx') ? [] : ['no SBOM']),
    ...(kinds.has('provenance') ? [] : ['no provenance']),
  ];
  const what = plan.mode === 'push' ? 'this image' : 'these files';
  return missing.length === 0 ? '' : `Not part of ${what}: ${missing.join(', ')}.`;
}

function formatCommands({ commands, results }: Told): string {
  if (commands.length === 0) return '';
  const identity = escapeHtml(results.policy?.identity ?? '');
  const summary = `Verify it (signed by <code>${identity}</code>)`;
  return formatFolded(
    summary,
    commands.flatMap((command, at) => [...(at === 0 ? [] : ['']), wrapCommand(command)]),
  );
}

/** One flag a line: whole identities do not fit the page otherwise. */
function wrapCommand(command: string): string {
  return command.replaceAll(/ (?=--| ?[^ ]+$)/g, ' \\\n  ');
}
