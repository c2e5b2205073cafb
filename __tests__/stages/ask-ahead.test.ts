/** What is asked of the machine while the plan is made, and told to who asks the same. */
import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/host/host.ts';
import { readInputs } from '../../src/inputs/parse.ts';
import { askEngine } from '../../src/stages/job/engine.ts';
import { askAhead } from '../../src/stages/setup/ask-ahead.ts';
import { makeEngineEnv } from '../../src/tools/child-env.ts';
import { listSources } from '../../src/tools/image-sources.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import { type FakeHostOptions, makeFakeHost } from '../support/fake-host.ts';
import { type InputTexts, makeInputEnv } from '../support/make-inputs.ts';
import { readFixture } from '../support/recorded.ts';

const BUILDX = '/home/runner/.docker/cli-plugins/docker-buildx';
const FOLDER = '/temp/build-sign-new';

async function ask(inputs: InputTexts = {}, options: FakeHostOptions = {}) {
  const host = makeFakeHost({
    executables: [BUILDX],
    ...options,
    env: { HOME: '/home/runner', PATH: '/bin', RUNNER_TEMP: '/temp', GITHUB_RUN_ID: '7' },
    commands: [
      { when: /^docker info/, answer: { stdout: readFixture('docker-info/containerd.json') } },
      { when: /^docker image inspect/, answer: { stdout: 'sha256:0' } },
      { when: /^buildx version/, answer: { stdout: 'github.com/docker/buildx v0.36.1 abc' } },
    ],
  });
  const { inputs: read } = readInputs(makeInputEnv(inputs));
  const ahead = await askAhead(host, { inputs: read, folder: FOLDER });
  const written = host.stored.get(`${FOLDER}/docker/config.json`);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const asked = host.commands.map(({ tool, args }) => [tool, ...args].join(' ')).sort();
  return { host, ahead, asked, written };
}

const INFO = 'docker info --format {{json .}}';
const inspect = (image: string): string => `docker image inspect --format={{.Id}} ${image}`;
const IMAGE_QUESTIONS = listSources(IMAGES.buildkit).map(inspect);

describe('what is asked ahead', () => {
  it.each<[string, InputTexts, string[]]>([
    ['buildx, engine and image', {}, ['buildx version', INFO, ...IMAGE_QUESTIONS]],
    [
      'the image that is named',
      { driver: 'docker-container', 'driver-opts': 'image=ghcr.io/octo-org/buildkit:1' },
      ['buildx version', INFO, inspect('ghcr.io/octo-org/buildkit:1')],
    ],
    ["nothing of images for the engine's own", { driver: 'docker' }, ['buildx version', INFO]],
    ['the engine beside a builder that exists', { builder: 'mine' }, ['buildx version', INFO]],
    [
      'no engine where none builds',
      { driver: 'remote', endpoint: 'tcp://build:1234' },
      ['buildx version'],
    ],
    [
      'no buildx where another is chosen',
      { 'buildx-version': 'latest' },
      [INFO, ...IMAGE_QUESTIONS],
    ],
  ])('is %s', async (_name, inputs, expected) => {
    const { host, asked } = await ask(inputs);
    expect(asked).toEqual([...expected].sort());
    expect(host.unscripted).toEqual([]);
    expect(host.lines).toEqual([]);
  });

  it('is nothing where an earlier use has left its answers', async () => {
    const { asked } = await ask({}, { files: { '/temp/build-sign-old/found/buildx.json': '{}' } });
    expect(asked).toEqual([]);
  });

  it('is asked of the engine that the user chose, without a login', async () => {
    const files = {
      '/home/runner/.docker/config.json': JSON.stringify({
        currentContext: 'far',
        auths: { 'quay.io': { auth: 'eA==' } },
        credsStore: 'desktop',
      }),
      '/home/runner/.docker/contexts/meta/a': '',
    };
    const { host, written } = await ask({}, { files });
    // Before anything else goes on: a write that came later would take away the logins.
    expect(JSON.parse(String(written))).toEqual({
      currentContext: 'far',
      auths: {},
      credHelpers: {},
    });
    expect(host.stored.get(`${FOLDER}/docker/contexts`)).toBe('/home/runner/.docker/contexts');
  });
});

describe('an answer that was asked for ahead', () => {
  const question: Command = {
    ...{ tool: 'docker', file: 'docker', args: ['info', '--format', '{{json .}}'] },
    env: makeEngineEnv({ env: { HOME: '/home/runner', PATH: '/bin' }, folder: FOLDER }),
  };
  const countInfo = (commands: readonly Command[]): number =>
    commands.filter(({ args }) => args[0] === 'info').length;

  it('is told once; whoever asks again learns what is now', async () => {
    const { host, ahead } = await ask();
    const { stdout } = await ahead.host.run(question);
    expect(stdout).toBe(readFixture('docker-info/containerd.json'));
    expect(countInfo(host.commands)).toBe(1);
    await ahead.host.run(question);
    expect(countInfo(host.commands)).toBe(2);
  });

  it('is not told to who asks with another environment', async () => {
    const { host, ahead } = await ask();
    await ahead.host.run({ ...question, env: { ...question.env, DOCKER_HOST: 'tcp://far:1' } });
    expect(countInfo(host.commands)).toBe(2);
  });

  it('is what the set-up finds about the engine', async () => {
    const { host, ahead } = await ask();
    await askEngine(ahead.host, { env: question.env, folder: FOLDER });
    expect(countInfo(host.commands)).toBe(1);
  });

  it('is not waited for when the run is over', async () => {
    const { host, ahead } = await ask();
    expect(host.commands.map(({ stop }) => stop?.aborted)).not.toContain(true);
    ahead.end();
    expect(new Set(host.commands.map(({ stop }) => stop?.aborted))).toEqual(new Set([true]));
  });
});
