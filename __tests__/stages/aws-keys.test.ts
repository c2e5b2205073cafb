import { describe, expect, it } from '@jest/globals';
import { openLogins, readLogin } from '../support/login-scene.ts';
import type { InputTexts } from '../support/make-inputs.ts';

const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const KEY = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'hunter2hunter2' };
const TOKEN = Buffer.from('AWS:ecrpassword').toString('base64');
const ANSWER = {
  when: /^POST https:\/\/api\.ecr\.eu-central-1\.amazonaws\.com\/$/,
  answer: {
    body: JSON.stringify({ authorizationData: [{ authorizationToken: TOKEN, expiresAt: 9e9 }] }),
  },
};

describe('an access key of AWS', () => {
  it.each<[string, InputTexts, Record<string, string>]>([
    ['in the environment', {}, KEY],
    ['in the environment, asked for', { 'registry-auth': `- registry: ${ECR}` }, KEY],
    [
      'in `registry-auth`',
      {
        'registry-auth': `- { registry: ${ECR}, username: AKIDEXAMPLE, password: hunter2hunter2 }`,
      },
      {},
    ],
    ['in `username` and `password`', { username: 'AKIDEXAMPLE', password: 'hunter2hunter2' }, {}],
  ])('%s becomes a login', async (_, inputs, env) => {
    const { host, access } = await openLogins(
      { images: `${ECR}/app`, ...inputs },
      { env, requests: [ANSWER] },
    );
    await access.logIn();
    expect(readLogin(host, ECR)).toEqual({ username: 'AWS', password: 'ecrpassword' });
    expect(host.masked).toContain('ecrpassword');
    const [request] = host.requests;
    expect(request?.headers?.['authorization']).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/ecr\//,
    );
  });

  it('is not used where docker has a login already', async () => {
    const auth = Buffer.from('AWS:before').toString('base64');
    const files = {
      '/home/runner/.docker/config.json': JSON.stringify({ auths: { [ECR]: { auth } } }),
    };
    const { host, access } = await openLogins({ images: `${ECR}/app` }, { env: KEY, files });
    await access.logIn();
    expect(readLogin(host, ECR).password).toBe('before');
  });

  it.each([
    [
      {
        status: 400,
        body: '{"__type":"UnrecognizedClientException","message":"The security token included in the request is invalid."}',
      },
      'IDENTITY_REFUSED',
      1,
    ],
    [
      {
        status: 400,
        body: '{"__type":"com.amazon#AccessDeniedException","Message":"not authorized"}',
      },
      'IDENTITY_REFUSED',
      1,
    ],
    [{ status: 200, body: '<html>a proxy</html>' }, 'IDENTITY_REFUSED', 1],
    [{ status: 503, body: '' }, 'IDENTITY_UNAVAILABLE', 4],
  ])('that is answered with %j is %s', async (answer, code, requests) => {
    const { host, access } = await openLogins(
      { images: `${ECR}/app` },
      { env: KEY, requests: [{ ...ANSWER, answer }] },
    );
    await expect(access.logIn()).rejects.toMatchObject({ code });
    expect(host.requests).toHaveLength(requests);
  });
});
