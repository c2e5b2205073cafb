import { describe, expect, it } from '@jest/globals';
import { makeFacts } from '../support/make-facts.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
const REF = 'org/build-sign-action/.github/workflows/build-sign.yml@refs/tags/v1';
const WORKFLOW = { 'workflow-ref': REF, 'workflow-sha': SHA };
const L3 = { ...WORKFLOW, cache: 'off' };
const HOSTED = { runnerEnvironment: 'github-hosted' };

describe('the level', () => {
  it('of a step is 2, with an id of its own', async () => {
    const { level } = await makePlanOf({ inputs: { cache: 'off' } });
    expect(level).toMatchObject({
      level: 2,
      builderId: 'https://github.com/build-sign-action/build-sign-action/step@v1',
    });
    expect(level.reasons).toHaveLength(1);
  });

  it('of the reusable workflow is 3, with the identity that signs as its id', async () => {
    const { level, build } = await makePlanOf({ inputs: L3, facts: HOSTED });
    const builderId = `https://github.com/${REF}`;
    expect(level).toMatchObject({ level: 3, reasons: [], builderId });
    expect(level.accepted).toEqual([
      builderId,
      `https://github.com/org/build-sign-action/step@${SHA}`,
    ]);
    expect(build.attests.join('\n')).toContain(`builder-id=${builderId}`);
  });

  it.each([
    ['a runner of the user', L3, { runnerEnvironment: 'self-hosted' }, 'step'],
    ['a runner that does not say', L3, { runnerEnvironment: undefined }, 'step'],
    ['a cache that nobody checks', { ...WORKFLOW, 'cache-trust': 'any' }, HOSTED, 'step'],
    ['a cache that GitHub keeps apart', { ...WORKFLOW, 'cache-trust': 'ref' }, HOSTED, 'step'],
    [
      'a cache of the user',
      { ...L3, 'cache-from': 'type=registry,ref=r.io/a/b', 'cache-trust': 'any' },
      HOSTED,
      'step',
    ],
    ['privileges', { ...L3, allow: 'security.insecure' }, HOSTED, 'step'],
    ['the network of the runner', { ...L3, network: 'host' }, HOSTED, 'step'],
    ['a builder that was there', { ...L3, builder: 'mine' }, HOSTED, 'step'],
    ['other runners', { ...L3, runners: '{"default":"big"}' }, HOSTED, 'step'],
    ['a group', { ...L3, runners: '{"default":{"group":"g"}}' }, HOSTED, 'step'],
    ['another BuildKit', { ...L3, 'driver-opts': 'image=docker.io/evil/buildkit' }, HOSTED, 'step'],
    ['variables of BuildKit', { ...L3, 'driver-opts': 'env.A=b' }, HOSTED, 'step'],
    [
      'a BuildKit in the network of the runner',
      { ...L3, 'driver-opts': 'network=host' },
      HOSTED,
      'step',
    ],
    ['flags of BuildKit', { ...L3, 'buildkitd-flags': '--debug' }, HOSTED, 'step'],
    ['a buildx of the sources', { ...L3, 'buildx-version': '/opt/own/buildx' }, HOSTED, 'step'],
    [
      'emulators of the user',
      { ...L3, 'emulation-image': 'docker.io/evil/binfmt' },
      HOSTED,
      'step',
    ],
    ['a plan for less', { ...L3, 'builder-ids': 'https://example.com/b' }, HOSTED, 'step'],
    ['a command', { ...L3, prepared: 'command' }, HOSTED, 'prepared-step'],
  ])('of the reusable workflow is 2 with %s', async (_what, inputs, facts, name) => {
    const { level } = await makePlanOf({ inputs, facts });
    expect(level).toMatchObject({
      level: 2,
      builderId: `https://github.com/org/build-sign-action/${name}@${SHA}`,
    });
    expect(level.accepted).toEqual([level.builderId]);
    expect(level.reasons).toHaveLength(1);
  });

  it('stays 3 with other versions of buildx, and more or less memory', async () => {
    const inputs = {
      ...L3,
      'buildx-version': '0.35.0',
      'driver-opts': 'memory=4g\ncpu-shares=512',
    };
    expect((await makePlanOf({ inputs, facts: HOSTED })).level).toMatchObject({ level: 3 });
  });

  it('stays 3 with files of another job: those are sources like others', async () => {
    const { level } = await makePlanOf({ inputs: { ...L3, prepared: 'artifact' }, facts: HOSTED });
    expect(level.level).toBe(3);
  });

  it.each([
    ['the Actions cache', WORKFLOW],
    ['a cache in a registry', { ...L3, 'cache-from': 'type=registry,ref=r.io/a/b' }],
    ['one that is only written', { ...L3, 'cache-to': 'type=registry,ref=r.io/a/b' }],
  ])('stays 3 with %s, of which only what this workflow signed is read', async (_what, inputs) => {
    const { names } = makeFacts();
    const repository = { ...names.repository, defaultBranch: 'main' };
    const facts = { ...HOSTED, names: { ...names, repository } };
    const { level, cache } = await makePlanOf({ inputs, facts });
    expect(level).toMatchObject({ level: 3, reasons: [] });
    expect(cache.from.length + cache.to.length).toBeGreaterThan(0);
  });

  it('is what each reason says, all at once', async () => {
    const inputs = {
      ...WORKFLOW,
      prepared: 'command',
      allow: 'network.host',
      'cache-trust': 'any',
    };
    const { level } = await makePlanOf({ inputs, facts: { runnerEnvironment: 'self-hosted' } });
    expect(level.reasons).toHaveLength(4);
  });
});

describe('a builder that the user names', () => {
  it.each([
    ['provenance', { provenance: 'builder-id=https://example.com/b' }],
    ['attests', { attests: 'type=provenance,builder-id=https://example.com/b' }],
  ])(
    'by %s is refused in the reusable workflow, where another identity signs it',
    async (input, inputs) => {
      expect(await findBlamed({ inputs: { ...L3, ...inputs } })).toEqual([input]);
      expect(await findBlamed({ inputs })).toEqual([]);
    },
  );
});

describe('what the reusable workflow says of itself', () => {
  it.each([
    ['workflow-ref', { ...WORKFLOW, 'workflow-ref': 'org/app@v1' }],
    ['workflow-ref', { 'workflow-sha': SHA }],
    ['workflow-sha', { 'workflow-ref': REF }],
    ['workflow-sha', { ...WORKFLOW, 'workflow-sha': 'v1' }],
    ['prepared', { prepared: 'something' }],
  ])('is refused when %s is not what GitHub says', async (input, inputs) => {
    expect(await findBlamed({ inputs })).toEqual([input]);
  });
});
