import { afterAll, describe, expect, it } from '@jest/globals';
import { startWorld, stopWorlds } from '../support/fake-world.ts';

afterAll(stopWorlds);

describe('a run', () => {
  it('x', async () => {
    const world = await startWorld();
    await world.run();
    console.log(world.host.lines.join('\n'), world.host.events.join('\n'), world.host.summaries[0], world.host.unscripted);
    expect(world.host.failed()).toBe(false);
  });
});
