import { describe, expect, it } from '@jest/globals';
import { InputError } from '../../src/errors.ts';
import { readInputs } from '../../src/inputs/parse.ts';
import { type InputTexts, makeInputEnv } from '../support/make-inputs.ts';

const GITHUB = {
  GITHUB_REPOSITORY: 'octo-org/app',
  GITHUB_SHA: 'abc',
  DEPLOY_KEY: 'hunter2hunter2',
};
const read = (texts: InputTexts, env: Record<string, string> = GITHUB) =>
  readInputs({ ...env, ...makeInputEnv(texts) });
const DEFAULT_CONTEXT = 'https://github.com/octo-org/app.git#abc';

describe('one input', () => {
  const entry = (type: string, attributes: Record<string, string>) => ({ type, attributes });
  it.each<[InputTexts, object]>([
    [
      { 'add-hosts': 'a:1.2.3.4,b=host-gateway\nc:::1' },
      { addHosts: ['a:1.2.3.4', 'b=host-gateway', 'c:::1'] },
    ],
    [{ 'add-hosts': 'a:[2001:db8::1]' }, { addHosts: ['a:[2001:db8::1]'] }],
    [
      { allow: 'network.host, security.insecure\ndevice=vendor/gpu' },
      { allow: ['network.host', 'security.insecure', 'device=vendor/gpu'] },
    ],
    [{ annotations: 'index:a=b,c' }, { annotations: 'index:a=b,c' }],
    [
      { attests: 'type=sbom,generator=a/b\ntype=provenance,mode=min' },
      { attests: [entry('sbom', { generator: 'a/b' }), entry('provenance', { mode: 'min' })] },
    ],
    [{ attests: 'type=sbom,true' }, { attests: [entry('sbom', { disabled: 'false' })] }],
    [{ attests: 'type=sbom,disabled=1' }, { attests: [entry('sbom', { disabled: 'true' })] }],
    [
      { 'build-contexts': 'a=../b\nc=docker-image://d:e' },
      {
        buildContexts: [
          { name: 'a', source: '../b' },
          { name: 'c', source: 'docker-image://d:e' },
        ],
      },
    ],
    [
      { 'build-contexts': 'a={{defaultContext}}:sub' },
      { buildContexts: [{ name: 'a', source: `${DEFAULT_CONTEXT}:sub` }] },
    ],
    [{ context: '{{ defaultContext }}:sub' }, { context: `${DEFAULT_CONTEXT}:sub` }],
    [{ call: 'check' }, { call: 'check' }],
    [{ call: 'targets,format=json' }, { call: 'targets,format=json' }],
    [{ call: 'check,ignorestatus=true' }, { call: 'check,ignorestatus=true' }],
    [{ call: 'build' }, { call: undefined }],
    [{ 'cgroup-parent': 'a/b' }, { cgroupParent: 'a/b' }],
    [{ network: 'none' }, { network: 'none' }],
    [{}, { network: undefined, call: undefined, shmSize: undefined, outputs: [], ssh: [] }],
    [{ 'no-cache-filters': 'a,b\nc' }, { noCacheFilters: ['a', 'b', 'c'] }],
    [
      { outputs: '# files\ntype=local,dest=out\n"type=oci","dest=a,b.tar"' },
      { outputs: [entry('local', { dest: 'out' }), entry('oci', { dest: 'a,b.tar' })] },
    ],
    [{ outputs: './out' }, { outputs: [entry('local', { dest: './out' })] }],
    [
      { outputs: 'type=docker\ntype=cacheonly' },
      { outputs: [entry('docker', {}), entry('cacheonly', {})] },
    ],
    [{ 'shm-size': '2gb' }, { shmSize: '2gb' }],
    [{ ssh: 'default,a=/b' }, { ssh: ['default', 'a=/b'] }],
    [{ ulimit: 'nofile=1024:1024\n# more\nnproc=3' }, { ulimits: ['nofile=1024:1024', 'nproc=3'] }],
    [
      { 'secret-envs': 'a=DEPLOY_KEY' },
      { secrets: [{ id: 'a', value: 'hunter2hunter2', input: 'secret-envs' }] },
    ],
    [{ 'secret-files': 'a=b=c' }, { secretFiles: [{ id: 'a', path: 'b=c' }] }],
  ])('%j', (texts, inputs) => {
    const { inputs: found, problems } = read(texts);
    expect(problems).toEqual([]);
    expect(found).toMatchObject(inputs);
  });
});

