import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { TLS_PARTS } from '../../src/inputs/nodes.ts';
import { readInputs, readLogins } from '../../src/inputs/parse.ts';
import { SWITCHES } from '../../src/inputs/switches.ts';
import { INPUTS } from '../../src/inputs/table.ts';
import { DEFAULT_VERSIONS } from '../../src/tools/lock.ts';
import { type InputTexts, makeInputEnv } from '../support/make-inputs.ts';

const read = (texts: InputTexts) => readInputs(makeInputEnv(texts));
const blamed = (texts: InputTexts) => read(texts).problems.map(({ input }) => input);

describe('a step that sets nothing', () => {
  it('has no problem', () => {
    expect(readInputs({}).problems).toEqual([]);
  });

  it('reads the same whether the runner filled in the defaults or not', () => {
    const defaults = Object.fromEntries(
      INPUTS.map((row) => [
        row.name,
        'default' in row && !row.default?.includes('${{') ? row.default : '',
      ]),
    );
    expect(readInputs(makeInputEnv(defaults))).toEqual(readInputs({}));
  });

  it('gets the documented defaults', () => {
    expect(readInputs({}).inputs).toMatchObject({
      images: '',
      platforms: [
        { os: 'linux', architecture: 'amd64' },
        { os: 'linux', architecture: 'arm64' },
      ],
      context: '.',
      push: 'auto',
      load: false,
      cache: 'auto',
      provenance: { kind: 'auto' },
      sbom: { kind: 'auto' },
      sign: 'auto',
      cosign: { kind: 'pinned', version: DEFAULT_VERSIONS.cosign },
      signTimeoutMs: 15 * 60_000,
      driver: 'auto',
      emulation: 'auto',
      githubToken: undefined,
      dryRun: false,
    });
  });
});

describe('one input', () => {
  const windows = { os: 'windows', architecture: 'amd64' };
  it.each<[InputTexts, object]>([
    [
      { platforms: 'linux/amd64\nlinux/x86_64' },
      { platforms: [{ os: 'linux', architecture: 'amd64' }] },
    ],
    [{ platforms: 'windows/amd64' }, { platforms: [windows] }],
    [{ push: 'true' }, { push: true }],
    [{ push: 'False' }, { push: false }],
    [{ push: ' auto ' }, { push: 'auto' }],
    [{ 'no-cache': 'TRUE' }, { noCache: true }],
    [{ 'build-args': 'A=1\nB=x=y\nC=' }, { buildArgs: ['A=1', 'B=x=y', 'C='] }],
    [
      { 'cache-from': 'type=gha,scope=a' },
      { cacheFrom: [{ backend: 'gha', attributes: { scope: 'a' } }] },
    ],
    [{ provenance: 'false' }, { provenance: { kind: 'off' } }],
    [{ provenance: 'true' }, { provenance: { kind: 'on' } }],
    [
      { provenance: 'mode=min' },
      { provenance: { kind: 'attributes', attributes: { mode: 'min' } } },
    ],
    [{ sbom: 'generator=a/b' }, { sbom: { kind: 'attributes', attributes: { generator: 'a/b' } } }],
    [{ 'sign-timeout': '90s' }, { signTimeoutMs: 90_000 }],
    [{ 'sign-timeout': '1h' }, { signTimeoutMs: 3_600_000 }],
    [{ 'cosign-version': 'v3.0.6' }, { cosign: { kind: 'pinned', version: '3.0.6' } }],
    [{ 'cosign-version': '3.99.0' }, { cosign: { kind: 'release', version: '3.99.0' } }],
    [{ 'cosign-version': '/opt/cosign' }, { cosign: { kind: 'path', path: '/opt/cosign' } }],
    [{ 'buildx-version': '' }, { buildx: { kind: 'installed' } }],
    [{ 'buildx-version': 'latest' }, { buildx: { kind: 'latest' } }],
    [{ 'buildx-version': 'v0.36.1' }, { buildx: { kind: 'pinned', version: '0.36.1' } }],
    [{ 'buildx-version': '0.99.0-rc1' }, { buildx: { kind: 'release', version: '0.99.0-rc1' } }],
    [{ 'buildx-version': '/opt/buildx' }, { buildx: { kind: 'path', path: '/opt/buildx' } }],
    [{ secrets: 'token=abc' }, { secrets: [{ id: 'token', value: 'abc' }] }],
    [{ secrets: '#a=not a comment' }, {}],
    [{ secrets: '"pem=-----\nx\n-----"' }, { secrets: [{ id: 'pem', value: '-----\nx\n-----' }] }],
    [{ secrets: 'json={"a":1,"b":2}' }, { secrets: [{ id: 'json', value: '{"a":1,"b":2}' }] }],
    [
      { 'secret-files': '# later\nnpmrc=./.npmrc' },
      { secretFiles: [{ id: 'npmrc', path: './.npmrc' }] },
    ],
    [{ sbom: 'auto' }, { sbom: { kind: 'auto' } }],
    [{ images: '\uFEFFghcr.io/a/b' }, { images: 'ghcr.io/a/b' }],
    [
      { 'certificate-identity': 'https://github.com/o/r/.github/workflows/a.yml@refs/heads/a+b' },
      { certificateIdentity: 'https://github.com/o/r/.github/workflows/a.yml@refs/heads/a+b' },
    ],
  ])('%j', (texts, inputs) => {
    expect(read(texts).inputs).toMatchObject(inputs);
  });
});

