import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { TransportError } from '../../src/host/host.ts';
import { makeTokenSource, type TokenSource } from '../../src/stages/job/oidc.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedRequest } from '../support/fake-script.ts';
import { SHA } from '../support/make-facts.ts';
import { makeTokenAnswer } from '../support/make-token.ts';

const ENV = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://oidc.example/token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_SHA: SHA,
};
const OK: ScriptedRequest = {
  when: /oidc/,
  answer: ({ clock }) => ({ body: makeTokenAnswer({ exp: clock.now().getTime() / 1000 + 300 }) }),
};
const fails = (times: number, answer: ScriptedRequest['answer']): ScriptedRequest => ({
  when: /oidc/,
  times,
  answer,
});

function makeJob(
  requests: readonly ScriptedRequest[],
  env: Record<string, string> = ENV,
): FakeHost {
  return makeFakeHost({ env, requests });
}

const makeSource = (host: FakeHost, timeoutMs = 900_000): TokenSource =>
  makeTokenSource(host, { audience: 'sigstore', purpose: 'signing', timeoutMs });

const codeOf = (host: FakeHost): Promise<string> =>
  makeSource(host)().then(() => 'token', errorCode);

describe('the token', () => {
  it("is asked for with the job's own token, for Sigstore alone", async () => {
    const host = makeJob([OK]);
    const token = await makeSource(host)();
    expect(token.claims.repository).toBe('octo-org/app');
    const [request] = host.requests;
    expect(request?.url).toBe('https://oidc.example/token?api-version=2.0&audience=sigstore');
    expect(request?.headers).toMatchObject({ authorization: 'bearer request-token' });
  });

  it('is masked before anybody can print it', async () => {
    const host = makeJob([OK]);
    const { text } = await makeSource(host)();
    expect(host.masked).toEqual([text]);
  });

  it('is asked for once while it lives, by however many', async () => {
    const host = makeJob([OK]);
    const tokens = makeSource(host);
    await tokens();
    await Promise.all([tokens(), tokens(), tokens()]);
    expect(host.requests).toHaveLength(1);
  });

  it('is asked for again when it is about to expire', async () => {
    const host = makeJob([OK]);
    const tokens = makeSource(host);
    await tokens();
    await host.clock.sleep(241_000);
    await tokens();
    expect(host.requests).toHaveLength(2);
  });

  it('is asked for again when it has ended by its own life, whatever the clock of the machine says', async () => {
    const slow: ScriptedRequest = {
      when: /oidc/,
      answer: ({ clock }) => {
        // An hour ahead of this machine.
        const iat = clock.now().getTime() / 1000 + 3600;
        return { body: makeTokenAnswer({ iat, exp: iat + 300 }) };
      },
    };
    const host = makeJob([slow]);
    const tokens = makeSource(host);
    await tokens();
    await host.clock.sleep(200_000);
    await tokens();
    expect(host.requests).toHaveLength(1);
    await host.clock.sleep(50_000);
    await tokens();
    expect(host.requests).toHaveLength(2);
  });

  it('is asked for once by several who come at the same time, also when it has expired', async () => {
    const host = makeJob([OK]);
    const tokens = makeSource(host);
    await Promise.all([tokens(), tokens(), tokens()]);
    await host.clock.sleep(241_000);
    await Promise.all([tokens(), tokens(), tokens()]);
    expect(host.requests).toHaveLength(2);
  });

  it('is refused once for several who wait for it, and asked for again by who comes later', async () => {
    const host = makeJob([fails(1, { status: 403 }), OK]);
    const tokens = makeSource(host);
    const waiting = [tokens(), tokens(), tokens()].map((one) => one.catch(errorCode));
    expect(await Promise.all(waiting)).toEqual(Array(3).fill('OIDC_UNAVAILABLE'));
    expect(host.requests).toHaveLength(1);
    expect((await tokens()).claims.repository).toBe('octo-org/app');
  });

  it.each<[string, ScriptedRequest['answer']]>([
    ['an outage', { status: 503 }],
    ['too many requests', { status: 429 }],
    ['a broken connection', new TransportError('reset', 'oidc.example', 'reset')],
    ['no answer in time', new TransportError('timeout', 'oidc.example', 'timeout')],
    ['a page instead of JSON', { body: '<html>' }],
    ['an error that is told as success', { body: '{"message":"try again"}' }],
  ])('comes after %s', async (_, answer) => {
    const host = makeJob([fails(2, answer), OK]);
    expect(await codeOf(host)).toBe('token');
    expect(host.slept).toEqual([1000, 2000]);
  });
});

describe('no token', () => {
  it.each<[string, ScriptedRequest['answer'], string, number]>([
    ['a refusal', { status: 403 }, 'OIDC_UNAVAILABLE', 1],
    [
      'a certificate of somebody else',
      new TransportError('tls', 'oidc.example', 'tls'),
      'OIDC_UNAVAILABLE',
      1,
    ],
    ['an outage that lasts', { status: 500 }, 'OIDC_UNAVAILABLE', 6],
    [
      'a token of another repository',
      { body: makeTokenAnswer({ repository: 'evil/app' }) },
      'OIDC_TOKEN_INVALID',
      1,
    ],
    [
      'a token of another commit',
      { body: makeTokenAnswer({ sha: 'f'.repeat(40) }) },
      'OIDC_TOKEN_INVALID',
      1,
    ],
    ['a token that has expired', { body: makeTokenAnswer({ exp: 1 }) }, 'OIDC_TOKEN_INVALID', 1],
  ])('from %s', async (_, answer, code, requests) => {
    const host = makeJob([{ when: /oidc/, answer }]);
    expect(await codeOf(host)).toBe(code);
    expect(host.requests).toHaveLength(requests);
    expect(host.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(90_000);
  });

  it.each([
    [{ ...ENV, ACTIONS_ID_TOKEN_REQUEST_URL: '' }, 'OIDC_PERMISSION_MISSING'],
    [{ ...ENV, ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }, 'OIDC_PERMISSION_MISSING'],
    [{ ...ENV, ACTIONS_ID_TOKEN_REQUEST_URL: 'not a url' }, 'OIDC_UNAVAILABLE'],
  ])('with %j', async (env, code) => {
    expect(await codeOf(makeJob([], env))).toBe(code);
  });

  it('is given up when `sign-timeout` is over', async () => {
    const host = makeJob([{ when: /oidc/, answer: { status: 500 } }]);
    await expect(makeSource(host, 5000)()).rejects.toMatchObject({ code: 'OIDC_UNAVAILABLE' });
    expect(host.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(5000);
  });

  it('is tried for again by the next who asks', async () => {
    const host = makeJob([fails(1, { status: 403 }), OK]);
    const tokens = makeSource(host);
    await expect(tokens()).rejects.toMatchObject({ code: 'OIDC_UNAVAILABLE' });
    await expect(tokens()).resolves.toMatchObject({ claims: { repository: 'octo-org/app' } });
  });
});