describe('the default context', () => {
  const token = { id: 'GIT_AUTH_TOKEN.github.com', value: 'ghs_token' };
  it.each<[InputTexts, object[]]>([
    [{ context: '{{defaultContext}}' }, [token]],
    [
      { context: '{{defaultContext}}', secrets: 'GIT_AUTH_TOKEN=mine' },
      [{ id: 'GIT_AUTH_TOKEN', value: 'mine' }],
    ],
    [{ context: '.' }, []],
    [{ context: '.', 'build-contexts': 'repo={{defaultContext}}:sub' }, [token]],
    [{ context: 'https://example.com/a.git' }, []],
  ])('%j is fetched with %j', (texts, secrets) => {
    expect(read({ 'github-token': 'ghs_token', ...texts }).inputs.secrets).toMatchObject(secrets);
  });
});

describe('a value that is wrong', () => {
  it.each<[InputTexts]>([
    [{ 'add-hosts': 'a' }],
    [{ 'add-hosts': 'a:b' }],
    [{ 'add-hosts': 'a:1.2.3' }],
    [{ 'add-hosts': 'a:256.1.1.1' }],
    [{ 'add-hosts': '--push:1.2.3.4' }],
    [{ allow: 'everything' }],
    [{ allow: 'security.insecure=true' }],
    [{ attests: 'type=vuln' }],
    [{ attests: 'sbom' }],
    [{ attests: 'type=sbom,disabled=perhaps' }],
    [{ attests: 'type=sbom\ntype=sbom,generator=a' }],
    [{ attests: 'type=provenance,mode=huge' }],
    [{ provenance: 'mode=huge' }],
    [{ provenance: 'version=v0.3' }],
    [{ provenance: 'reproducible=maybe' }],
    [{ provenance: 'mode=max,inline-only=yes' }],
    [{ provenance: 'disabled=perhaps' }],
    [{ sbom: 'disabled=perhaps' }],
    [{ 'build-contexts': 'a' }],
    [{ 'build-contexts': 'a=' }],
    [{ 'build-contexts': '-a=b' }],
    [{ 'build-contexts': 'a=b\nA=c' }],
    [{ call: 'lint please' }],
    [{ call: 'check,format=xml' }],
    [{ 'cgroup-parent': '-x' }],
    [{ network: 'bridge' }],
    [{ 'no-cache-filters': '--push' }],
    [{ outputs: 'type=tar' }],
    [{ outputs: 'type=local' }],
    [{ outputs: 'type=oci,dest=-' }],
    [{ outputs: 'type=image,push' }],
    [{ outputs: 'dest=a' }],
    [{ outputs: 'type=squashfs,dest=a' }],
    [{ 'shm-size': 'much' }],
    [{ ssh: '-o=x' }],
    [{ ssh: 'a=' }],
    [{ ulimit: 'nofile' }],
    [{ ulimit: 'files=1' }],
    [{ ulimit: 'nofile=1:2:3' }],
    [{ 'secret-envs': 'a=NOT_THERE' }],
    [{ 'secret-envs': 'a=b-c' }],
    [{ 'secret-envs': 'a=ACTIONS_RUNTIME_TOKEN' }],
    [{ 'secret-envs': 'DEPLOY_KEY' }],
    [{ 'secret-files': 'a=' }],
    [{ 'secret-files': 'path' }],
    [{ 'secret-files': 'a=b\na=c' }],
  ])('%j is a problem of its own input, told with a cure', (texts) => {
    const { problems } = read(texts);
    expect(problems).toHaveLength(1);
    expect(problems.map(({ input }) => input)).toEqual(Object.keys(texts));
    expect(problems[0]?.fix).toMatch(/[.!?]$/);
  });

  it.each<[InputTexts, string]>([
    [{ secrets: 'a=1', 'secret-files': 'a=b' }, 'secret-files'],
    [{ secrets: 'a=1', 'secret-envs': 'a=DEPLOY_KEY' }, 'secret-envs'],
    [{ 'secret-files': 'a=b', 'secret-envs': 'a=DEPLOY_KEY' }, 'secret-envs'],
  ])('%j names one secret twice', (texts, input) => {
    expect(read(texts).problems.map((each) => each.input)).toEqual([input]);
  });

  const SECRET = 'hunter2hunter2';
  it.each<[InputTexts]>([
    [{ 'secret-envs': `a=${SECRET}` }],
    [{ 'secret-envs': `a=${SECRET}/+` }],
    [{ 'secret-envs': SECRET }],
    [{ 'secret-files': SECRET }],
    [{ 'secret-files': `a=1\na=${SECRET}` }],
    [{ 'build-contexts': `a b=https://user:${SECRET}@example.com/a.git` }],
    [{ 'build-contexts': `a b=https://example.com/a.git?private_token=${SECRET}` }],
  ])('%j is not shown', (texts) => {
    const { problems } = read(texts);
    expect(problems.length).toBeGreaterThan(0);
    expect(new InputError(problems).message).not.toContain(SECRET);
  });
});
