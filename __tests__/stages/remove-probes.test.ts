import { describe, expect, it } from '@jest/globals';
import { removeProbes } from '../../src/stages/emulation/remove-probes.ts';
import { makeFakeHost } from '../support/fake-host.ts';

describe('containers by which buildx asks for GPUs', () => {
  const since = Date.parse('2026-01-02T03:04:05Z');
  const container = (id: string, given: object = {}): string =>
    JSON.stringify({
      ...{ Id: id, Path: '/bin/true', Created: '2026-01-02T03:04:06.123456789Z' },
      HostConfig: { AutoRemove: true },
      ...given,
    });
  const clean = async (texts: Record<string, string>, later = Object.keys(texts)) => {
    let asked = 0;
    const host = makeFakeHost({
      commands: [
        {
          when: /^docker ps --all --quiet --no-trunc --filter=status=created --filter=ancestor=bk@/,
          answer: () => ({ stdout: (asked++ === 0 ? Object.keys(texts) : later).join('\n') }),
        },
        {
          when: /^docker container inspect/,
          answer: ({ args }) => ({ stdout: texts[args.at(-1) ?? ''] ?? '' }),
        },
        { when: /^docker rm --volumes /, answer: {} },
      ],
    });
    await removeProbes(host, { boot: { image: 'bk@sha256:0', sinceMs: since }, env: {} });
    return host.commands.flatMap(({ args }) => (args[0] === 'rm' ? [args.at(-1)] : []));
  };

  it('go when the boot was ended before they were started', async () => {
    expect(await clean({ a: container('a') })).toEqual(['a']);
  });

  it.each([
    ['runs another program', { Path: 'buildkitd' }],
    ['does not remove itself', { HostConfig: { AutoRemove: false } }],
    ['was there before', { Created: '2026-01-02T03:04:03Z' }],
    ['has no date', { Created: undefined }],
  ])('stay where one %s', async (_, given) => {
    expect(await clean({ a: container('a', given) })).toEqual([]);
  });

  it('stay where another buildx starts them meanwhile', async () => {
    expect(await clean({ a: container('a'), b: container('b') }, ['b'])).toEqual(['b']);
  });
});
