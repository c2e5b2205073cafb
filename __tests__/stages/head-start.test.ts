import { describe, expect, it } from '@jest/globals';
import type { Command } from '../../src/host/host.ts';
import { giveHeadStart } from '../../src/stages/setup/head-start.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const buildx = (...args: string[]): Command => ({ tool: 'buildx', file: '/buildx', args, env: {} });

/** A host on which no time passes, so that nothing but the builder ends the head start. */
function makeTimeless() {
  const fake = makeFakeHost({ commands: [{ when: /.*/, answer: {} }] });
  const never = new Promise<void>(() => undefined);
  return { ...fake, clock: { ...fake.clock, sleep: () => never } };
}

async function isOver(over: Promise<void>): Promise<boolean> {
  const later = new Promise((resolve) => setImmediate(resolve, 'later'));
  return (await Promise.race([over.then(() => 'over'), later])) === 'over';
}

describe('the head start of the builder', () => {
  it('lasts while docker and buildx are asked', async () => {
    const { host, over } = giveHeadStart(makeTimeless());
    await host.run({ tool: 'docker', file: 'docker', args: ['info'], env: {} });
    await host.run(buildx('version'));
    expect(await isOver(over)).toBe(false);
  });

  it.each([
    ['a builder is made', buildx('create', '--bootstrap')],
    ['one that exists is used', buildx('inspect', '--bootstrap', 'mine')],
  ])('is over as soon as %s', async (_name, command) => {
    const { host, over } = giveHeadStart(makeTimeless());
    const running = host.run(command);
    expect(await isOver(over)).toBe(true);
    await running;
  });

  it('is over when the builder says so', async () => {
    const { end, over } = giveHeadStart(makeTimeless());
    end();
    expect(await isOver(over)).toBe(true);
  });

  it('lasts no longer than 150 ms', async () => {
    const fake = makeFakeHost();
    await giveHeadStart(fake).over;
    expect(fake.slept).toEqual([150]);
  });

  it('ends with a cancelled run', async () => {
    const fake = makeFakeHost();
    const reason = new Error('cancelled');
    fake.cancel(reason);
    await expect(giveHeadStart(fake).over).rejects.toBe(reason);
  });
});
