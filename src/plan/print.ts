/** The plan as the log shows it: what will happen, in the order in which it happens. */
import { formatPlatform } from '../image/platform.ts';
import { formatRepository } from '../image/reference.ts';
import { formatAttributes } from '../inputs/lists.ts';
import type { NodeSpec } from './builder-spec.ts';
import { formatTrust } from './cache-trust.ts';
import { formatEmulated } from './emulated.ts';
import type { LoginSpec } from './login-spec.ts';
import { formatBytes } from './mount-economy.ts';
import { formatMounts } from './mounts.ts';
import { formatToolChoice } from './tool-choice.ts';
import type { Plan, Policy } from './types.ts';

/** A decision: its name and what was decided. */
export type PlanRow = readonly [name: string, value: string];

/** One line per decision. Holds no secret: the plan has none. `group` is shown where legs or later jobs meet by it. */
export function formatPlan(plan: Plan, group: string): string[] {
  return listDecisions(plan, group).map(([name, value]) => formatRow(name, value));
}

/** The plan as a table of two columns. */
export function listDecisions(plan: Plan, group: string): PlanRow[] {
  const { build, destinations, load } = plan;
  return [
    row('result', formatMode(plan)),
    ...(plan.mode === 'call'
      ? []
      : [row('platforms', build.platforms.map(formatPlatform).join(', '))]),
    ...formatEmulation(plan),
    ...formatLeg(plan, group),
    row('context', [build.context, build.file, build.target].filter(Boolean).join(' · ')),
    ...destinations.map(({ repository, tags }) =>
      row(
        'image',
        `${formatRepository(repository)}  ${tags.map(({ name }) => name).join(' ') || '(no tag)'}`,
      ),
    ),
    ...(load?.tags ?? []).map((tag) => row('load as', tag)),
    ...(build.contexts.length > 0 ? [row('contexts', build.contexts.join(', '))] : []),
    ...build.exports.map((value) => row('output', value)),
    ...formatImageAttributes(plan),
    row('builder', formatBuilder(plan)),
    ...(plan.buildx.kind === 'installed' ? [] : [row('buildx', formatToolChoice(plan.buildx))]),
    ...(build.allow.length > 0 ? [row('allowed', build.allow.join(', '))] : []),
    row('cache', plan.cache.reason),
    ...formatMountRow(plan),
    ...formatCacheTrust(plan),
    row('attestations', formatAttestations(plan)),
    row('signing', formatSigning(plan)),
    ...formatLevel(plan),
    ...plan.logins.map((login) => row('login', formatLogin(login))),
    ...(build.secretIds.length > 0 ? [row('secrets', build.secretIds.join(', '))] : []),
  ];
}

function formatMountRow({ mounts }: Plan): PlanRow[] {
  const text = formatMounts(mounts);
  return text === undefined ? [] : [row('cache mounts', text)];
}

function formatEmulation({ mode, emulation: { mode: how, outlook } }: Plan): PlanRow[] {
  if (mode === 'call' || outlook === undefined) return [];
  const { steps, doubts } = outlook;
  if (steps.length === 0 && doubts.length === 0)
    return [row('emulated', 'nothing, as far as the Dockerfile tells')];
  const by = {
    auto: '',
    binfmt: '',
    builtin: ", by BuildKit's own emulators",
    off: ', turned off',
  };
  return [row('emulated', `${formatEmulated(outlook)}${by[how]}`)];
}

function formatLogin({ registry, repository, username, source, use, isAwsKey }: LoginSpec): string {
  const place = repository === undefined ? registry : `${registry}/${repository}`;
  const who = isAwsKey === true ? 'an AWS access key' : username;
  const limit = use === 'both' ? '' : `, to ${use} only`;
  return `${place} as ${who} (${source}${limit})`;
}

/** What verifiers will have to name. */
export function formatPolicy(policy: Policy): string[] {
  return [
    formatRow('identity', policy.identity),
    formatRow('issuer', policy.issuer),
    ...(policy.repository === undefined ? [] : [formatRow('repository', policy.repository)]),
    ...(policy.sha === undefined ? [] : [formatRow('commit', policy.sha)]),
    formatRow(
      'log',
      policy.transparencyLog
        ? 'transparency log'
        : 'timestamp only, nothing is written to a public log',
    ),
  ];
}

