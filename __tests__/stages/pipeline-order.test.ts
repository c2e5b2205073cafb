import { afterEach, describe, expect, it } from '@jest/globals';
import type { Repository } from '../../src/image/reference.ts';
import { makeRegistryClient } from '../../src/registry/client.ts';
import { readTag } from '../support/fake-registry-content.ts';
import { PATH, startWorld, stopWorlds, type WorldOptions } from '../support/fake-world.ts';
import { INDEX } from '../support/recorded.ts';
import { readSignedImage } from '../support/recorded-bundles.ts';
import { makeRealTimeHost, pushSigned } from '../support/signed-scene.ts';

afterEach(stopWorlds);

/** Run 100 of `octo-org/app`, where `latest` names what run 101 published. */
async function runAfterLaterOne(options: WorldOptions = {}) {
  const world = await startWorld({ ...options, env: { GITHUB_RUN_ID: '100', ...options.env } });
  const repository: Repository = { registry: world.registry.name, path: PATH };
  const host = makeRealTimeHost();
  const client = makeRegistryClient({ host, credentials: async () => undefined });
  const later = await pushSigned(client, repository, 'run-101');
  await client.moveTag({ ...later, repository, tag: 'latest' });
  await world.run();
  const named = (reference: string) => readTag(world.registry.content, { path: PATH, reference });
  return { ...world, named, summary: () => world.host.summaries.join('\n') };
}

const LATER = readSignedImage('run-101').digest;

describe('a run that a later one has overtaken', () => {
  it('succeeds, and leaves the tag to that one', async () => {
    const { host, named, summary, image } = await runAfterLaterOne();
    expect(host.failed()).toBe(false);
    expect(named('latest')).toBe(LATER);
    expect(named('v1.2.3')).toBe(INDEX);
    expect(host.outputs.get('tags')?.split('\n')).toEqual([`${image}:v1.2.3`]);
    expect(host.outputs.get('published')).toBe('true');
    expect(summary()).toContain(`\`${image}:latest\` names`);
    expect(summary()).toContain('https://github.com/octo-org/app/actions/runs/101');
    expect(host.lines.filter((line) => line.includes('is left alone'))).toHaveLength(1);
    expect(host.unscripted).toEqual([]);
  });

  it("has published nothing when every tag is a later run's", async () => {
    const { host, named, summary } = await runAfterLaterOne({
      inputs: { tags: 'type=raw,value=latest' },
    });
    expect(host.failed()).toBe(false);
    expect(named('latest')).toBe(LATER);
    for (const name of ['published', 'verified']) expect(host.outputs.get(name)).toBe('false');
    expect(host.outputs.get('tags')).toBe('');
    expect(summary()).toContain('a later run has its tags');
  });

  it('has its tags when it signs nothing: there is no order then', async () => {
    const { host, named } = await runAfterLaterOne({ inputs: { sign: 'false' } });
    expect(host.failed()).toBe(false);
    expect(named('latest')).toBe(INDEX);
    expect(host.slept).not.toContain(250);
  });
});
