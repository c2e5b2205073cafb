import { afterEach, describe, expect, it } from '@jest/globals';
import { ActionError } from '../../src/errors.ts';
import { makeTagOrder } from '../../src/stages/publishing/tag-order.ts';
import { readTag, type StoredManifest, setTag } from '../support/fake-registry-content.ts';
import { makeDigest } from '../support/make-digest.ts';
import { readSignedImage, type SignedBy, type SignedImage } from '../support/recorded-bundles.ts';
import { countRequests, setUpRegistry, tearDownRegistries } from '../support/registry-scene.ts';
import { ISSUER, makePublishingRun, pushSigned, runOf } from '../support/signed-scene.ts';

afterEach(tearDownRegistries);

const KINDS = [{ referrersApi: false }, { referrersApi: true }];

async function makeScene(own: SignedBy, options = {}, issuer = ISSUER) {
  const scene = await setUpRegistry(options);
  const { client, host } = scene;
  const order = makeTagOrder(host, { registry: client, run: runOf(own), issuer });
  return { ...scene, order };
}

describe.each(KINDS)('with %j an image', (options) => {
  it.each<[SignedBy, SignedBy, string]>([
    ['run-100', 'run-101', 'later'],
    ['run-101', 'run-100', 'earlier'],
    ['run-100', 'run-100-again', 'later'],
    ['run-100-again', 'run-100', 'earlier'],
    ['run-100', 'run-100', 'unknown'],
    ['run-100', 'other-repository', 'unknown'],
  ])('seen from %s, of %s, is %s', async (own, other, rank) => {
    const { order, client, repository } = await makeScene(own, options);
    const { digest } = await pushSigned(client, repository, other);
    expect(order.known(repository, digest)).toBeUndefined();
    expect(await order.compare(repository, digest)).toBe(rank);
    expect(order.known(repository, digest)).toBe(rank);
    expect(order.findRun(repository, digest)).toEqual(
      other === 'other-repository' ? undefined : runOf(other),
    );
  });
});

describe('an image', () => {
  it('is asked about once, with a few requests', async () => {
    const scene = await makeScene('run-100');
    const { order, client, repository, registry } = scene;
    const { digest } = await pushSigned(client, repository, 'run-101');
    const before = registry.requests.length;
    await order.compare(repository, digest);
    expect(registry.requests.length - before).toBeLessThanOrEqual(4);
    await order.compare(repository, digest);
    expect(registry.requests.length - before).toBeLessThanOrEqual(4);
  });

  it('without a signature has no rank', async () => {
    const { order, repository } = await makeScene('run-100');
    expect(await order.compare(repository, makeDigest('unsigned'))).toBe('unknown');
  });

  it('that another GitHub signed has no rank', async () => {
    const { order, client, repository } = await makeScene('run-100', {}, 'https://token.example');
    const { digest } = await pushSigned(client, repository, 'run-101');
    expect(await order.compare(repository, digest)).toBe('unknown');
  });

  it('is not what a bundle of something else says', async () => {
    const { order, client, repository } = await makeScene('run-100');
    const { digest, bytes, mediaType } = readSignedImage('run-99');
    await client.putManifest({ repository, reference: digest, bytes, mediaType });
    await client.attachBundles({
      repository,
      subject: { digest, mediaType, sizeBytes: bytes.length },
      bundles: [
        {
          bytes: readSignedImage('run-101').bundle,
          predicateType: 'https://sigstore.dev/cosign/sign/v1',
        },
      ],
      createdAt: new Date(),
    });
    expect(await order.compare(repository, digest)).toBe('unknown');
  });

  it('has no rank when the registry does not answer, which is asked for once', async () => {
    const scene = await makeScene('run-100');
    const { order, client, repository, registry, host } = scene;
    const { digest } = await pushSigned(client, repository, 'run-101');
    registry.faults.push({ match: /\/(referrers|manifests\/sha256)/, status: 503, times: 100 });
    const asked = (): number => countRequests(scene, /referrers|manifests\/sha256|blobs/);
    const before = asked();
    expect(await order.compare(repository, digest)).toBe('unknown');
    expect(await order.compare(repository, makeDigest('another'))).toBe('unknown');
    expect(asked() - before).toBe(1);
    expect(host.slept).toEqual([]);
    expect(host.lines.filter((line) => !line.startsWith('debug: '))).toEqual([]);
  });
});

