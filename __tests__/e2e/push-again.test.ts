/** A registry that takes no push for a while, with real buildx and BuildKit. */
import { describe, expect, it } from '@jest/globals';
import type { FaultRule } from '../../lab/services/fault-proxy.ts';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
const body = JSON.stringify({ errors: [{ code: 'TOOMANYREQUESTS', message: 'slow down' }] });

describe('a registry that takes no push for a while', () => {
  it.each<[string, string, FaultRule]>([
    [
      'that says so, in the middle of the layers',
      'toomanyrequests: slow down',
      { match: /^PUT .*\/blobs\//, action: { kind: 'status', status: 429, body } },
    ],
    [
      'that says so in no words, at the manifest',
      '429 Too Many Requests',
      { match: /^PUT .*\/manifests\/sha256:/, action: { kind: 'status', status: 429 } },
    ],
    [
      'longer than BuildKit tries it',
      '503 Service Unavailable',
      { match: /^PUT .*\/manifests\/sha256:/, action: { kind: 'status', status: 503 } },
    ],
  ])('%s: the image is pushed again, and built once', async (_, words, rule) => {
    const { lab, runWith, registry } = world();
    const started = `again-${words.replace(/\W+/g, '-').toLowerCase()}`;
    const done = await runWith(
      { registry: [rule] },
      {
        inputs: { ...BARE, images: `${registry.host}/octo/${started}`, sign: 'false' },
        workspace: await makeWorkspace(lab, [`RUN echo "${started}"`]),
        // Clients try some answers by themselves: it lasts until the run says that it waits.
        onLine: ({ text }) => {
          if (text.startsWith('Not pushed, ')) lab.proxies.registry.setRules([]);
        },
      },
    );
    expect(done.error).toBeUndefined();
    expect(done.main.outputs['published']).toBe('true');
    const waits = done.text.match(/^Not pushed, .*$/gm) ?? [];
    expect(waits).toEqual([
      expect.stringMatching(
        new RegExp(`/octo/\\S+: ${words}; again in \\d\\.\\d s \\(attempt 2 of 5\\)$`),
      ),
    ]);
    const again = done.text.slice(done.text.indexOf('Not pushed, '));
    expect(again).toMatch(/^#(\d+) \[2\/2\] RUN echo[^\n]*\n#\1 CACHED$/m);
  });
});
