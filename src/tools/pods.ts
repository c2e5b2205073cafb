/** kubectl: what it says of the pods of a builder → why they do not get ready. Facts: Kubernetes 1.36. */
import { isRecord, readJson } from '../image/json-shape.ts';
import { defuseLine } from './output-filter.ts';
import { redactLine } from './redact.ts';

export interface PodTrouble {
  /** In the words of the cluster: `ImagePullBackOff`, `Unschedulable`, `FailedCreate`. */
  readonly reason: string;
  readonly message: string;
  readonly hint: string;
  /** Waiting longer does not help. */
  readonly isFinal: boolean;
}

interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
}

interface ContainerStatus {
  readonly ready?: boolean;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  readonly lastState?: {
    readonly terminated?: { readonly exitCode?: number; readonly reason?: string };
  };
}

/** A Deployment, StatefulSet or Pod, as far as it is read. */
interface ClusterObject {
  readonly kind?: string;
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface Found {
  readonly reason: string;
  readonly message: string;
}

const LOOK = 'What `kubectl describe pod` and `kubectl logs` say of it tells more.';
const ADMISSION =
  'The namespace has to admit privileged pods (`pod-security.kubernetes.io/enforce: privileged`): `driver-opts: namespace=…` names another. `rootless=true` does without the privilege, but asks for a seccomp profile that the level `baseline` refuses too.';

/** By reason and message, the first that fits. */
const KINDS: ReadonlyArray<{
  readonly when: RegExp;
  readonly hint: string;
  readonly isFinal: boolean;
}> = [
  { when: /violates PodSecurity/, hint: ADMISSION, isFinal: true },
  {
    when: /exceeded quota|maximum .* usage per|must specify (?:limits|requests)/,
    hint: 'What a pod asks for is set by `driver-opts: requests.cpu=…`, `requests.memory=…`, `limits.cpu=…` and `limits.memory=…`: it has to fit what the namespace has left (`kubectl describe quota`).',
    isFinal: false,
  },
  {
    when: /^FailedCreate/,
    hint: 'The namespace does not admit the pod as `driver-opts` ask for it. `kubectl describe replicaset` tells more.',
    isFinal: false,
  },
  {
    when: /^InvalidImageName|^(?:ErrImagePull|ImagePullBackOff).*(?:not found|manifest unknown|denied|unauthorized)/i,
    hint: 'The nodes of the cluster cannot pull the image: `driver-opts: image=…` names another, `mirrors` another place. For a registry that wants a login give the service account of `driver-opts: serviceaccount=…` its `imagePullSecrets`.',
    isFinal: true,
  },
  {
    when: /^ErrImagePull|^ImagePullBackOff/,
    hint: 'The nodes of the cluster cannot pull the image: `driver-opts: image=…` names another, `mirrors` another place.',
    isFinal: false,
  },
  {
    when: /^Unschedulable/,
    hint: 'No node takes the pod: see `nodeselector`, `tolerations` and `requests.…` in `driver-opts`. Where a node is started for it first, `timeout=10m` waits longer.',
    isFinal: false,
  },
  { when: /^CrashLoopBackOff|^CreateContainer/, hint: LOOK, isFinal: true },
];

/** Containers that are still being made, which is no trouble. */
const USUAL = ['ContainerCreating', 'PodInitializing'];
const MAX_MESSAGE = 400;

/**
 * Of the objects that `kubectl get deployments,pods --output=json` lists. Undefined where nothing is wrong yet: the
 * containers are being made, or nothing is there.
 */
export function findPodTrouble(text: string): PodTrouble | undefined {
  const found = listObjects(text)
    .map(findTrouble)
    .find((one) => one !== undefined);
  if (found === undefined) return undefined;
  const message = shorten(redactLine(defuseLine(found.message.replaceAll(/\s+/g, ' '))));
  const kind = KINDS.find(({ when }) => when.test(`${found.reason}: ${message}`));
  return {
    ...{ reason: found.reason, message },
    hint: kind?.hint ?? LOOK,
    isFinal: kind?.isFinal === true,
  };
}

/** Pods first: where there is one, the Deployment knows only that it is not ready. */
function listObjects(text: string): ClusterObject[] {
  const list = readJson(text);
  if (!isRecord(list) || !Array.isArray(list['items'])) return [];
  const items: readonly ClusterObject[] = list['items'].filter(isRecord);
  const isPod = ({ kind }: ClusterObject): boolean => kind === 'Pod';
  return [...items.filter(isPod), ...items.filter((one) => !isPod(one))];
}

function findTrouble({ kind, status }: ClusterObject): Found | undefined {
  const conditions = status?.conditions ?? [];
  if (kind !== 'Pod') return findCondition(conditions, 'ReplicaFailure', 'True');
  const containers = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
  ];
  const waiting = containers.map(readWaiting).find((one) => one !== undefined);
  if (waiting !== undefined) return waiting;
  if (status?.phase === 'Failed')
    return { reason: status.reason ?? 'Failed', message: status.message ?? '' };
  const unscheduled = findCondition(conditions, 'PodScheduled', 'False');
  if (unscheduled !== undefined) return unscheduled;
  const isSilent = status?.phase === 'Running' && containers.some(({ ready }) => ready === false);
  return isSilent
    ? { reason: 'NotReady', message: 'its container runs, and buildkitd does not answer' }
    : undefined;
}

function findCondition(
  conditions: readonly Condition[],
  type: string,
  status: string,
): Found | undefined {
  const found = conditions.find((one) => one.type === type && one.status === status);
  return found && { reason: found.reason ?? type, message: found.message ?? '' };
}

function readWaiting({ state, lastState }: ContainerStatus): Found | undefined {
  const { reason, message = '' } = state?.waiting ?? {};
  if (reason === undefined || USUAL.includes(reason)) return undefined;
  const ended = lastState?.terminated;
  const why =
    ended === undefined ? '' : ` (it ended with ${ended.reason ?? ''} ${ended.exitCode ?? ''})`;
  return { reason, message: `${message}${why}` };
}

function shorten(text: string): string {
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE - 1)}…` : text;
}
