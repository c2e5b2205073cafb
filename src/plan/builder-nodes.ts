/** The machines of a builder of ours. */
import type { InputProblem } from '../errors.ts';
import { formatPlatform } from '../image/platform.ts';
import type { OwnDriver } from '../inputs/driver-options.ts';
import { type BuilderNode, listNodes, TLS_PARTS, type TlsPart } from '../inputs/nodes.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { NodeSpec, OwnBuilder } from './builder-spec.ts';

/** Addresses of a buildkitd that buildx knows (driver/remote/util). */
const REMOTE = /^(?:docker-container|kube-pod|npipe|ssh|tcp|unix):\/\//;
/** A text of a certificate or key, as opposed to the path of one. */
const PEM = /-----BEGIN /;

interface Planning {
  readonly inputs: Pick<
    Inputs,
    'nodes' | 'endpoint' | 'endpointTls' | 'driverOpts' | 'buildkitdFlags' | 'platforms'
  >;
  readonly driver: OwnDriver;
  readonly problems: InputProblem[];
}

/** At least one; notes what their driver cannot do with them. */
export function planNodes(planning: Planning): OwnBuilder['nodes'] {
  const { inputs, driver } = planning;
  const nodes = listNodes(inputs);
  const [first, ...others] = nodes;
  refuseEndpoints(planning);
  const unclaimed = listUnclaimed(planning);
  const heir = others.length === 0 ? undefined : findHeir(nodes);
  const plan = (node: BuilderNode): NodeSpec => ({
    label: node.name,
    endpoint: driver === 'kubernetes' ? undefined : node.endpoint,
    platforms: node === heir ? [...node.platforms, ...unclaimed] : node.platforms,
    driverOpts: [...node.driverOpts, ...listTlsPaths(node)],
    flags: node.buildkitdFlags || inputs.buildkitdFlags,
    tls: TLS_PARTS.filter((part) => isText(node, part)),
  });
  return [plan(first), ...others.map(plan)];
}

/**
 * Platforms that no node names. buildx asks the nodes themselves as soon as one platform has none, and gives every
 * platform to the first that can run it, emulated or not (its build/resolver): so each has to be somebody's.
 */
function listUnclaimed({ inputs, problems }: Planning): string[] {
  const nodes = listNodes(inputs);
  const claimed = new Set(nodes.flatMap(({ platforms }) => platforms));
  if (nodes.length > 1 && claimed.size === 0) {
    problems.push({
      input: 'nodes',
      problem: 'has several machines, and none says for which platforms it is',
      fix: 'Add `platforms`, such as `linux/arm64`, to all but one.',
    });
  }
  return inputs.platforms.map(formatPlatform).filter((platform) => !claimed.has(platform));
}

/** Who gets them: a node that names none itself, or else the first. */
function findHeir(nodes: readonly [BuilderNode, ...BuilderNode[]]): BuilderNode {
  return nodes.find(({ platforms }) => platforms.length === 0) ?? nodes[0];
}

function isText({ tls }: BuilderNode, part: TlsPart): boolean {
  return PEM.test(tls[part] ?? '');
}

function listTlsPaths(node: BuilderNode): string[] {
  return TLS_PARTS.flatMap((part) => {
    const path = node.tls[part];
    return path === undefined || isText(node, part) ? [] : [`${part}=${path}`];
  });
}

function refuseEndpoints({ inputs, driver, problems }: Planning): void {
  const given = new Set<string>();
  listNodes(inputs).forEach((node, at) => {
    const isFirst = at === 0 && (inputs.endpoint !== undefined || inputs.nodes.length === 0);
    const input = isFirst ? 'endpoint' : 'nodes';
    const fault = findFault(node, driver, given);
    if (fault !== undefined) problems.push({ input, value: node.endpoint, ...fault });
    if (driver !== 'kubernetes') given.add(node.endpoint ?? '');
  });
}

function findFault(
  { endpoint, tls, buildkitdFlags }: BuilderNode,
  driver: OwnDriver,
  given: ReadonlySet<string>,
): Pick<InputProblem, 'problem' | 'fix'> | undefined {
  if (driver === 'kubernetes' && endpoint !== undefined)
    return {
      problem: 'is an address, and `driver: kubernetes` takes the cluster of the kubeconfig',
      fix: 'Remove it; `driver-opts: namespace=…` says where in the cluster.',
    };
  if (driver === 'remote' && !REMOTE.test(endpoint ?? ''))
    return {
      problem: 'is no address of a buildkitd, which `driver: remote` needs',
      fix: 'Give `endpoint`, or `nodes` with one each, such as `tcp://host:1234`, `ssh://user@host` or `unix:///run/buildkit/buildkitd.sock`.',
    };
  if (driver !== 'remote' && Object.keys(tls).length > 0)
    return {
      problem: `has TLS files, which the driver ${driver} does not take`,
      fix: 'Use `driver: remote`, or a docker context.',
    };
  if (driver === 'remote' && buildkitdFlags !== '')
    return {
      problem: 'has flags for a buildkitd that runs already',
      fix: 'Remove `buildkitd-flags`.',
    };
  return given.has(endpoint ?? '')
    ? { problem: 'is there twice', fix: 'Give each machine once.' }
    : undefined;
}
