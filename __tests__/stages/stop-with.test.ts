import { describe, expect, it } from '@jest/globals';
import { stopWith } from '../../src/stages/job/stop-with.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const COMMAND = { tool: 'tool', file: 'tool', args: [], env: {} } as const;

describe('a command beside other work', () => {
  it.each([
    ['by the failure of that work', true, false],
    ['for a reason of its own', false, true],
    ['by nothing', false, false],
  ])('is ended %s', async (_, fails, stops) => {
    const own = new AbortController();
    let fail = (): void => undefined;
    const work = new Promise<void>((_resolve, reject) => {
      fail = () => reject(new Error('no'));
    });
    const fake = makeFakeHost({
      commands: [
        {
          when: /^tool/,
          answer: async ({ stop }) => {
            if (fails) fail();
            if (stops) own.abort();
            await new Promise((resolve) => setImmediate(resolve));
            return { stdout: String(stop?.aborted) };
          },
        },
      ],
    });
    const host = stopWith(fake, work);
    expect((await host.run({ ...COMMAND, stop: own.signal })).stdout).toBe(String(fails || stops));
  });
});
