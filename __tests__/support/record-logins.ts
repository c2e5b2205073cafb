/**
 * Runs the published bundles of the actions that log in to clouds by OIDC, against the lab's services, and writes what they
 * asked for to __tests__/fixtures/logins/peers.json. That the services answer them is the first thing it shows. It fetches
 * nothing.
 *
 *   node __tests__/support/record-logins.ts <folder> <version> <folder> <version> <folder> <version>
 *
 * with checkouts of aws-actions/configure-aws-credentials, docker/login-action and google-github-actions/auth.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLOUD_IDS } from '../../lab/services/cloud-office.ts';
import { startClouds } from '../../lab/services/clouds.ts';
import { startOidc } from '../../lab/services/oidc.ts';
import { type LoginRequest, startLoginRecorder } from './login-recorder.ts';

const TARGET = fileURLToPath(new URL('../fixtures/logins/peers.json', import.meta.url));
const SUBJECT = 'repo:octo-org/app:ref:refs/heads/main';
const ROLE = 'arn:aws:iam::123456789012:role/push';

export interface RecordedLogin {
  readonly peer: string;
  readonly requests: readonly LoginRequest[];
}

const [aws, awsVersion, login, loginVersion, google, googleVersion] = process.argv.slice(2);
const home = await mkdtemp(join(tmpdir(), 'bsa-logins-'));
const oidc = await startOidc();
const role = { arn: ROLE, subject: SUBJECT };
const clouds = await startClouds({ oidc, users: [], role, subject: SUBJECT });
const recorder = await startLoginRecorder(clouds.url);
const recorded: Record<string, RecordedLogin> = {};

interface Step {
  readonly name: string;
  readonly peer: string;
  readonly bundle: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Gives the variables that the step exports for the next. */
async function record({ name, peer, bundle, inputs, env }: Step): Promise<Record<string, string>> {
  const before = recorder.requests.length;
  const files = { GITHUB_ENV: join(home, 'env'), GITHUB_OUTPUT: join(home, 'output') };
  for (const file of Object.values(files)) await writeFile(file, '');
  const said = await runBundle(bundle, {
    ...BASE,
    ...files,
    ...env,
    ...Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value]),
    ),
  });
  // After its first request one peer looks who it is now, which is no part of a login at a registry.
  const requests = recorder.requests
    .slice(before)
    .filter(({ fields }) => fields['Action'] !== 'GetCallerIdentity');
  const exported = await readFile(files.GITHUB_ENV, 'utf8');
  if (requests.length === 0) throw new Error(`${peer} asked nothing: ${said}`);
  recorded[name] = { peer, requests };
  return Object.fromEntries(
    [...exported.matchAll(/^(\w+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, key, , value]) => [
      key ?? '',
      value ?? '',
    ]),
  );
}

function runBundle(bundle: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bundle], { cwd: home, env }, (_, stdout) => resolve(stdout));
  });
}

const BASE = {
  HOME: home,
  PATH: `${join(home, 'bin')}:/usr/bin:/bin`,
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_WORKFLOW: 'image',
  GITHUB_ACTION: 'login',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SHA: '0'.repeat(40),
  GITHUB_REF: 'refs/heads/main',
  GITHUB_WORKSPACE: home,
  RUNNER_TEMP: home,
  ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl,
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken,
} as const;

try {
  await mkdir(join(home, 'bin'));
  await writeFile(join(home, 'bin/docker'), '#!/bin/sh\necho Login Succeeded\n', { mode: 0o755 });
  const session = await record({
    name: 'aws-ecr: STS',
    peer: `aws-actions/configure-aws-credentials ${awsVersion}`,
    bundle: join(aws ?? '', 'dist/index.js'),
    inputs: {
      'role-to-assume': ROLE,
      'aws-region': CLOUD_IDS.region,
      audience: 'sts.amazonaws.com',
      'disable-retry': 'true',
    },
    env: { AWS_ENDPOINT_URL_STS: `${recorder.url}/sts/` },
  });
  const loginPeer = {
    peer: `docker/login-action ${loginVersion}`,
    bundle: join(login ?? '', 'dist/index.cjs'),
  };
  await record({
    name: 'aws-ecr: private',
    ...loginPeer,
    inputs: {
      registry: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
      ecr: 'auto',
      logout: 'false',
    },
    env: { ...session, AWS_ENDPOINT_URL_ECR: recorder.url },
  });
  await record({
    name: 'aws-ecr: public',
    ...loginPeer,
    inputs: { registry: 'public.ecr.aws', ecr: 'auto', logout: 'false' },
    env: { ...session, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_ECR_PUBLIC: recorder.url },
  });
  await record({
    name: 'gcp-wif',
    peer: `google-github-actions/auth ${googleVersion}`,
    bundle: join(google ?? '', 'dist/main/index.js'),
    inputs: {
      workload_identity_provider: CLOUD_IDS.provider,
      service_account: CLOUD_IDS.serviceAccount,
      create_credentials_file: 'false',
      export_environment_variables: 'false',
      token_format: 'access_token',
      universe: 'googleapis.com',
      access_token_lifetime: '3600s',
      access_token_scopes: 'https://www.googleapis.com/auth/cloud-platform',
    },
    env: {
      GHA_ENDPOINT_OVERRIDE_sts: `${recorder.url}/google/v1`,
      GHA_ENDPOINT_OVERRIDE_iamcredentials: `${recorder.url}/iam/v1`,
    },
  });
  await mkdir(dirname(TARGET), { recursive: true });
  await writeFile(TARGET, `${JSON.stringify(recorded, undefined, 2)}\n`);
} finally {
  for (const service of [recorder, clouds, oidc]) await service.stop();
  await rm(home, { recursive: true, force: true });
}
