import { describe, expect, it } from '@jest/globals';
import { makeCosignEnv, makeEngineEnv, userDockerConfig } from '../../src/tools/child-env.ts';

/** A job whose environment earlier steps have filled with what changes the tools' minds, and with tokens. */
const HOSTILE = {
  COSIGN_REPOSITORY: 'ghcr.io/evil/signatures',
  COSIGN_EXPERIMENTAL: '1',
  COSIGN_PASSWORD: 'x',
  COSIGN_REKOR_URL: 'https://evil.example',
  SIGSTORE_ROOT_FILE: '/tmp/evil',
  SIGSTORE_ID_TOKEN: 'x',
  TUF_ROOT: '/tmp/evil',
  BUILDX_BUILDER: 'evil',
  BUILDX_CONFIG: '/tmp/evil',
  BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
  BUILDKIT_HOST: 'tcp://evil',
  BUILDKIT_PROGRESS: 'quiet',
  DOCKER_CONFIG: '/home/runner/.docker',
  DOCKER_AUTH_CONFIG: '{}',
  DOCKER_DEFAULT_PLATFORM: 'linux/s390x',
  DOCKER_BUILDKIT: '0',
  LD_PRELOAD: '/tmp/evil.so',
  LD_LIBRARY_PATH: '/tmp/evil',
  GODEBUG: 'x509sha1=1',
  NODE_OPTIONS: '--require /tmp/evil',
  BASH_ENV: '/tmp/evil',
  GITHUB_TOKEN: 'x',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x',
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x',
  AWS_SECRET_ACCESS_KEY: 'x',
  INPUT_PASSWORD: 'x',
  STATE_run: '{}',
  LANG: 'de_DE.UTF-8',
};
const NEEDED = { PATH: '/bin', HOME: '/home/runner', HTTPS_PROXY: 'http://proxy', EMPTY: '' };
const CACHE = {
  ACTIONS_RUNTIME_TOKEN: 'runtime',
  ACTIONS_RESULTS_URL: 'https://results',
  ACTIONS_CACHE_SERVICE_V2: 'true',
};
const RUN = { GITHUB_REF: 'refs/heads/main', GITHUB_EVENT_PATH: '/event.json', RUNNER_OS: 'Linux' };
const ENV = { ...HOSTILE, ...NEEDED, ...CACHE, ...RUN };
const FOLDER = '/temp/run';

describe('the environment of docker and buildx', () => {
  it('holds what they need, in places of our own, and nothing else', () => {
    expect(makeEngineEnv({ env: ENV, folder: FOLDER })).toEqual({
      PATH: '/bin',
      HOME: '/home/runner',
      HTTPS_PROXY: 'http://proxy',
      DOCKER_CONFIG: '/temp/run/docker',
      BUILDX_CONFIG: '/temp/run/buildx',
      LANG: 'C',
    });
  });

  it.each([
    'DOCKER_HOST',
    'DOCKER_CONTEXT',
    'DOCKER_TLS_VERIFY',
    'DOCKER_CERT_PATH',
    'SSH_AUTH_SOCK',
    'SOURCE_DATE_EPOCH',
    'NO_PROXY',
    'https_proxy',
    'SSL_CERT_FILE',
    'RUNNER_TRACKING_ID',
  ])('passes %s on', (name) => {
    expect(makeEngineEnv({ env: { [name]: 'x' }, folder: FOLDER })[name]).toBe('x');
  });

  it('gives the tokens of the cache to builds that use it', () => {
    expect(makeEngineEnv({ env: ENV, folder: FOLDER, actionsCache: true })).toMatchObject(CACHE);
  });

  it('tells about the run, without a token, where provenance is public', () => {
    const env = makeEngineEnv({ env: ENV, folder: FOLDER, recordsRun: true });
    expect(env).toMatchObject(RUN);
    expect(Object.keys(env).filter((name) => name in HOSTILE)).toEqual([
      'DOCKER_CONFIG',
      'BUILDX_CONFIG',
      'LANG',
    ]);
  });

  it('finds the builders of the user', () => {
    const env = makeEngineEnv({
      env: ENV,
      folder: FOLDER,
      userBuilders: '/home/runner/.docker/buildx',
    });
    expect(env['BUILDX_CONFIG']).toBe('/home/runner/.docker/buildx');
  });

  it('knows the way to a cluster where the builder is there, and keeps kubectl out of the home', () => {
    const env = { KUBECONFIG: '/k', KUBERNETES_SERVICE_HOST: '10.0.0.1', ...ENV };
    const own = { KUBECONFIG: '/k', KUBERNETES_SERVICE_HOST: '10.0.0.1' };
    expect(makeEngineEnv({ env, folder: FOLDER, cluster: true })).toMatchObject({
      ...own,
      KUBECACHEDIR: '/temp/run/kubectl',
    });
    expect(Object.keys(makeEngineEnv({ env, folder: FOLDER })).join(' ')).not.toContain('KUBE');
  });
});

describe('the environment of cosign', () => {
  it('has a home of its own and no token', () => {
    expect(makeCosignEnv({ env: ENV, folder: FOLDER })).toEqual({
      PATH: '/bin',
      HTTPS_PROXY: 'http://proxy',
      HOME: '/temp/run/home',
      DOCKER_CONFIG: '/temp/run/docker-verify',
      GOGC: 'off',
      GOMEMLIMIT: '256MiB',
      TUF_ROOT: '/temp/run/tuf',
      LANG: 'C',
    });
  });
});

describe('authorities that Node trusts besides its own', () => {
  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ SSL_CERT_DIR: '/own' }, '/own'],
    [{ NODE_EXTRA_CA_CERTS: '/ca.pem' }, '/etc/ssl/certs:/etc/pki/tls/certs:/temp/run/authorities'],
    [{ NODE_EXTRA_CA_CERTS: '/ca.pem', SSL_CERT_DIR: '/own' }, '/own:/temp/run/authorities'],
  ])('%j are trusted by tools in Go too', (env, folders) => {
    expect(makeEngineEnv({ env, folder: FOLDER })['SSL_CERT_DIR']).toBe(folders);
    const cosign = makeCosignEnv({ env, folder: FOLDER });
    expect(cosign['SSL_CERT_DIR']).toBe(folders);
    expect(cosign['SSL_CERT_FILE']).toBeUndefined();
  });
});

describe('userDockerConfig', () => {
  it.each([
    [{ DOCKER_CONFIG: '/a', HOME: '/h' }, '/a'],
    [{ DOCKER_CONFIG: '', HOME: '/h' }, '/h/.docker'],
    [{ HOME: '/h' }, '/h/.docker'],
    [{ HOME: '' }, undefined],
    [{}, undefined],
  ])('%j', (env, folder) => {
    expect(userDockerConfig(env)).toBe(folder);
  });
});
