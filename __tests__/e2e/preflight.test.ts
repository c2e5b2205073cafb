import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { computeDigest } from '../../src/registry/content.ts';
import {
  BARE,
  type CheckedRun,
  type Faults,
  LEAN,
  NATIVE,
  useWorld,
} from '../support/e2e-world.ts';

const world = useWorld();
const FOREIGN = NATIVE === 'linux/arm64' ? 'linux/amd64' : 'linux/arm64';
const INDEX = 'application/vnd.oci.image.index.v1+json';

/** What a user waits for the message. */
const LIMIT_MS = 3000;

function expectEarlyEnd(failed: CheckedRun, code: string): void {
  expect(failed.error?.code).toBe(code);
  expect(failed.main.durationMs).toBeLessThan(LIMIT_MS);
  expect(failed.main.groups).not.toContain('Build');
  expect(failed.text).not.toMatch(/creating|booting|pulling|installing/i);
}

const imageOf = (name: string): string => `${world().registry.host}/octo/${name}`;

async function makeWorkspace(dockerfile: (text: string) => string): Promise<string> {
  const folder = await world().lab.makeWorkspace();
  const path = join(folder, 'Dockerfile');
  await writeFile(path, dockerfile(await readFile(path, 'utf8')));
  return folder;
}

/** An index with the image of one platform, named in the lab's registry. */
async function pushBase(name: string): Promise<string> {
  const { url, host } = world().registry;
  const put = async (path: string, type: string, body: string): Promise<void> => {
    const sent = await fetch(`${url}/v2/${name}/manifests/${path}`, {
      method: 'PUT',
      headers: { 'content-type': type },
      body,
    });
    expect(sent.status).toBe(201);
  };
  const config = JSON.stringify({
    os: 'linux',
    architecture: NATIVE.split('/')[1],
    rootfs: { type: 'layers', diff_ids: [] },
  });
  const upload = await fetch(`${url}/v2/${name}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(upload.headers.get('location') ?? '', url);
  place.searchParams.set('digest', computeDigest(Buffer.from(config)));
  expect((await fetch(place, { method: 'PUT', body: config })).status).toBe(201);
  const type = 'application/vnd.oci.image.manifest.v1+json';
  const describeBytes = (mediaType: string, text: string) => ({
    mediaType,
    digest: computeDigest(Buffer.from(text)),
    size: Buffer.byteLength(text),
  });
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: type,
    config: describeBytes('application/vnd.oci.image.config.v1+json', config),
    layers: [],
  });
  const [os, architecture] = NATIVE.split('/');
  await put(describeBytes(type, manifest).digest, type, manifest);
  const entry = { ...describeBytes(type, manifest), platform: { os, architecture } };
  await put('1', INDEX, JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests: [entry] }));
  return `${host}/${name}:1`;
}

const DENY: Faults = {
  registry: [{ match: /blobs\/uploads/, action: { kind: 'status', status: 403 } }],
};

describe('before anything is pulled', () => {
  it('a registry that denies, with the repository and what to do', async () => {
    const inputs = { ...LEAN, images: imageOf('denied') };
    const denied = await world().runWith(DENY, { inputs });
    expectEarlyEnd(denied, 'REGISTRY_DENIED');
    expect(denied.error?.message).toContain('octo/denied');
    expect(denied.error?.message).toContain(world().registry.host);
    expect(denied.error?.message).toContain(`registry: ${world().lab.registryHost}`);
  });

  it.each<[string, string, RegExp[]]>([
    [
      'that forbids new packages',
      'installation not allowed to Create organization package',
      [/installation not allowed/],
    ],
    ['whose token may not write', 'access token has insufficient scopes', [/scopes/]],
  ])('a registry %s, in its words', async (_, message, told) => {
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message }] });
    const action = { kind: 'status', status: 403, body } as const;
    const denied = await world().runWith(
      { registry: [{ match: /blobs\/uploads/, action }] },
      { inputs: { ...LEAN, images: imageOf('denied') } },
    );
    expectEarlyEnd(denied, 'REGISTRY_DENIED');
    for (const pattern of told) expect(denied.error?.message).toMatch(pattern);
  });

  it('no permission for an identity, with the job and the lines to paste', async () => {
    const inputs = { ...LEAN, images: imageOf('unsigned') };
    const failed = await world().run({ inputs, identity: 'without' });
    expectEarlyEnd(failed, 'OIDC_PERMISSION_MISSING');
    expect(failed.error?.message).toMatch(/`id-token: write`, which job `\w+` does not have/);
    expect(failed.error?.message).toContain('permissions:\n  contents: read');
    expect(failed.error?.message).toContain('calling workflow');
  });

  it('a base image without the platform, with its line and what it has', async () => {
    const base = await pushBase('octo/narrow');
    const workspace = await makeWorkspace(() => `FROM ${base}\n`);
    const failed = await world().run({
      inputs: { ...LEAN, platforms: `${NATIVE},${FOREIGN}`, images: imageOf('wide') },
      workspace,
    });
    expectEarlyEnd(failed, 'BASE_PLATFORM_MISSING');
    expect(failed.error?.message).toContain(
      `${base} (./Dockerfile:1) has nothing for ${FOREIGN}, only ${NATIVE}`,
    );
  });

  it('all of it, with the wrong inputs, in one failure', async () => {
    const base = await pushBase('octo/narrow');
    const workspace = await makeWorkspace(() => `FROM ${base}\n`);
    const inputs = {
      ...{ ...LEAN, platforms: `${NATIVE},${FOREIGN}`, images: imageOf('all') },
      ...{ 'sign-timeout': 'soon', 'build-args': 'API_TOKEN=x' },
    };
    const failed = await world().runWith(DENY, { inputs, workspace, identity: 'without' });
    expectEarlyEnd(failed, 'SETUP_FAILED');
    for (const told of ['sign-timeout', 'id-token: write', 'octo/all', './Dockerfile:1'])
      expect(failed.error?.message).toContain(told);
    expect(failed.main.annotations.filter(({ level }) => level === 'error')).toHaveLength(1);
    expect(failed.warnings.filter((text) => text.includes('API_TOKEN'))).toHaveLength(1);
  });

  it('wrong inputs, in time, though the registry does not answer', async () => {
    const failed = await world().runWith(
      { registry: [{ match: /./, action: { kind: 'hang' } }] },
      { inputs: { ...LEAN, images: imageOf('slow'), 'sign-timeout': 'soon' } },
    );
    expectEarlyEnd(failed, 'INPUT_INVALID');
  });

  it('the code of a fork where there are secrets', async () => {
    const workspace = await makeWorkspace((text) => text);
    const git = join(workspace, '.git');
    await mkdir(git);
    await writeFile(join(git, 'HEAD'), `${'9'.repeat(40)}\n`);
    const github = {
      eventName: 'pull_request_target',
      event: {
        pull_request: { number: 7, head: { sha: '9'.repeat(40), repo: { full_name: 'evil/app' } } },
      },
    };
    const failed = await world().run({
      inputs: { ...LEAN, images: imageOf('fork') },
      workspace,
      github,
    });
    expectEarlyEnd(failed, 'UNTRUSTED_EVENT');
  });
});

describe('a run that may not publish', () => {
  it.each([
    [
      'a fork',
      {
        eventName: 'pull_request',
        event: { pull_request: { number: 8, head: { repo: { full_name: 'mallory/app' } } } },
      },
    ],
    ['Dependabot', { eventName: 'push', actor: 'dependabot[bot]' }],
  ])('builds for %s, and says so once', async (_, github) => {
    const built = await world().run({
      inputs: { ...LEAN, images: imageOf('app') },
      github,
      identity: 'without',
      wanted: 'built',
    });
    expect(built.error).toBeUndefined();
    expect(built.notices.filter((text) => text.startsWith('Not pushed'))).toHaveLength(1);
  });
});

/** As Amazon ECR refuses to change a tag of an immutable repository. */
const IMMUTABLE = (tag: string): Faults => ({
  registry: [
    {
      match: new RegExp(`^PUT .*/manifests/${tag}$`),
      action: {
        kind: 'status',
        status: 400,
        body: JSON.stringify({
          errors: [
            {
              code: 'TAG_INVALID',
              message: `The image tag '${tag}' already exists in the 'octo/app' repository and cannot be overwritten because the tag is immutable.`,
            },
          ],
        }),
      },
    },
  ],
});

describe('a tag that is there', () => {
  it('is told before the build, and the run goes on', async () => {
    const request = { inputs: { ...BARE, images: imageOf('twice'), tags: 'type=raw,value=1.0.0' } };
    expect((await world().run(request)).error).toBeUndefined();
    const again = await world().run(request);
    expect(again.error).toBeUndefined();
    expect(again.notices.filter((text) => text.startsWith('There already: '))).toHaveLength(1);
  });

  it('and may not be changed is told before the build, and refused before any tag moves', async () => {
    const [first, second] = [imageOf('free'), imageOf('fixed')];
    const old = { ...BARE, images: second, tags: 'type=raw,value=1.0.1' };
    expect((await world().run({ inputs: old })).error).toBeUndefined();
    const workspace = await makeWorkspace((text) => `${text}LABEL other=content\n`);
    const tags = 'type=raw,value=1.0.1\ntype=raw,value=next';
    const inputs = { ...BARE, images: `${first}\n${second}`, tags };
    const failed = await world().runWith(IMMUTABLE('1\\.0\\.1'), { inputs, workspace });
    expect(failed.notices.filter((text) => text.includes('octo/fixed:1.0.1'))).toHaveLength(1);
    expect(failed.error?.code).toBe('TAG_NOT_MOVED');
    expect(failed.error?.message).toContain(`${second}:1.0.1`);
    expect(failed.error?.message).toContain('No tag was moved');
    expect(failed.error?.message).toContain('immutable');
    expect(failed.main.outputs.tags).toBe('');
  });
});
