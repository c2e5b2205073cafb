import { describe, expect, it } from '@jest/globals';
import { makeArtifactService } from '../support/fake-artifacts.ts';
import { makeFakeHost } from '../support/fake-host.ts';

describe('artifacts of fake hosts', () => {
  it('are shared by the hosts of a run, and a name is created once', async () => {
    const service = makeArtifactService();
    const hosts = ['a', 'b'].map((job) => makeFakeHost({ artifacts: service.door(job) }));
    const results = await Promise.all(
      hosts.map(({ artifacts }) => artifacts.create('claim', String(artifacts.jobId))),
    );
    expect(results.toSorted()).toEqual(['created', 'exists']);
    const [found] = (await hosts[1]?.artifacts.list('cl')) ?? [];
    expect(await hosts[0]?.artifacts.read(found?.id ?? 0)).toBe(service.texts().get('claim'));
    expect(hosts[0]?.events).toEqual(['artifact create claim', 'artifact read 1']);
  });

  it('are late in lists, taken without being there, broken and away when told', async () => {
    const service = makeArtifactService();
    const { artifacts } = makeFakeHost({ artifacts: service.door('a') });
    service.listLagCalls = 2;
    service.reserve('dead');
    service.breakNextCreate('half');
    expect(await artifacts.create('dead', '')).toBe('exists');
    await expect(artifacts.create('half.1', '')).rejects.toMatchObject({
      code: 'ARTIFACTS_UNAVAILABLE',
    });
    expect(await artifacts.create('half.1', '')).toBe('exists');
    expect(await artifacts.create('late', '')).toBe('created');
    const seen = [await artifacts.list(''), await artifacts.list(''), await artifacts.list('')];
    expect(seen.map((list) => list.map(({ name }) => name))).toEqual([[], [], ['late']]);
    service.corrupt('late');
    await expect(artifacts.read(3)).rejects.toMatchObject({ code: 'ARTIFACT_INVALID' });
    service.isDown = true;
    await expect(artifacts.list('')).rejects.toMatchObject({ code: 'ARTIFACTS_UNAVAILABLE' });
  });

  it('are refused by a host that was given none', async () => {
    const host = makeFakeHost();
    await expect(host.artifacts.list('x')).rejects.toThrow('not scripted');
    expect(host.unscripted).toEqual(['artifact list x']);
  });
});
