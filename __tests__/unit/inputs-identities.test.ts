import { describe, expect, it } from '@jest/globals';
import { readInputs, readLogins } from '../../src/inputs/parse.ts';
import { makeInputEnv } from '../support/make-inputs.ts';

async function readIdentity(text: string) {
  const env = makeInputEnv({ 'registry-identities': text });
  const { inputs, problems } = await readLogins(env, readInputs(env));
  return {
    identities: inputs.registryIdentities,
    problems: problems.map(({ problem }) => problem),
  };
}

const ROLE = 'arn:aws:iam::123456789012:role/push';
const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const PROVIDER = 'projects/42/locations/global/workloadIdentityPools/github/providers/app';
const UUID = '01234567-89ab-cdef-0123-456789abcdef';
const OTHER = '76543210-89ab-cdef-0123-456789abcdef';

describe('registry-identities', () => {
  it.each([
    [
      `- { type: aws-ecr, registry: ${ECR}, role-to-assume: '${ROLE}' }`,
      {
        region: 'eu-central-1',
        isPublic: false,
        audience: 'sts.amazonaws.com',
        stsUrl: 'https://sts.eu-central-1.amazonaws.com',
        ecrUrl: 'https://api.ecr.eu-central-1.amazonaws.com',
        durationS: 3600,
        use: 'both',
      },
    ],
    [
      `- { type: aws-ecr, registry: public.ecr.aws, role-to-assume: '${ROLE}', region: eu-west-1 }`,
      {
        region: 'us-east-1',
        isPublic: true,
        stsUrl: 'https://sts.eu-west-1.amazonaws.com',
        ecrUrl: 'https://api.ecr-public.us-east-1.amazonaws.com',
      },
    ],
    [
      `- { type: aws-ecr, registry: 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn, role-to-assume: 'arn:aws-cn:iam::123456789012:role/p' }`,
      {
        audience: 'sts.amazonaws.com.cn',
        stsUrl: 'https://sts.cn-north-1.amazonaws.com.cn',
        ecrUrl: 'https://api.ecr.cn-north-1.amazonaws.com.cn',
      },
    ],
    [
      `- { type: aws-ecr, registry: ecr.example.com, region: eu-west-1, role-to-assume: '${ROLE}', endpoint: 'https://vpce.example.com/', ecr-endpoint: 'http://127.0.0.1:9/x', role-duration-seconds: 900, role-session-name: me, audience: a }`,
      {
        registry: 'ecr.example.com',
        region: 'eu-west-1',
        stsUrl: 'https://vpce.example.com',
        ecrUrl: 'http://127.0.0.1:9/x',
        durationS: 900,
        sessionName: 'me',
        audience: 'a',
      },
    ],
    [
      `- { type: gcp-wif, registry: europe-docker.pkg.dev, workload_identity_provider: '${PROVIDER}', service_account: p@x.iam.gserviceaccount.com, project_id: x }`,
      {
        provider: PROVIDER,
        audience: `https://iam.googleapis.com/${PROVIDER}`,
        serviceAccount: 'p@x.iam.gserviceaccount.com',
        stsUrl: 'https://sts.googleapis.com',
        iamUrl: 'https://iamcredentials.googleapis.com',
      },
    ],
    [
      `- { type: gcp-wif, registry: gcr.io, workload-identity-provider: '//iam.googleapis.com/${PROVIDER}' }`,
      { provider: PROVIDER, serviceAccount: undefined },
    ],
    [
      `- { type: azure-acr, registry: octo.azurecr.io, tenant-id: ${UUID}, client-id: ${OTHER} }`,
      {
        tenantId: UUID,
        clientId: OTHER,
        audience: 'api://AzureADTokenExchange',
        authorityUrl: 'https://login.microsoftonline.com',
        tokenScope: 'https://management.azure.com/.default',
      },
    ],
    [
      `- { type: azure-acr, registry: octo.azurecr.us, tenant-id: ${UUID}, client-id: ${OTHER}, token-scope: 'https://containerregistry.azure.net/.default' }`,
      {
        audience: 'api://AzureADTokenExchangeUSGov',
        authorityUrl: 'https://login.microsoftonline.us',
        tokenScope: 'https://containerregistry.azure.net/.default',
      },
    ],
    [
      `- { type: dockerhub, username: octo, connection_id: ${UUID} }`,
      {
        registry: 'docker.io',
        use: 'push',
        audience: 'https://identity.docker.com',
        identityUrl: 'https://identity.docker.com',
        expiresInS: 3600,
      },
    ],
    [
      `- { type: dockerhub, registry: dhi.io, username: octo, connection-id: ${UUID}, for: both, expires-in: 300 }`,
      { registry: 'dhi.io', use: 'both', expiresInS: 300 },
    ],
  ])('%s', async (text, expected) => {
    const { identities, problems } = await readIdentity(text);
    expect(problems).toEqual([]);
    expect(identities).toEqual([expect.objectContaining(expected)]);
  });

  it('may be several of one type', async () => {
    const { identities, problems } = await readIdentity(
      ['eu-west-1', 'us-east-1']
        .map(
          (region) =>
            `- { type: aws-ecr, registry: ${ECR.replace('eu-central-1', region)}, role-to-assume: '${ROLE}' }`,
        )
        .join('\n'),
    );
    expect([identities.length, problems]).toEqual([2, []]);
  });

  it.each([
    ['- { registry: x.io }', ['entry 1 has no `type`']],
    ['- { type: quay, registry: x.io }', ['entry 1 has no `type`']],
    [`- { type: aws-ecr, registry: ${ECR} }`, ['entry 1 has no `role-to-assume`']],
    [`- { type: aws-ecr, role-to-assume: '${ROLE}' }`, ['entry 1 has no `registry`']],
    [`- { type: aws-ecr, registry: x.io, role-to-assume: '${ROLE}' }`, ['entry 1 has no `region`']],
    [
      `- { type: aws-ecr, registry: ${ECR}, role-to-assume: push, region: europe, role-duration-seconds: 60 }`,
      [
        'entry 1 has an invalid `role-to-assume`',
        'entry 1 has an invalid `region`',
        'entry 1 has an invalid `role-duration-seconds`',
      ],
    ],
    [
      `- { type: gcp-wif, registry: gcr.io, workload-identity-provider: github }`,
      ['entry 1 has an invalid `workload-identity-provider`'],
    ],
    [
      '- { type: azure-acr, registry: o.azurecr.io }',
      ['entry 1 has no `tenant-id`', 'entry 1 has no `client-id`'],
    ],
    [
      '- { type: dockerhub, username: o, connection-id: 12 }',
      ['entry 1 has an invalid `connection-id`'],
    ],
    [
      `- { type: dockerhub, username: o, connection-id: ${UUID}, endpoint: 'http://evil.example' }`,
      ['entry 1 has an invalid `endpoint`'],
    ],
    [
      `- { type: dockerhub, username: o, connection-id: ${UUID}, endpoint: 'https://u:p@x.io' }`,
      ['entry 1 has an invalid `endpoint`'],
    ],
    [
      `- { type: dockerhub, username: o, connection-id: ${UUID}, tenant-id: ${UUID} }`,
      ['entry 1 has a field `tenant-id`'],
    ],
    [
      `- { type: dockerhub, username: o, connection-id: ${UUID} }\n- { type: dockerhub, username: p, connection-id: ${UUID} }`,
      ['entry 2 is a second login'],
    ],
  ])('%s is refused', async (text, expected) => {
    const { problems } = await readIdentity(text);
    expect(problems).toEqual(expected.map((problem) => expect.stringContaining(problem)));
  });
});
