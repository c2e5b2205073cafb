import { describe, expect, it } from '@jest/globals';
import { makeSecret } from '../support/e2e-canaries.ts';
import { type CheckedRun, useWorld } from '../support/e2e-world.ts';

describe('a wrong workflow file', () => {
  const world = useWorld();
  const images = () => `${world().registry.host}/octo/app`;

  /** Nothing was set up; registries were asked at most, and left as they were. */
  function expectNothingStarted(failed: CheckedRun, before: Requests): void {
    expect(failed.main.exitCode).toBe(1);
    const groups = failed.main.groups.filter((name) => !/^(Registry|Base images): /.test(name));
    expect(groups).toEqual([]);
    expect(failed.main.durationMs).toBeLessThan(3_000);
    const after = listRequests();
    expect(after.others).toBe(before.others);
    const asked = after.registry.slice(before.registry.length);
    expect(asked.filter(({ method, path }) => !isProbe(method, path))).toEqual([]);
  }

  type Requests = ReturnType<typeof listRequests>;

  function listRequests() {
    const { registry, oidc, sigstore, cache } = world().lab.proxies;
    const others = [oidc, sigstore, cache].reduce((sum, each) => sum + each.requests.length, 0);
    return { registry: [...registry.requests], others };
  }

  /** A question, or an upload that is begun and cancelled. */
  function isProbe(method: string, path: string): boolean {
    return /^(GET|HEAD)$/.test(method) || (/^(POST|DELETE)$/.test(method) && /uploads/.test(path));
  }

  it('is told of everything that is wrong with it at once', async () => {
    const secret = makeSecret();
    const before = listRequests();
    const failed = await world().run({
      wanted: 'planned',
      inputs: {
        images: `${images()}\nghcr.io/Octo Cat/app`,
        platforms: 'linux/amd46,linux/amd64',
        file: 'no/such/Dockerfile',
        secrets: `token=${makeSecret()}\n${secret}`,
        'certificate-identity': 'https://github.com/octo-org/.*',
        'sign-timeout': 'soon',
        provenance: 'perhaps',
        'cosign-version': 'v2.2.3',
        'buildx-version': 'cloud:v0.29.1',
        push: 'maybe',
        cache: 'everywhere',
        'build-args': 'TOKEN',
      },
      canaries: [{ name: 'a secret without an id', value: secret }],
    });
    expect(failed.error?.code).toBe('INPUT_INVALID');
    const message = failed.error?.message ?? '';
    for (const [input, value] of [
      ['images', 'ghcr.io/Octo Cat/app'],
      ['platforms', 'linux/amd46'],
      ['file', 'no/such/Dockerfile'],
      ['secrets', 'entry 2'],
      ['certificate-identity', 'https://github.com/octo-org/.*'],
      ['sign-timeout', 'soon'],
      ['provenance', 'perhaps'],
      ['cosign-version', 'v2.2.3'],
      ['buildx-version', 'cloud:v0.29.1'],
      ['push', 'maybe'],
      ['cache', 'everywhere'],
      ['build-args', 'TOKEN'],
    ] as const) {
      const line = message.split('\n').find((each) => each.startsWith(input));
      expect({ input, line }).toEqual({ input, line: expect.stringContaining(value) });
    }
    expectNothingStarted(failed, before);
  });

  it.each<[string, Record<string, string>, string]>([
    ['nothing to push to', { images: '', push: 'true' }, 'images'],
    [
      'a tag with a digest',
      { images: '', tags: `ghcr.io/octo/app@sha256:${'0'.repeat(64)}`, push: 'true' },
      'tags',
    ],
    ['a name with a scheme', { images: 'https://ghcr.io/octo/app' }, 'images'],
    [
      'an option for a tag',
      { images: '', tags: '--output=type=local,dest=/', push: 'true' },
      'tags',
    ],
    ['a folder for a Dockerfile', { file: '.' }, 'file'],
    ['a context that is not there', { context: 'nowhere' }, 'context'],
    ['half a login', { username: 'octocat' }, 'password'],
    ['half a Sigstore', { 'trusted-root': '' }, 'trusted-root'],
    [
      'a token for the builder',
      { 'driver-opts': 'env.ACTIONS_ID_TOKEN_REQUEST_TOKEN=x' },
      'driver-opts',
    ],
    ['a signature without a push', { push: 'false', sign: 'true' }, 'sign'],
    [
      'an output that pushes by itself',
      { outputs: 'type=image,name=ghcr.io/octo/other,push=true' },
      'outputs',
    ],
    ['a variable that is not set', { 'secret-envs': 'key=NO_SUCH_VARIABLE' }, 'secret-envs'],
    ['a secret file that is not there', { 'secret-files': 'key=nowhere' }, 'secret-files'],
    ['a further context that is not there', { 'build-contexts': 'a=nowhere' }, 'build-contexts'],
    ['an unknown level', { annotations: 'layer:a=b' }, 'annotations'],
  ])('is refused: %s', async (_title, inputs, input) => {
    const before = listRequests();
    const failed = await world().run({
      wanted: 'planned',
      inputs: { images: images(), ...inputs },
    });
    expect(failed.error?.code).toBe('INPUT_INVALID');
    const lines = failed.error?.message.split('\n') ?? [];
    expect(lines.filter((line) => line.startsWith(input))).not.toEqual([]);
    expectNothingStarted(failed, before);
  });

  it('without `id-token: write` prints the lines to paste', async () => {
    const before = listRequests();
    const failed = await world().run({
      wanted: 'planned',
      inputs: { images: images() },
      identity: 'without',
    });
    expect(failed.error?.code).toBe('OIDC_PERMISSION_MISSING');
    expect(failed.error?.message).toContain('permissions:\n  contents: read');
    expect(failed.error?.message).toContain('  id-token: write');
    expectNothingStarted(failed, before);
  });

  it('is planned and not run when it says so', async () => {
    const before = listRequests();
    const planned = await world().run({
      wanted: 'planned',
      inputs: { images: images(), 'dry-run': 'true' },
    });
    expect(planned.main.exitCode).toBe(0);
    expect(planned.main.groups).toEqual(['Plan', 'Needs', 'Commands']);
    expect(listRequests()).toEqual(before);
  });
});
