import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findPodTrouble } from '../../src/tools/pods.ts';

const RECORDED = new URL('../fixtures/cluster/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(`pods-${name}.json`, RECORDED), 'utf8');

/** A pod of whose container only the state is told. */
const makePods = (...states: object[]): string =>
  JSON.stringify({
    items: states.map((state) => ({
      kind: 'Pod',
      status: { phase: 'Pending', containerStatuses: [{ ready: false, state }] },
    })),
  });
const waiting = (reason: string, message = ''): object => ({ waiting: { reason, message } });

describe('what a cluster says of a pod that does not come', () => {
  it.each<[recorded: string, reason: string, message: RegExp, hint: RegExp, isFinal: boolean]>([
    ['absent', 'ErrImagePull', /connection refused/, /image=…/, false],
    ['crashing', 'CrashLoopBackOff', /ended with Error 1/, /kubectl logs/, true],
    ['quota', 'FailedCreate', /exceeded quota: small/, /limits\.cpu=/, false],
    ['silent', 'NotReady', /buildkitd does not answer/, /kubectl logs/, false],
    ['unschedulable', 'Unschedulable', /0\/2 nodes/, /timeout=10m/, false],
  ])('%s: %s', (recorded, reason, message, hint, isFinal) => {
    const trouble = findPodTrouble(read(recorded));
    expect(trouble).toMatchObject({ reason, isFinal });
    expect(trouble?.message).toMatch(message);
    expect(trouble?.hint).toMatch(hint);
  });

  it.each<[reason: string, message: string, isFinal: boolean]>([
    ['ErrImagePull', 'manifest for a.example/b not found: manifest unknown', true],
    ['ImagePullBackOff', 'Back-off: pull access denied', true],
    ['InvalidImageName', '', true],
    ['ErrImagePull', 'toomanyrequests', false],
    ['CreateContainerConfigError', 'configmap "x" not found', true],
    ['SomethingNew', '', false],
  ])('%s %s is final: %j', (reason, message, isFinal) => {
    expect(findPodTrouble(makePods(waiting(reason, message)))).toMatchObject({ reason, isFinal });
  });

  it('is the reason of the pod that has one, on one line, and not without end', () => {
    const text = makePods({ running: {} }, waiting('Bad', `a\n::error::b ${'x'.repeat(1000)}`));
    const { message = '' } = findPodTrouble(text) ?? {};
    expect(message).toMatch(/^a /);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThanOrEqual(400);
  });

  it.each([
    ['a pod that is ready', read('ready')],
    ['a container that is being made', makePods(waiting('ContainerCreating'))],
    ['an init container before it', makePods(waiting('PodInitializing'))],
    ['nothing there yet', '{"items":[]}'],
    ['no list', 'null'],
    ['an empty place in the list', '{"items":[null]}'],
    ['no list', '{}'],
    ['what is no JSON', 'error: You must be logged in to the server'],
    ['nothing', ''],
  ])('is nothing for %s', (_, text) => {
    expect(findPodTrouble(text)).toBeUndefined();
  });
});
