import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { readInputs } from '../../src/inputs/parse.ts';
import { prepareAccess } from '../../src/stages/access.ts';
import { type FakeHostOptions, makeFakeHost } from '../support/fake-host.ts';
import { type InputTexts, makeInputEnv } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';

const TOKEN = 'ghs_hunter2';
const CONFIG = '/home/runner/.docker/config.json';
const HUB = 'https://index.docker.io/v1/';
const decode = (auth: unknown): string => Buffer.from(String(auth), 'base64').toString();

async function prepare(inputs: InputTexts, options: FakeHostOptions = {}) {
  const texts = { images: 'ghcr.io/octo-org/app', 'github-token': TOKEN, ...inputs };
  const host = makeFakeHost({ env: { HOME: '/home/runner', PATH: '/bin' }, ...options });
  const plan = await makePlanOf({ inputs: texts });
  const preparing = prepareAccess(host, {
    plan,
    inputs: readInputs(makeInputEnv(texts)).inputs,
    folder: '/run',
  });
  const read = (): { auths: Record<string, { auth: string }>; [key: string]: unknown } =>
    JSON.parse(String(host.stored.get('/run/docker/config.json')));
  return { host, preparing, read };
}

describe('the private configuration of docker', () => {
  it('holds the login of the inputs, masked', async () => {
    const { host, preparing, read } = await prepare({
      username: 'ann',
      password: 'hun:ter2',
      registry: 'https://index.docker.io/v1/',
    });
    await preparing;
    expect(decode(read().auths[HUB]?.auth)).toBe('ann:hun:ter2');
    expect(decode(read().auths['ghcr.io']?.auth)).toBe(`octocat:${TOKEN}`);
    expect(host.masked).toEqual(expect.arrayContaining(['hun:ter2', TOKEN]));
  });

  it("keeps what the user's own says, which stays as it is", async () => {
    const own = {
      auths: { 'quay.io': { auth: 'eA==' } },
      credHelpers: { 'gcr.io': 'gcloud' },
      proxies: { default: {} },
      currentContext: 'mine',
    };
    const text = JSON.stringify(own);
    const { host, preparing, read } = await prepare(
      {},
      { files: { [CONFIG]: text, '/home/runner/.docker/contexts/meta/a': '' } },
    );
    await preparing;
    expect(read()).toMatchObject({ ...own, auths: { ...own.auths, 'ghcr.io': expect.anything() } });
    expect(host.stored.get(CONFIG)).toBe(text);
    expect(host.stored.get('/run/docker/contexts')).toBe('/home/runner/.docker/contexts');
  });

  it('holds what a helper says about a destination, since cosign does not find its store', async () => {
    const files = { [CONFIG]: JSON.stringify({ credsStore: 'desktop' }) };
    const stdout = JSON.stringify({ ServerURL: 'quay.io', Username: 'ann', Secret: 'hunter2' });
    const { host, preparing, read } = await prepare(
      { images: 'quay.io/octo-org/app' },
      { files, commands: [{ when: /^docker-credential-desktop get/, answer: { stdout } }] },
    );
    await preparing;
    expect(decode(read().auths['quay.io']?.auth)).toBe('ann:hunter2');
    expect(host.masked).toContain('hunter2');
    expect(host.commands[0]?.stdin).toBe('quay.io');
  });

  it('is not asked of a helper where the inputs hold a login', async () => {
    const files = { [CONFIG]: JSON.stringify({ credsStore: 'desktop' }) };
    const { host, preparing } = await prepare({}, { files });
    await preparing;
    expect(host.commands).toEqual([]);
  });

  it.each(['', '{', '[]'])('is made although the user has %j for one', async (text) => {
    const { preparing, read } = await prepare({}, { files: { [CONFIG]: text } });
    await preparing;
    expect(Object.keys(read().auths)).toEqual(['ghcr.io']);
  });

  it('is made without a home', async () => {
    const { preparing, read } = await prepare({}, { env: { PATH: '/bin' } });
    await preparing;
    expect(Object.keys(read().auths)).toEqual(['ghcr.io']);
  });

  it('is an error when a helper that is needed is broken, without what it printed', async () => {
    const files = { [CONFIG]: JSON.stringify({ credHelpers: { 'quay.io': 'x' } }) };
    const commands = [{ when: /^docker-credential-x/, answer: { stdout: '{"Secret":"hunter2"' } }];
    const { preparing } = await prepare({ images: 'quay.io/octo-org/app' }, { files, commands });
    const error: unknown = await preparing.catch((thrown: unknown) => thrown);
    expect(errorCode(error)).toBe('CREDENTIAL_HELPER_FAILED');
    expect(JSON.stringify([error, String(error)])).not.toContain('hunter2');
  });
});
