/** Failures of a builder in a cluster. Texts: buildx 0.36, Kubernetes 1.36. */
import type { KnownFailure } from './known-failure.ts';

const CLUSTER: readonly KnownFailure[] = [
  {
    id: 'cluster-forbidden',
    pattern:
      /is forbidden: User "(?<user>[^"]*)" cannot (?<verb>[a-z]+) resource "(?<resource>[^"]*)" in API group "(?<group>[^"]*)" in the namespace "(?<namespace>[^"]*)"/i,
    code: 'BUILDER_FAILED',
    message: 'The cluster does not let `{user}` {verb} `{resource}` in the namespace `{namespace}`',
    hint: 'Grant it by a Role there with `apiGroups: ["{group}"]`, `resources: ["{resource}"]`, `verbs: ["{verb}"]`. docs/kubernetes.md has one with all that a builder needs.',
    retry: 'no',
  },
  {
    id: 'cluster-unauthorized',
    pattern:
      /error (?:for bootstrap|while calling)[^\n]*: Unauthorized|the server has asked for the client to provide credentials/i,
    code: 'BUILDER_FAILED',
    message: 'The cluster does not accept the credentials of the kubeconfig',
    hint: 'Has its token or certificate expired? Make the kubeconfig in this job, shortly before this step.',
    retry: 'no',
  },
  {
    id: 'cluster-unreachable',
    pattern:
      /error (?:for bootstrap|while calling)[^\n]*(?:dial tcp|no such host|i\/o timeout|x509:|TLS handshake)/i,
    code: 'BUILDER_FAILED',
    message: 'The API server of the cluster cannot be reached',
    hint: 'Does `kubectl version` answer on this runner, with the same `KUBECONFIG`?',
    retry: 'yes',
  },
  {
    id: 'cluster-unprivileged',
    pattern: /securityContext\.privileged: Forbidden: disallowed by cluster policy/i,
    code: 'BUILDER_FAILED',
    message: 'The cluster runs no privileged containers',
    hint: '`driver-opts: rootless=true` does without.',
    retry: 'no',
  },
  {
    id: 'cluster-unknown',
    pattern:
      /invalid configuration: no configuration has been provided|kubernetes driver requires kubernetes API access/i,
    code: 'BUILDER_FAILED',
    message: 'There is no kubeconfig, and the runner is in no cluster',
    hint: 'Give the step `env: KUBECONFIG: …` with the path of one, or write it to `~/.kube/config` before.',
    retry: 'no',
  },
  {
    id: 'kubeconfig-unreadable',
    pattern: /cannot determine Kubernetes namespace, specify manually: (?<why>[^\n]+)/i,
    code: 'BUILDER_FAILED',
    message: 'The kubeconfig cannot be read: {why}',
    hint: '`KUBECONFIG` has to be the path of one file: buildx takes no list of several.',
    retry: 'no',
  },
];

export const CLUSTER_FAILURES: readonly KnownFailure[] = CLUSTER.map((failure) => ({
  ...failure,
  tool: 'buildx',
}));
