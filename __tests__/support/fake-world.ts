/**
 * A whole run without tools: a real HTTP registry on loopback, GitHub's answers scripted, and buildx and cosign that do
 * to the registry and the files what the real ones do.
 */
import { run } from '../../src/pipeline.ts';
import { answerCosign, readFlag } from './fake-cosign.ts';
import { type FakeHost, type FakeHostOptions, makeFakeHost } from './fake-host.ts';
import { type FakeRegistry, type FakeRegistryOptions, startFakeRegistry } from './fake-registry.ts';
import type { ScriptedCommand, ScriptedRequest } from './fake-script.ts';
import { SHA } from './make-facts.ts';
import { type InputTexts, makeInputEnv } from './make-inputs.ts';
import { makeTokenAnswer } from './make-token.ts';
import { METADATA, readFixture, readRecordedImage } from './recorded.ts';

export const BUILDX = '/usr/libexec/docker/cli-plugins/docker-buildx';
export const COSIGN = '/opt/cosign';
export const PATH = 'octo-org/app';

const GITHUB_ENV = {
  PATH: '/usr/bin',
  HOME: '/home/runner',
  RUNNER_TEMP: '/temp',
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_EVENT_PATH: '/event.json',
  GITHUB_REF: 'refs/tags/v1.2.3',
  GITHUB_SHA: SHA,
  GITHUB_ACTOR: 'octocat',
  GITHUB_JOB: 'release',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://oidc.example/token?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  ACTIONS_RUNTIME_TOKEN: 'runtime-token',
  ACTIONS_RESULTS_URL: 'https://results.example/',
};

const EVENT = JSON.stringify({
  repository: { name: 'app', visibility: 'public', html_url: 'https://github.com/octo-org/app' },
  head_commit: { id: SHA, timestamp: '2026-01-01T00:00:00Z' },
});

export interface WorldOptions {
  readonly inputs?: InputTexts;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Answer before the world's own. */
  readonly commands?: readonly ScriptedCommand[];
  readonly requests?: readonly ScriptedRequest[];
  readonly registry?: FakeRegistryOptions;
  readonly github?: FakeHostOptions['github'];
  readonly freeBytes?: Readonly<Record<string, number>>;
  readonly cache?: FakeHostOptions['cache'];
}

export interface World {
  readonly host: FakeHost;
  readonly registry: FakeRegistry;
  /** `127.0.0.1:<port>/octo-org/app` */
  readonly image: string;
  /** Runs the action to its end. */
  run(): Promise<void>;
  /** Tags that the registry has for the image, without those that stand for referrers. */
  tags(): readonly string[];
}

const running: FakeRegistry[] = [];

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const registry = await startFakeRegistry(options.registry);
  running.push(registry);
  const image = `${registry.name}/${PATH}`;
  const host = makeFakeHost(makeHostOptions(options, { registry, image }));
  return {
    host,
    registry,
    image,
    run: () => run(host),
    tags: () =>
      [...registry.content.tags.keys()]
        .map((key) => key.slice(key.lastIndexOf(':') + 1))
        .filter((tag) => !tag.startsWith('sha256-')),
  };
}

export async function stopWorlds(): Promise<void> {
  await Promise.all(running.splice(0).map((registry) => registry.stop()));
}

/** What a job of the repository has: its event, its tools, and a registry that takes what it pushes. */
export function makeHostOptions(
  { inputs, env, files, commands = [], requests = [], github, freeBytes = {}, cache }: WorldOptions,
  { registry, image }: { registry: FakeRegistry; image: string },
): FakeHostOptions {
  const given = {
    images: image,
    'cosign-version': COSIGN,
    'trusted-root': '/trust/root.json',
    'signing-config': '/trust/config.json',
    ...inputs,
  };
  return {
    env: { ...GITHUB_ENV, ...makeInputEnv(given), ...env },
    files: {
      './Dockerfile': 'FROM scratch\n',
      '/event.json': EVENT,
      '/trust/root.json': '{}',
      '/trust/config.json': '{"rekorTlogUrls":[{}]}',
      '/proc/sys/fs/binfmt_misc/qemu-aarch64': 'enabled\n',
      [COSIGN]: 'cosign',
      ...files,
    },
    github: {
      cacheUsage: { active_caches_size_in_bytes: 0 },
      caches: { actions_caches: [] },
      ...github,
    },
    executables: [BUILDX, COSIGN],
    freeBytes,
    ...(cache === undefined ? {} : { cache }),
    commands: [...commands, ...makeTools(registry)],
    requests: [
      ...requests,
      { when: /^(GET|HEAD) https:\/\/(registry-1\.docker\.io|mirror\.gcr\.io)\//, answer: {} },
      {
        when: /^GET https:\/\/oidc\.example\//,
        answer: ({ clock }) => ({
          body: makeTokenAnswer({ exp: clock.now().getTime() / 1000 + 600 }),
        }),
      },
    ],
    network: 'real',
  };
}

function makeTools(registry: FakeRegistry): ScriptedCommand[] {
  return [
    { when: /^docker info/, answer: { stdout: readFixture('docker-info/graphdriver.json') } },
    { when: /^docker image inspect /, answer: { exitCode: 1 } },
    { when: /^buildx version/, answer: { stdout: readFixture('buildx-0.36/version.txt') } },
    { when: /^buildx (create|inspect|rm) /, answer: {} },
    {
      when: /^buildx build .*type=image/,
      answer: (command, host) => build(command, host, registry),
    },
    {
      when: /^buildx build .*type=cacheonly/,
      answer: (command, { stored }) => {
        const file = readFlag(command, 'metadata-file');
        if (file !== '') stored.set(file, readFixture('buildx-0.36/cache-only.metadata.json'));
        return { stderr: readFixture('buildx-0.36/cache-written.stderr.txt') };
      },
    },
    {
      when: /^buildx build .*--load/,
      answer: (command, { stored }) => {
        const file = readFlag(command, 'metadata-file');
        if (file !== '') stored.set(file, readFixture('buildx-0.36/load.metadata.json'));
        return { stderr: readFixture('buildx-0.36/load.stderr.txt') };
      },
    },
    { when: /^cosign /, answer: answerCosign },
  ];
}

/** Pushes the recorded image to every repository that the output names, under no tag. */
function build(
  command: Parameters<typeof readFlag>[0],
  { stored }: FakeHost,
  { content, name }: FakeRegistry,
): { stderr: string } {
  const output = command.args.find((arg) => arg.startsWith('--output=type=image'));
  const names = /name=([^"]*?)"?,push=/.exec(output ?? '')?.[1] ?? '';
  for (const repository of names.split(',')) {
    const path = repository.slice(name.length + 1);
    for (const { digest, bytes, mediaType } of readRecordedImage()) {
      const key = `${path}@${digest}`;
      if (mediaType === undefined) content.blobs.set(key, bytes);
      else content.manifests.set(key, { mediaType, bytes });
    }
  }
  stored.set(readFlag(command, 'metadata-file'), METADATA);
  return { stderr: readFixture('buildx-0.36/push.stderr.txt') };
}
