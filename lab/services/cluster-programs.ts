/** What the programs of a cluster are started with. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { findFreePort } from './free-port.ts';
import type { ServerPlan } from './server-process.ts';
import type { TlsFiles } from './tls-files.ts';

export type ProgramPlan = Pick<ServerPlan, 'name' | 'args' | 'listening'>;

/** The controllers that a Deployment, a quota and a service account need. */
const CONTROLLERS = [
  'deployment-controller',
  'replicaset-controller',
  'garbage-collector-controller',
  'resourcequota-controller',
  'serviceaccount-controller',
];
/** What is sent is recorded whole where it says what a builder is made of. */
const AUDIT_POLICY = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived', 'ResponseStarted'],
  rules: [
    { level: 'None', users: ['admin'], userGroups: ['system:masters'] },
    { level: 'None', users: ['system:apiserver'] },
    {
      level: 'Request',
      resources: [
        { group: 'apps', resources: ['deployments', 'statefulsets'] },
        { group: '', resources: ['configmaps'] },
      ],
    },
    { level: 'Metadata' },
  ],
};
const NODES = ['node-amd64=amd64', 'node-arm64=arm64'];

/** Where the API server writes who asked for what, a line each. */
export function auditPath(folder: string): string {
  return join(folder, 'audit.log');
}

/** Nothing is kept: what would be lost in a power cut need not be on the disk. */
export async function planEtcd(folder: string): Promise<ProgramPlan> {
  const client = `http://127.0.0.1:${await findFreePort()}`;
  const peer = `http://127.0.0.1:${await findFreePort()}`;
  return {
    name: 'etcd',
    args: [
      ...[`--data-dir=${join(folder, 'etcd')}`, '--unsafe-no-fsync', '--log-level=info'],
      ...[`--listen-client-urls=${client}`, `--advertise-client-urls=${client}`],
      ...[`--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`],
      `--initial-cluster=default=${peer}`,
    ],
    listening: /serving client traffic insecurely.*"address":"(127\.0\.0\.1:\d+)"/,
  };
}

/** Who has the token may do everything; everybody else is a service account, whose rights are RBAC's. */
export async function planApiServer(given: {
  readonly folder: string;
  readonly tls: TlsFiles;
  readonly etcd: string;
  readonly adminToken: string;
}): Promise<ProgramPlan> {
  const { folder, tls, etcd, adminToken } = given;
  const tokens = join(folder, 'tokens.csv');
  await writeFile(tokens, `${adminToken},admin,admin,system:masters\n`);
  const policy = join(folder, 'audit.yml');
  await writeFile(policy, stringify(AUDIT_POLICY));
  return {
    name: 'kube-apiserver',
    args: [
      ...[`--etcd-servers=http://${etcd}`, '--bind-address=127.0.0.1'],
      ...[`--secure-port=${await findFreePort()}`, '--advertise-address=192.0.2.1'],
      ...['--endpoint-reconciler-type=none', '--service-cluster-ip-range=10.96.0.0/24'],
      ...[`--tls-cert-file=${tls.server.cert}`, `--tls-private-key-file=${tls.server.key}`],
      ...[`--client-ca-file=${tls.ca}`, `--token-auth-file=${tokens}`, '--authorization-mode=RBAC'],
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${tls.client.cert}`,
      `--service-account-signing-key-file=${tls.client.key}`,
      `--kubelet-certificate-authority=${tls.ca}`,
      `--kubelet-client-certificate=${tls.client.cert}`,
      `--kubelet-client-key=${tls.client.key}`,
      '--kubelet-preferred-address-types=InternalIP',
      '--allow-privileged=true',
      ...[`--audit-policy-file=${policy}`, `--audit-log-path=${auditPath(folder)}`],
    ],
    listening: /Serving securely on (127\.0\.0\.1:\d+)/,
  };
}

export function planControllers(kubeconfig: string): ProgramPlan {
  return {
    name: 'kube-controller-manager',
    args: [
      ...[`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'],
      `--controllers=${CONTROLLERS.join(',')}`,
    ],
    listening: /(Caches are synced)/,
  };
}

export function planScheduler(kubeconfig: string): ProgramPlan {
  return {
    name: 'kube-scheduler',
    args: [`--kubeconfig=${kubeconfig}`, '--leader-elect=false', '--secure-port=0'],
    listening: /(Starting Kubernetes Scheduler)/,
  };
}

export function planNodes(given: {
  readonly kubeconfig: string;
  readonly folder: string;
  readonly tls: TlsFiles;
  readonly docker: string;
}): ProgramPlan {
  const { kubeconfig, folder, tls, docker } = given;
  return {
    name: 'node',
    args: [
      ...[`--kubeconfig=${kubeconfig}`, `--docker=${docker}`, `--folder=${join(folder, 'pods')}`],
      ...[`--ca=${tls.ca}`, `--cert=${tls.server.cert}`, `--key=${tls.server.key}`],
      `--nodes=${NODES.join(',')}`,
    ],
    listening: /nodes listen on (127\.0\.0\.1:\d+)/,
  };
}