const LATEST = { path: 'org/app', reference: 'latest' };
const stored = ({ bytes, mediaType }: SignedImage): StoredManifest => ({
  mediaType,
  bytes: Buffer.from(bytes),
});

/** `own` publishes where the tag `latest` names an image of `other`. */
async function publishOver(own: SignedBy, other: SignedBy, tags = ['v1', 'latest']) {
  const scene = await setUpRegistry();
  const { client, host, repository, registry } = scene;
  const image = await pushSigned(client, repository, other);
  await client.moveTag({ ...image, repository, tag: 'latest' });
  const run = makePublishingRun(own, { repository, tags, host });
  await run.push();
  const named = (tag: string) =>
    readTag(registry.content, { path: repository.path, reference: tag });
  const short = (reference: string): string => reference.slice(reference.lastIndexOf(':') + 1);
  return {
    ...{ ...scene, run, named },
    moved: () => run.moved.map(({ reference }) => short(reference)),
    kept: () => run.kept.map(({ reference }) => short(reference)),
  };
}

describe('a tag', () => {
  it('of a later run is left alone, and the others are moved', async () => {
    const { run, named, moved, kept, host } = await publishOver('run-100', 'run-101');
    await run.move();
    const later = readSignedImage('run-101').digest;
    expect(named('latest')).toBe(later);
    expect(named('v1')).toBe(readSignedImage('run-100').digest);
    expect([moved(), kept()]).toEqual([['v1'], ['latest']]);
    expect(run.kept[0]).toMatchObject({ digest: later, run: runOf('run-101') });
    const [notice] = host.lines.filter((line) => line.startsWith('notice: '));
    expect(notice).toContain(later);
    expect(notice).toContain('/actions/runs/101');
  });

  it.each<SignedBy>(['run-99', 'other-repository', 'run-100'])(
    'of %s is moved by run 100, with one look more than one without an order',
    async (other) => {
      const { run, named, kept, registry } = await publishOver('run-100', other, ['latest']);
      const before = registry.requests.length;
      await run.move();
      expect(named('latest')).toBe(readSignedImage('run-100').digest);
      expect(kept()).toEqual([]);
      // Two looks, list by API and by tag, its manifest and blob, PUT, read back; and how to reach the registry.
      expect(registry.requests.length - before).toBeLessThanOrEqual(9);
    },
  );

  it('is moved when the registry does not answer the questions', async () => {
    const { run, named, moved, registry } = await publishOver('run-100', 'run-101');
    registry.faults.push({ match: /\/(referrers|manifests\/sha256)/, status: 500, times: 100 });
    await run.move();
    await run.settle();
    expect(named('latest')).toBe(readSignedImage('run-100').digest);
    expect(moved()).toEqual(['v1', 'latest']);
  });

  it('that an earlier run takes while it is read back is moved again', async () => {
    const { run, named, moved, kept, client, repository, registry, host } = await publishOver(
      'run-101',
      'run-99',
    );
    const earlier = await pushSigned(client, repository, 'run-100');
    registry.faults.push({
      match: /^PUT .*manifests\/latest/,
      after: () => setTag(registry.content, LATEST, stored(earlier)),
    });
    await run.move();
    expect(named('latest')).toBe(readSignedImage('run-101').digest);
    expect([moved(), kept()]).toEqual([['v1', 'latest'], []]);
    expect(host.lines.filter((line) => line.startsWith('notice: '))).toEqual([]);
  });

  it('that a later run takes while it is read back is left to that run', async () => {
    const { run, named, moved, kept, client, repository, registry } = await publishOver(
      'run-100',
      'run-99',
    );
    const later = await pushSigned(client, repository, 'run-101');
    registry.faults.push({
      match: /^PUT .*manifests\/latest/,
      after: () => setTag(registry.content, LATEST, stored(later)),
    });
    await run.move();
    expect(named('latest')).toBe(later.digest);
    expect([moved(), kept()]).toEqual([['v1'], ['latest']]);
  });
});

describe('the second look', () => {
  it('waits at least 250 ms', async () => {
    const { run, host } = await publishOver('run-100', 'run-99');
    await run.move();
    await run.settle();
    expect(host.slept).toEqual([250]);
  });

  it('ends with the run that is cancelled', async () => {
    const { run, host } = await publishOver('run-100', 'run-99');
    await run.move();
    host.cancel(new ActionError('CANCELLED', 'cancelled'));
    await expect(run.settle()).rejects.toThrow('cancelled');
  });
});
