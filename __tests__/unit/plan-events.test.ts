import { describe, expect, it } from '@jest/globals';
import { classifyEvent, type EventClass } from '../../src/plan/events.ts';
import type { Facts } from '../../src/plan/types.ts';
import { makeFacts, makeForkFacts } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { findRefusal, makePlanOf } from '../support/make-plan.ts';

const HEAD = makeForkFacts({
  eventName: 'pull_request_target',
  ref: 'refs/heads/main',
  foreignHead: true,
  oidcAvailable: true,
});

describe('the class of an event', () => {
  it.each<[EventClass, Partial<Facts>]>([
    ['own', { eventName: 'push' }],
    ['own', { eventName: 'release' }],
    ['own', { eventName: 'schedule' }],
    ['own', { eventName: 'workflow_dispatch' }],
    ['own', { eventName: 'workflow_run' }],
    ['own', { eventName: '' }],
    ['pull-request', { eventName: 'pull_request' }],
    ['pull-request', { eventName: 'pull_request_target' }],
    ['pull-request', { eventName: 'merge_group' }],
    ['fork', { eventName: 'pull_request', untrusted: true }],
    ['dependabot', { eventName: 'pull_request', untrusted: true, actor: 'dependabot[bot]' }],
    ['dependabot', { eventName: 'push', untrusted: true, actor: 'dependabot[bot]' }],
    ['foreign-head', { eventName: 'pull_request_target', untrusted: true, foreignHead: true }],
    ['foreign-head', { eventName: 'workflow_run', foreignHead: true }],
  ])('is %s for %j', (name, facts) => {
    expect(classifyEvent(makeFacts(facts))).toBe(name);
  });
});

describe('the cache', () => {
  const REGISTRY = 'type=registry,ref=ghcr.io/octo-org/app:cache';
  const explicit: InputTexts = {
    'cache-from': REGISTRY,
    'cache-to': `${REGISTRY}\ntype=gha,scope=one`,
  };
  it.each<[string, InputTexts, Partial<Facts>, number]>([
    ['is written by a push', explicit, {}, 2],
    ['is written by a pull request', explicit, makeForkFacts({ untrusted: false }), 2],
    ['goes to no registry from a fork', explicit, makeForkFacts(), 1],
    ['of the runner is written by a fork, apart from others', {}, makeForkFacts(), 1],
    ['is not written by foreign code', { ...explicit, 'allow-untrusted-head': 'true' }, HEAD, 0],
    ['of the runner neither', { 'allow-untrusted-head': 'true' }, HEAD, 0],
  ])('%s', async (_, inputs, facts, count) => {
    const all = { 'cache-trust': 'any', ...inputs };
    const { cache } = await makePlanOf({ inputs: all, facts });
    expect(cache.to).toHaveLength(count);
    expect(cache.from).not.toEqual([]);
  });
});

describe('the code of a stranger', () => {
  it.each<[InputTexts, string]>([
    [{}, 'UNTRUSTED_EVENT'],
    [{ push: 'true' }, 'UNTRUSTED_EVENT'],
    [{ push: 'false' }, 'UNTRUSTED_EVENT'],
    [{ platforms: 'linux/mars' }, 'UNTRUSTED_EVENT'],
    [{ 'allow-untrusted-head': 'true' }, 'planned'],
  ])('with %j: %s', async (inputs, code) => {
    expect(await findRefusal({ inputs, facts: HEAD })).toBe(code);
  });

  it.each<[InputTexts, string]>([
    [{}, 'build'],
    [{ push: 'true' }, 'build'],
    [{ load: 'true' }, 'load'],
  ])('gets nothing of the job with %j', async (given, mode) => {
    const inputs = {
      'allow-untrusted-head': 'true',
      username: 'octocat',
      password: 'hunter2',
      secrets: 'token=abc',
      ssh: 'default',
      allow: 'security.insecure',
      ...given,
    };
    const plan = await makePlanOf({ inputs, facts: HEAD });
    expect(plan).toMatchObject({
      mode,
      logins: [],
      isAnonymous: true,
      destinations: [],
      attestations: [],
      signing: { kind: 'off' },
      build: { secretIds: [], ssh: [], allow: [] },
    });
  });
});
