/** A builder that stays on a machine of one's own: whose runs share one, and which runs must not. */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { TomlTable } from '../tools/buildkitd-config.ts';
import { classifyRef, type RefKind } from './cache-refs.ts';
import { classifyEvent } from './events.ts';
import type { Facts } from './types.ts';

export interface KeptSpec {
  /** Of the builder: name, who shares it, and the repository. */
  readonly name: string;
  readonly maxBytes: number;
}

type Asked = Pick<Inputs, 'keepBuilder' | 'keepBuilderMaxBytes'>;

/**
 * A build can leave anything in a builder that stays: cache mounts, and results of steps that are not what their
 * Dockerfile says. So what is released is never built where a branch or a pull request has built before.
 */
const SHARES: Readonly<Record<RefKind, string | undefined>> = {
  default: 'release',
  protected: 'release',
  tag: 'release',
  branch: 'branch',
  'pull-request': 'pull-request',
  passing: undefined,
};

/** Undefined where none is kept: nobody has asked, or this run must leave nothing. */
export function planKept(inputs: Asked, facts: Facts): KeptSpec | undefined {
  const { keepBuilder, keepBuilderMaxBytes: maxBytes } = inputs;
  if (keepBuilder === undefined || findObstacle(facts) !== undefined) return undefined;
  const share = chooseShare(facts);
  // No part but the last has a dot in it: no other share and no other repository can have the same name.
  const owned = facts.repository.replace('/', '.').replace(/[^\w.-]/g, '_');
  return { name: `build-sign-kept.${keepBuilder}.${share}.${owned}`, maxBytes };
}

/** Why this run has a builder of its own, where one that stays was asked for. */
export function noteKept({ keepBuilder }: Asked, facts: Facts): string[] {
  const obstacle = keepBuilder === undefined ? undefined : findObstacle(facts);
  return obstacle === undefined
    ? []
    : [`\`keep-builder\` is left out, and the builder is of this job alone: ${obstacle}.`];
}

/** Which branch is the default one may not be known; then each may be any. */
function chooseShare(facts: Facts): string | undefined {
  const kind = classifyRef(facts);
  const isSure = kind !== 'default' || facts.names.repository.defaultBranch !== undefined;
  return SHARES[isSure ? kind : 'branch'];
}

function findObstacle(facts: Facts): string | undefined {
  if (facts.runnerEnvironment === 'github-hosted')
    return 'a machine that GitHub hosts does not outlive its job (`cache` keeps layers there)';
  const kind = classifyEvent(facts);
  if (kind !== 'own' && kind !== 'pull-request')
    return 'what this run builds comes from outside of the repository';
  return chooseShare(facts) === undefined
    ? `a run of \`${facts.eventName}\` shares a builder with nobody`
    : undefined;
}

/** Only a container on the engine here can be found again. */
export function refuseElsewhere(
  { driver, endpoint, nodes }: Pick<Inputs, 'driver' | 'endpoint' | 'nodes'>,
  problems: InputProblem[],
): void {
  const isHere = driver === 'auto' || driver === 'docker-container';
  if (isHere && endpoint === undefined && nodes.length === 0) return;
  problems.push({
    input: 'keep-builder',
    problem: 'keeps a container of the engine here, and the builder is somewhere else',
    fix: 'Remove it, or `driver`, `endpoint` and `nodes`.',
  });
}

/** BuildKit prunes to it while it builds; it keeps a tenth in any case. */
export function makeKeptConfig({ maxBytes }: KeptSpec): TomlTable {
  const reservedSpace = Math.floor(maxBytes / 10);
  return { worker: { oci: { gc: true, maxUsedSpace: maxBytes, reservedSpace } } };
}
