import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { readInputs, readLogins } from '../../src/inputs/parse.ts';
import { openAccess } from '../../src/stages/logins/access.ts';
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
  const env = makeInputEnv(texts);
  const setting = {
    plan: await makePlanOf({ inputs: texts }),
    inputs: (await readLogins(env, readInputs(env))).inputs,
    folder: '/run',
  };
  const opening = openAccess(host, setting);
  const preparing = opening.then((access) => access.logIn());
  const read = (dir = 'docker'): Config =>
    JSON.parse(String(host.stored.get(`/run/${dir}/config.json`)));
  return { host, opening, preparing, read };
}

interface Config {
  readonly auths: Record<string, { auth: string }>;
  readonly credHelpers: Record<string, string>;
  readonly [key: string]: unknown;
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

  it("keeps the engine that was chosen, and no login, for other people's code", async () => {
    const own = { auths: { 'quay.io': { auth: 'eA==' } }, credsStore: 'x', currentContext: 'mine' };
    const opened = makeFakeHost({
      env: { HOME: '/home/runner' },
      files: { [CONFIG]: JSON.stringify(own), '/home/runner/.docker/contexts/meta/a': '' },
    });
    const { inputs } = readInputs(makeInputEnv({}));
    const plan = { ...(await makePlanOf({})), logins: [], isAnonymous: true };
    const access = await openAccess(opened, { plan, inputs, folder: '/run' });
    expect(JSON.parse(String(opened.stored.get('/run/docker/config.json')))).toEqual({
      currentContext: 'mine',
      auths: {},
      credHelpers: {},
    });
    expect(access.asksHelpers).toBe(false);
  });

  it('has what a helper says about a destination, for cosign, which does not find its store', async () => {
    const files = { [CONFIG]: JSON.stringify({ credsStore: 'desktop' }) };
    const stdout = JSON.stringify({ ServerURL: 'quay.io', Username: 'ann', Secret: 'hunter2' });
    const { host, preparing, read } = await prepare(
      { images: 'quay.io/octo-org/app' },
      { files, commands: [{ when: /^docker-credential-desktop get/, answer: { stdout } }] },
    );
    await preparing;
    expect(decode(read('docker-verify').auths['quay.io']?.auth)).toBe('ann:hunter2');
    expect(host.masked).toContain('hunter2');
    // buildx asks again while a build runs; the user's helper lacks the job's environment there.
    const name = read('docker-push').credHelpers['quay.io'];
    expect(JSON.parse(String(host.stored.get(`/run/logins/${name}.json`)))).toEqual({
      ServerURL: 'quay.io',
      Username: 'ann',
      Secret: 'hunter2',
    });
    expect(host.stored.get(`/run/bin/docker-credential-${name}`)).toContain(
      `exec cat '/run/logins/${name}.json'`,
    );
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

  it('puts DOCKER_AUTH_CONFIG before the file, as docker does', async () => {
    const auth = Buffer.from('bob:fromenv').toString('base64');
    const { preparing, read } = await prepare(
      { images: 'quay.io/octo-org/app' },
      {
        env: {
          HOME: '/home/runner',
          DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { 'quay.io': { auth } } }),
        },
        files: { [CONFIG]: JSON.stringify({ credsStore: 'desktop' }) },
      },
    );
    await preparing;
    for (const dir of ['docker', 'docker-push', 'docker-verify'])
      expect(decode(read(dir).auths['quay.io']?.auth)).toBe('bob:fromenv');
  });

  it('is told where a configuration is none, without its text', async () => {
    const { host, preparing } = await prepare(
      {},
      {
        env: { HOME: '/home/runner', DOCKER_AUTH_CONFIG: '{"auths":{"x.io":{"auth":"hunter2"}}}' },
        files: { [CONFIG]: '{"hunter2' },
      },
    );
    await preparing;
    const warnings = host.lines.filter((line) => line.startsWith('warning: '));
    expect(warnings).toHaveLength(2);
    expect(warnings.join()).not.toContain('hunter2');
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

describe('a login that is for pushing alone', () => {
  const LIST = (...entries: string[]): InputTexts => ({
    images: 'docker.io/octo-org/app\ndocker.io/octo-org/tool',
    'registry-auth': entries.map((entry) => `- ${entry}`).join('\n'),
  });
  const PUSH = "{ registry: docker.io, username: ann, password: 'w', for: push }";
  const PULL = "{ registry: docker.io, username: bob, password: 'r', for: pull }";
  const SCOPED = 'buildx/config/registry-1.docker.io';

  it('is not used for what the engine pulls, nor for other repositories', async () => {
    const { preparing, read } = await prepare(LIST(PUSH));
    await preparing;
    expect(read().auths).toEqual({});
    expect(read(`${SCOPED}@pull`).auths).toEqual({});
    for (const path of ['octo-org/app', 'octo-org/tool'])
      expect(decode(read(`${SCOPED}/${path}`).auths[HUB]?.auth)).toBe('ann:w');
    // A layer that is mounted from another repository needs a token for both.
    expect(decode(read('docker-push').auths[HUB]?.auth)).toBe('ann:w');
    expect(decode(read('docker-verify').auths[HUB]?.auth)).toBe('ann:w');
  });

  it('leaves pulls to another', async () => {
    const { preparing, read } = await prepare(LIST(PUSH, PULL));
    await preparing;
    expect(decode(read().auths[HUB]?.auth)).toBe('bob:r');
    expect(decode(read(`${SCOPED}@pull`).auths[HUB]?.auth)).toBe('bob:r');
    expect(decode(read('docker-push').auths[HUB]?.auth)).toBe('ann:w');
  });

  it('leaves pulls to the login that docker has', async () => {
    const auth = Buffer.from('me:mine').toString('base64');
    const { preparing, read } = await prepare(LIST(PUSH), {
      files: { [CONFIG]: JSON.stringify({ auths: { [HUB]: { auth } } }) },
    });
    await preparing;
    expect(decode(read(`${SCOPED}@pull`).auths[HUB]?.auth)).toBe('me:mine');
    expect(decode(read().auths[HUB]?.auth)).toBe('me:mine');
    expect(decode(read('docker-push').auths[HUB]?.auth)).toBe('ann:w');
  });

  it('may differ by repository', async () => {
    const { preparing, read } = await prepare(
      LIST(
        "{ username: one, password: 'x', scope: octo-org/app@push }",
        "{ username: two, password: 'y', scope: octo-org/tool@push }",
      ),
    );
    await preparing;
    expect(decode(read(`${SCOPED}/octo-org/app`).auths[HUB]?.auth)).toBe('one:x');
    expect(decode(read(`${SCOPED}/octo-org/tool`).auths[HUB]?.auth)).toBe('two:y');
    const cosign = read('docker-verify').auths;
    expect(decode(cosign['index.docker.io/octo-org/tool']?.auth)).toBe('two:y');
  });

  it('is no reason for more files where it is for everything', async () => {
    const { host, preparing } = await prepare(LIST("{ username: ann, password: 'w' }"));
    await preparing;
    expect([...host.stored.keys()].filter((path) => path.includes('buildx/config'))).toEqual([]);
  });

  it('is told to be used for all where the builder is the user’s', async () => {
    const { host, preparing } = await prepare({ ...LIST(PUSH), builder: 'mine' });
    await preparing;
    expect(host.lines.join('\n')).toMatch(/notice: .*mine.*docker\.io/);
  });
});
