/** The machines of a builder of ours. */
import type { InputProblem } from '../errors.ts';
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
    'nodes' | 'endpoint' | 'endpointTls' | 'driverOpts' | 'buildkitdFlags'
  >;
  readonly driver: OwnDriver;
  readonly problems: InputProblem[];
}

/** At least one; notes what their driver cannot do with them. */
export function planNodes(planning: Planning): OwnBuilder['nodes'] {
  const { inputs, driver } = planning;
  const [first, ...others] = listNodes(inputs);
  refuseEndpoints(planning);
  const plan = (node: BuilderNode): NodeSpec => ({
    label: node.name,
    endpoint: driver === 'kubernetes' ? undefined : node.endpoint,
    platforms: node.platforms,
    driverOpts: [...node.driverOpts, ...listTlsPaths(node)],
    flags: node.buildkitdFlags || inputs.buildkitdFlags,
    tls: TLS_PARTS.filter((part) => isText(node, part)),
  });
  return [plan(first), ...others.map(plan)];
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