describe('a value that is wrong', () => {
  const SECRET = 'hunter2hunter2';
  it.each<[InputTexts]>([
    [{ platforms: 'linux/amd46' }],
    [{ platforms: 'arm64' }],
    [{ 'build-args': 'NAME' }],
    [{ 'build-args': '=value' }],
    [{ 'build-args': 'A B=c' }],
    [{ secrets: SECRET }],
    [{ secrets: `a b=${SECRET}` }],
    [{ secrets: `id=one\nid=${SECRET}` }],
    [{ secrets: `"id=${SECRET}` }],
    [{ pull: 'yes' }],
    [{ 'no-cache': '1' }],
    [{ load: 'on' }],
    [{ push: 'maybe' }],
    [{ cache: 'bucket' }],
    [{ 'cache-from': '"type=gha' }],
    [{ provenance: 'max' }],
    [{ sbom: 'yes' }],
    [{ sign: 'keyless' }],
    [{ 'sign-timeout': '15' }],
    [{ 'sign-timeout': '0s' }],
    [{ 'sign-timeout': '61m' }],
    [{ 'sign-timeout': '-5m' }],
    [{ 'cosign-version': 'latest' }],
    [{ 'cosign-version': '2.6.0' }],
    [{ 'cosign-version': '3.0.4-rc.1' }],
    [{ 'cosign-version': 'bin/cosign' }],
    [{ 'buildx-version': '0.29.1' }],
    [{ 'buildx-version': '0.30.0-rc1' }],
    [{ 'buildx-version': 'cloud:latest' }],
    [{ 'buildx-version': 'lab:v0.30.0' }],
    [{ 'buildx-version': 'https://github.com/docker/buildx.git#master' }],
    [{ 'buildx-version': 'docker-buildx' }],
    [{ 'buildx-version': 'edge' }],
    [{ 'certificate-identity': 'https://github.com/o/.*' }],
    [{ 'certificate-identity': '^https://github.com/o/r' }],
    [{ 'certificate-identity': 'https://github.com/o/.+' }],
    [{ 'certificate-identity': 'https://github\\.com/o/r' }],
    [{ driver: 'cloud' }],
    [{ 'driver-opts': 'network' }],
    [{ 'driver-opts': 'env.ACTIONS_RUNTIME_TOKEN=x' }],
    [{ 'driver-opts': '"env.actions_runtime_token=x"' }],
    [{ builder: 'my builder' }],
    [{ builder: '-x' }],
    [{ emulation: 'qemu' }],
    [{ context: '--file=/etc/passwd' }],
    [{ target: 'a\nb' }],
    [{ file: `a${'b'.repeat(5000)}` }],
    [{ registry: '-p' }],
    [{ 'dry-run': 'please' }],
  ])('%j is a problem of its own input, told with a cure', (texts) => {
    const { problems } = read(texts);
    expect(problems.length).toBeGreaterThan(0);
    expect(new Set(problems.map(({ input }) => input))).toEqual(new Set(Object.keys(texts)));
    for (const { problem, fix } of problems) {
      expect(problem).not.toBe('');
      expect(fix).toMatch(/[.!?]$/);
    }
  });

  it.each<[InputTexts]>([
    [{ secrets: SECRET }],
    [{ secrets: `ok=1\n${SECRET}` }],
    [{ secrets: `a b=${SECRET}` }],
    [{ secrets: `id=one\nid=${SECRET}` }],
    [{ secrets: `"id=${SECRET}` }],
    [{ 'build-args': `KEY=-----BEGIN\n${SECRET}/` }],
    [{ 'build-args': `${SECRET}/${SECRET}+${SECRET}` }],
    [{ 'driver-opts': `env.ACTIONS_RUNTIME_TOKEN=${SECRET}` }],
  ])('%j is not shown', (texts) => {
    const { problems } = read(texts);
    expect(problems.length).toBeGreaterThan(0);
    expect(new InputError(problems).message).not.toContain(SECRET);
  });

  it('is reported together with all others', () => {
    const texts = {
      platforms: 'linux/amd46,linux/arm64,linux/mars',
      'build-args': 'A\nB',
      push: 'perhaps',
      'sign-timeout': 'forever',
      'cosign-version': '1.0.0',
      secrets: 'nothing',
    };
    expect(blamed(texts)).toEqual([
      'platforms',
      'platforms',
      'build-args',
      'build-args',
      'secrets',
      'push',
      'cosign-version',
      'sign-timeout',
    ]);
  });
});

describe('every input of the table', () => {
  it('is read', async () => {
    const asked = new Set<string>();
    const env = new Proxy<Record<string, string>>(
      {},
      {
        get: (_, name) => {
          asked.add(String(name));
          return undefined;
        },
      },
    );
    await readLogins(env, readInputs(env));
    const names = INPUTS.map(({ name }) => `INPUT_${name.toUpperCase()}`);
    const switches = SWITCHES.filter(({ reader }) => reader === 'here').map(({ name }) => name);
    // Of docker/setup-buildx-action, for the TLS files of `endpoint`.
    const tls = TLS_PARTS.map((part) => `BUILDER_NODE_0_AUTH_TLS_${part.toUpperCase()}`);
    expect([...asked].sort()).toEqual([...names, ...switches, ...tls].sort());
  });

  it('survives any text', () => {
    const texts = ['', ' ', '\n', '"', ',', '=', '\0', '{{', '\uFEFF', '🚢', 'a'.repeat(10_000)];
    for (const { name } of INPUTS)
      for (const text of texts) expect(() => read({ [name]: text })).not.toThrow();
  });
});
