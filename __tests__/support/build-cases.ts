/** `with:` blocks that both docker/build-push-action and this action understand; each is recorded and compared. */
import type { InputTexts } from './make-inputs.ts';

export interface BuildCase {
  readonly id: string;
  readonly inputs: InputTexts;
  /** Of the repository. Default: public. */
  readonly isPrivate?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const NAME = 'ghcr.io/octo-org/app';
const HERE = { context: '.', platforms: 'linux/amd64' };

/** One input at a time, on top of a build of the checkout. */
const SINGLE: Readonly<Record<string, InputTexts>> = {
  nothing: {},
  'add-hosts': { 'add-hosts': 'a:10.0.0.1,b:10.0.0.2\nc:host-gateway' },
  allow: { allow: 'network.host\nsecurity.insecure' },
  annotations: { annotations: 'a=1\nindex:b=2,3\n"c=""x"""', push: 'true', tags: `${NAME}:1` },
  'build-args': { 'build-args': 'A=1\nB=two words\nC=a,b\n\nD=x=y' },
  'build-args-quoted': { 'build-args': '"A=one\ntwo"\n"B=""q"""' },
  'build-args-comment': { 'build-args': '# no argument\nA=1 # all of it' },
  'build-args-template': { 'build-args': 'F={{.Name}}\nG={{ json . }}' },
  'build-contexts': {
    'build-contexts': 'base=docker-image://alpine:3\nsrc=https://github.com/o/r.git',
  },
  'build-contexts-default': {
    'build-contexts': 'root={{defaultContext}}\nsub={{ defaultContext }}:sub',
  },
  'build-args-json': { 'build-args': 'A={"a": [1, "b,c"]}\nB=a#b=c==\nC=$HOME `x` \\n' },
  'build-args-spaces': { 'build-args': '  A = 1  \nB=  two  ' },
  'build-args-empty': { 'build-args': 'A=\nB=""' },
  'build-args-twice': { 'build-args': 'A=1\nA=2' },
  'build-args-crlf': { 'build-args': 'A=1\r\nB=2\r\n' },
  builder: { builder: 'mine' },
  'cache-from': { 'cache-from': 'type=gha\ntype=registry,ref=ghcr.io/o/cache\nghcr.io/o/other:x' },
  'cache-to': { 'cache-to': 'type=gha,mode=max,ignore-error=true' },
  'cache-to-plain': { 'cache-to': 'type=local,dest=/cache' },
  'cache-to-inline': { 'cache-to': 'type=inline' },
  call: { call: 'check' },
  'call-outline': { call: 'outline' },
  'call-targets': { call: 'targets,format=json' },
  'cgroup-parent': { 'cgroup-parent': 'slice' },
  'call-format': { call: 'check,format=json' },
  context: { context: 'app' },
  'context-git-short': { context: 'github.com/o/r#main' },
  'context-git-ssh': { context: 'git@github.com:o/r.git#main:sub' },
  'context-tar': { context: 'https://example.com/a.tar.gz' },
  'context-git': { context: 'https://github.com/o/r.git#main:sub' },
  'context-default': { context: '{{defaultContext}}' },
  'context-default-sub': { context: '{{defaultContext}}:app' },
  file: { file: 'docker/Dockerfile' },
  'file-git': { context: 'https://github.com/o/r.git', file: 'docker/Dockerfile' },
  labels: { labels: 'a=1\nb=two, words\n"c=one\ntwo"\nd={{.Name}}' },
  'labels-comma': { labels: 'a=b,c\n"d=e,f"\n"g=h"",""i"' },
  'labels-empty': { labels: 'a=\nb = c' },
  load: { load: 'true', tags: 'app:1' },
  network: { network: 'host' },
  'no-cache': { 'no-cache': 'true' },
  'no-cache-filters': { 'no-cache-filters': 'one,two\nthree' },
  'outputs-local': { outputs: 'type=local,dest=out' },
  'outputs-path': { outputs: 'out' },
  'outputs-several': { outputs: 'type=local,dest=out\ntype=tar,dest=out.tar' },
  'outputs-oci': { outputs: 'type=oci,dest=out.tar,compression=zstd' },
  'outputs-oci-folder': { outputs: 'type=oci,tar=false,dest=out' },
  'outputs-tar': { outputs: 'type=tar,dest=out.tar' },
  'outputs-docker': { outputs: 'type=docker', tags: 'app:1' },
  'outputs-docker-file': { outputs: 'type=docker,dest=out.tar', tags: 'app:1' },
  'outputs-cacheonly': { outputs: 'type=cacheonly' },
  'outputs-digest': {
    outputs: `type=image,name=${NAME},push-by-digest=true,name-canonical=true,push=true`,
  },
  'outputs-quoted': { outputs: 'type=local,"dest=a,b"' },
  'outputs-attributes': { outputs: 'type=image,compression=zstd', push: 'true', tags: `${NAME}:1` },
  'outputs-registry': { outputs: 'type=registry', tags: `${NAME}:1` },
  'platforms-several': { platforms: 'linux/amd64,linux/arm64\nlinux/arm/v7' },
  'platforms-spaces': { platforms: 'linux/amd64, linux/arm64 ,linux/arm/v7' },
  pull: { pull: 'true' },
  push: { push: 'true', tags: `${NAME}:1,${NAME}:latest` },
  'push-registries': { push: 'true', tags: `${NAME}:1\ndocker.io/octo/app:1` },
  secrets: { secrets: 'a=one\n"b=two\nlines"' },
  'secret-envs': { 'secret-envs': 'a=TOKEN,b=OTHER' },
  'secret-files': { 'secret-files': 'a=./secret.txt' },
  'secrets-kinds': { secrets: 'a=x=y==\n"b=c,d"\n"e={""f"":""g""}"\nh={"i":"j"}' },
  'secret-files-quoted': { 'secret-files': '"a=./secret.txt"' },
  'shm-size': { 'shm-size': '2gb' },
  ssh: { ssh: 'default,deploy=/key' },
  target: { target: 'release' },
  'ssh-lines': { ssh: 'default\ndeploy=/key' },
  'tags-quoted': { push: 'true', tags: `"${NAME}:1"\n${NAME}:2` },
  'tags-port': { push: 'true', tags: 'r.example:5000/a/b:1,r.example:5000/cd:1' },
  ulimit: { ulimit: 'nofile=1024:2048\nnproc=3' },
};

/** What decides about attestations; all of them push. */
const ATTESTED: Readonly<Record<string, InputTexts>> = {
  default: {},
  'provenance-true': { provenance: 'true' },
  'provenance-false': { provenance: 'false' },
  'provenance-min': { provenance: 'mode=min' },
  'provenance-version': { provenance: 'mode=max,version=v0.2' },
  'sbom-true': { sbom: 'true' },
  'sbom-false': { sbom: 'false' },
  'sbom-generator': { sbom: 'generator=docker/scout-sbom-indexer:1' },
  attests: { attests: 'type=sbom,generator=x/y:1\ntype=provenance,mode=min' },
  'attests-and-inputs': {
    attests: 'type=provenance,mode=min',
    provenance: 'mode=max',
    sbom: 'false',
  },
  nothing: { provenance: 'false', sbom: 'false' },
};

const pushed = { ...HERE, push: 'true', tags: `${NAME}:1` };

export const BUILD_CASES: readonly BuildCase[] = [
  ...Object.entries(SINGLE).map(([id, inputs]) => ({
    id: `single/${id}`,
    inputs: { ...HERE, ...inputs },
    ...(id === 'secret-envs' ? { env: { TOKEN: 't', OTHER: 'o' } } : {}),
  })),
  ...Object.entries(ATTESTED).flatMap(([id, inputs]) =>
    [false, true].map((isPrivate) => ({
      id: `attested/${id}/${isPrivate ? 'private' : 'public'}`,
      inputs: { ...pushed, ...inputs },
      isPrivate,
    })),
  ),
  { id: 'bare/context', inputs: { platforms: 'linux/amd64' } },
  { id: 'bare/platforms', inputs: { context: '.' } },
  {
    id: 'bare/token',
    inputs: { context: '{{defaultContext}}', 'github-token': 'ghs_x', platforms: 'linux/amd64' },
  },
  {
    id: 'whole/release',
    inputs: {
      ...pushed,
      platforms: 'linux/amd64,linux/arm64',
      file: 'Containerfile',
      target: 'release',
      'build-args': 'VERSION=1.2.3\nCOMMIT=abc',
      labels: 'org.opencontainers.image.title=App',
      'cache-from': 'type=gha,scope=app',
      'cache-to': 'type=gha,scope=app,mode=max,ignore-error=true',
      secrets: 'npm=secret',
      pull: 'true',
    },
  },
];