function row(name: string, value: string): PlanRow {
  return [name, value];
}

/** A line of a table in the log. */
export function formatRow(name: string, value: string): string {
  return `${name.padEnd(13)} ${value}`;
}

function formatMode({ mode, reason, publish, build: { platforms } }: Plan): string {
  const what = {
    push: publish === 'off' ? 'push by digest' : 'push by digest, tags last',
    load: `load ${platforms.length > 1 ? "the engine's own platform " : ''}into the engine`,
    build: 'build only',
    call: 'evaluate the Dockerfile, build nothing',
  }[mode];
  return `${what} (${reason})`;
}

function formatLeg({ leg, publish, mode }: Plan, group: string): PlanRow[] {
  if (mode !== 'push' || (leg === undefined && publish === 'auto')) return [];
  const whole = leg?.platforms.map(formatPlatform).join(', ') ?? '';
  const end = publish === 'auto' ? ' (the last leg to finish publishes)' : '';
  return [
    ...(leg === undefined ? [] : [row('leg of', `${whole}${end}`)]),
    row('group', group),
    ...(publish === 'off' ? [row('publish', 'off: no tag; hand the output `candidate` on')] : []),
  ];
}

function formatImageAttributes({ build: { imageAttributes } }: Plan): PlanRow[] {
  const text = formatAttributes(imageAttributes);
  return text === '' ? [] : [row('image with', text)];
}

function formatBuilder({ builder }: Plan): string {
  if (builder.kind === 'existing') return `${builder.name} (existing, stays)`;
  if (builder.kind === 'engine') return "the engine's own BuildKit";
  const { driver, nodes, config, kept } = builder.own;
  const [first] = nodes;
  const own = [
    kept === undefined
      ? `${driver}, for this job only`
      : `${kept.name}, which stays, with ${formatBytes(kept.maxBytes)} at most`,
    ...(nodes.length > 1 || first.endpoint !== undefined
      ? nodes.map((node) => formatNode(node, driver === 'kubernetes' ? 'a pod' : 'the engine here'))
      : first.driverOpts.map(hideValue)),
    ...(config === undefined ? [] : ['with a configuration']),
  ].join(' · ');
  return builder.kind === 'auto' ? `the engine's own BuildKit where it will do, else ${own}` : own;
}

function formatNode({ endpoint, platforms, driverOpts }: NodeSpec, here: string): string {
  const native = platforms.length === 0 ? [] : [`for ${platforms.join(', ')}`];
  return [endpoint ?? here, ...native, ...driverOpts.map(hideValue)].join(' ');
}

/** Variables of the builder's container may be proxies with a password or keys of a cache. */
function hideValue(option: string): string {
  return option.replace(/(env\.[^=]*=).*$/s, '$1…');
}

/** Where there is a cache to trust, or one that is not read. */
function formatCacheTrust({ cache: { from, to, trust } }: Plan): PlanRow[] {
  if (from.length + to.length + trust.refused.length === 0) return [];
  return [row('cache trust', formatTrust(trust))];
}

function formatAttestations({ attestations, mode }: Plan): string {
  if (mode !== 'push' && attestations.length === 0) return 'none (nothing is pushed)';
  const kinds = new Set(attestations.map(({ kind }) => kind));
  const say = (kind: 'spdx' | 'provenance', name: string): string =>
    kinds.has(kind) ? name : `no ${name} (turned off)`;
  return [say('spdx', 'SBOM (SPDX)'), say('provenance', 'SLSA provenance')].join(', ');
}

/** Said where there is a provenance to say it. */
function formatLevel({ attestations, level }: Plan): PlanRow[] {
  if (!attestations.some(({ kind }) => kind === 'provenance')) return [];
  const why = level.reasons.length === 0 ? '' : ` (${level.reasons.join('; ')})`;
  return [row('SLSA', `Build L${level.level}${why}`)];
}

function formatSigning({ signing }: Plan): string {
  if (signing.kind === 'off') return `off: ${signing.reason}`;
  const sigstore = signing.trustedRoot === undefined ? 'public Sigstore' : 'Sigstore of your own';
  return `cosign, keyless, ${sigstore}, up to ${Math.round(signing.timeoutMs / 1000)} s`;
}
