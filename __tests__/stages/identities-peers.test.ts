import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CLOUD_IDS } from '../../lab/services/cloud-office.ts';
import { type Clouds, startClouds } from '../../lab/services/clouds.ts';
import { type Oidc, startOidc } from '../../lab/services/oidc.ts';
import {
  type LoginRecorder,
  type LoginRequest,
  startLoginRecorder,
} from '../support/login-recorder.ts';
import { openLogins } from '../support/login-scene.ts';
import type { RecordedLogin } from '../support/record-logins.ts';

const SUBJECT = 'repo:octo-org/app:ref:refs/heads/main';
const ROLE = 'arn:aws:iam::123456789012:role/push';
const PRIVATE = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

const PEERS: Readonly<Record<string, RecordedLogin>> = JSON.parse(
  readFileSync(new URL('../fixtures/logins/peers.json', import.meta.url), 'utf8'),
);

let oidc: Oidc;
let clouds: Clouds;
let recorder: LoginRecorder;
beforeAll(async () => {
  oidc = await startOidc();
  const role = { arn: ROLE, subject: SUBJECT };
  clouds = await startClouds({ oidc, users: [], role, subject: SUBJECT });
});
beforeEach(async () => {
  recorder = await startLoginRecorder(clouds.url);
});
afterEach(() => recorder.stop());
afterAll(async () => {
  for (const service of [clouds, oidc]) await service.stop();
});

async function ask(registry: string, entry: string): Promise<readonly LoginRequest[]> {
  const { access } = await openLogins(
    {
      images: `${registry}/octo-org/app`,
      'registry-identities': `- { registry: '${registry}', ${entry} }`,
    },
    {
      env: {
        ACTIONS_ID_TOKEN_REQUEST_URL: oidc.requestUrl,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: oidc.requestToken,
        GITHUB_REPOSITORY: 'octo-org/app',
      },
    },
  );
  await access.logIn();
  return recorder.requests;
}

const aws = (): string =>
  `type: aws-ecr, role-to-assume: '${ROLE}', endpoint: '${recorder.url}/sts', ecr-endpoint: '${recorder.url}'`;

/** As recorded from the published bundles, but for what stands here. */
function listRecorded(...names: readonly string[]): LoginRequest[] {
  return names.flatMap((name) => PEERS[name]?.requests ?? []);
}

/** In our form: names of sessions are free, and who asks without `registryIds` gets the token for all of them. */
function likeOurs({ path, headers, fields, status }: LoginRequest): LoginRequest {
  const { registryIds: _, ...rest } = fields;
  const session = 'RoleSessionName' in rest ? { RoleSessionName: 'build-sign-action' } : {};
  return { path: decodeURIComponent(path), headers, fields: { ...rest, ...session }, status };
}

describe('what a cloud is asked for a login', () => {
  it('by Amazon is what configure-aws-credentials and docker/login-action ask', async () => {
    const asked = await ask(PRIVATE, aws());
    expect(asked).toEqual(listRecorded('aws-ecr: STS', 'aws-ecr: private').map(likeOurs));
  });

  it('by Amazon for its public registry too', async () => {
    const asked = await ask('public.ecr.aws', aws());
    expect(asked).toEqual(listRecorded('aws-ecr: STS', 'aws-ecr: public').map(likeOurs));
  });

  it('by Google is what google-github-actions/auth asks', async () => {
    const asked = await ask(
      'europe-docker.pkg.dev',
      `type: gcp-wif, workload-identity-provider: ${CLOUD_IDS.provider}, service-account: ${CLOUD_IDS.serviceAccount}, endpoint: '${recorder.url}/google', iam-endpoint: '${recorder.url}/iam'`,
    );
    expect(asked.map(likeOurs)).toEqual(listRecorded('gcp-wif').map(likeOurs));
  });

  // docker/login-action v4.6.0, src/dockerhub.ts, as read; its default life of 300 s is the shortest, ours the longest.
  it('by Docker Hub is what docker/login-action asks', async () => {
    const asked = await ask(
      'docker.io',
      `type: dockerhub, username: ${CLOUD_IDS.hubUser}, connection-id: ${CLOUD_IDS.connection}, endpoint: '${recorder.url}/hub'`,
    );
    expect(asked).toEqual([
      {
        path: '/hub/oauth/token',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        fields: {
          connection_id: CLOUD_IDS.connection,
          expires_in: '3600',
          grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
          subject_token: '<token for https://identity.docker.com>',
          subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        },
        status: 200,
      },
    ]);
  });

  // azure/login runs `az login --federated-token`: msal's client assertion (AzureAD/microsoft-authentication-library-for-python,
  // oauth2cli/oauth2.py). `az acr login` then asks the registry: Azure/azure-cli, command_modules/acr/_docker_utils.py. As read.
  it('by Azure is what the Azure CLI asks', async () => {
    const exchange = await startLoginRecorder(clouds.url);
    const registry = new URL(exchange.url).host;
    await ask(
      registry,
      `type: azure-acr, tenant-id: ${CLOUD_IDS.tenant}, client-id: ${CLOUD_IDS.client}, endpoint: '${recorder.url}/entra'`,
    ).finally(() => exchange.stop());
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect([...recorder.requests, ...exchange.requests]).toEqual([
      {
        path: `/entra/${CLOUD_IDS.tenant}/oauth2/v2.0/token`,
        headers,
        fields: {
          client_assertion: '<token for api://AzureADTokenExchange>',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_id: CLOUD_IDS.client,
          grant_type: 'client_credentials',
          scope: 'https://management.azure.com/.default',
        },
        status: 200,
      },
      {
        path: '/oauth2/exchange',
        headers,
        fields: {
          access_token: '<secret>',
          grant_type: 'access_token',
          service: registry,
          tenant: CLOUD_IDS.tenant,
        },
        status: 200,
      },
    ]);
  });
});
