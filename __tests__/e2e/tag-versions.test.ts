/** Releases out of their order: tags that stand for a version or a branch go forward only, whoever comes last. */
import { describe, expect, it } from '@jest/globals';
import { type CheckedRun, LEAN, useWorld } from '../support/e2e-world.ts';

const RULES =
  'type=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}\ntype=semver,pattern={{major}}';

describe.each(['distribution', 'referrers'] as const)('on the %s registry', (registryKind) => {
  const world = useWorld({ registry: registryKind });
  const runs = new Map<string, CheckedRun>();
  const image = () => `${world().registry.host}/octo/versions`;

  async function release(version: string, runId: string, more: Record<string, string> = {}) {
    const inputs = {
      ...LEAN,
      images: image(),
      tags: RULES,
      'build-args': `VERSION=${version}`,
      ...more,
    };
    const github = { ref: `refs/tags/v${version}`, sha: shaOf(runId), runId };
    const done = await world().run({ inputs, github });
    expect(done.error).toBeUndefined();
    runs.set(version, done);
    return { done, tags: (done.main.outputs['tags'] ?? '').split('\n').map(shorten) };
  }
  const shorten = (reference: string): string => reference.slice(reference.lastIndexOf(':') + 1);
  const shaOf = (runId: string): string => runId.padStart(40, '0');

  async function named(tag: string): Promise<string | undefined> {
    const url = `${world().registry.url}/v2/octo/versions/manifests/${tag}`;
    const accept = 'application/vnd.oci.image.index.v1+json';
    const { headers } = await fetch(url, { method: 'HEAD', headers: { accept } });
    const digest = headers.get('docker-content-digest');
    return [...runs].find(([, { main }]) => main.outputs['digest'] === digest)?.[0];
  }
  const namedAll = async (...tags: string[]) => Promise.all(tags.map(named));

  it('a patch of an older line gets the tags of its line alone', async () => {
    expect((await release('1.3.0', '1001')).tags).toEqual(['1.3.0', '1.3', '1', 'latest']);
    expect((await release('2.0.0', '1002')).tags).toEqual(['2.0.0', '2.0', '2', 'latest']);
    const { done, tags } = await release('1.2.1', '1003');
    expect(tags).toEqual(['1.2.1', '1.2']);
    expect(await namedAll('1.2', '1', 'latest')).toEqual(['1.2.1', '1.3.0', '2.0.0']);
    expect(done.main.outputs).toMatchObject({ published: 'true', verified: 'true' });
    expect(done.main.summary).toContain('version 2.0.0');
    expect(done.main.summary).toContain('version 1.3.0');
  });

  it('the higher version has the tag though its run began earlier', async () => {
    expect((await release('2.1.0', '900')).tags).toEqual(['2.1.0', '2.1', '2', 'latest']);
    expect(await namedAll('2', 'latest')).toEqual(['2.1.0', '2.1.0']);
  });

  it('a downgrade on purpose moves everything', async () => {
    const { tags } = await release('1.2.2', '1004', { 'allow-downgrade': 'true' });
    expect(tags).toEqual(['1.2.2', '1.2', '1', 'latest']);
    expect(await namedAll('1', 'latest')).toEqual(['1.2.2', '1.2.2']);
  });
});
