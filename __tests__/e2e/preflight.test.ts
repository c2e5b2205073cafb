import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { computeDigest } from '../../src/registry/content.ts';
import { BARE, type CheckedRun, LEAN, NATIVE, useWorld } from '../support/e2e-world.ts';

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

describe('before anything is pulled', () => {
  it('a registry that denies', async () => {
    const denied = await world().runWith(
      { registry: [{ match: /blobs\/uploads/, action: { kind: 'status', status: 403 } }] },
      { inputs: { ...LEAN, images: imageOf('denied') } },
    );
    expectEarlyEnd(denied, 'REGISTRY_DENIED');
  });

  it('no permission for an identity', async () => {
    const inputs = { ...LEAN, images: imageOf('unsigned') };
    expectEarlyEnd(await world().run({ inputs, identity: 'without' }), 'OIDC_PERMISSION_MISSING');
  });

  it('a base image without the platform', async () => {
    const base = await pushBase('octo/narrow');
    const workspace = await makeWorkspace(() => `FROM ${base}\n`);
    const failed = await world().run({
      inputs: { ...LEAN, platforms: `${NATIVE},${FOREIGN}`, images: imageOf('wide') },
      workspace,
    });
    expectEarlyEnd(failed, 'BASE_PLATFORM_MISSING');
    expect(failed.error?.message).toContain(`${base} (./Dockerfile:1)`);
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

describe('a tag that is there', () => {
  it('is told before the build, and the run goes on', async () => {
    const request = { inputs: { ...BARE, images: imageOf('twice'), tags: 'type=raw,value=1.0.0' } };
    expect((await world().run(request)).error).toBeUndefined();
    const again = await world().run(request);
    expect(again.error).toBeUndefined();
    expect(again.notices.filter((text) => text.includes(':1.0.0'))).toHaveLength(1);
  });
});
