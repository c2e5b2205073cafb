import { describe, expect, it } from '@jest/globals';
import { warnOfOutageOnce } from '../../src/stages/outage.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';

const LAYERS = 'The build cache was not written: HTTP 500';
const MOUNTS = 'What cache mounts hold was not saved: HTTP 500';
const OTHER = 'The build argument X is empty.';

function tell(place: string, messages: readonly string[]): readonly string[] {
  const host = makeFakeHost();
  const { log } = warnOfOutageOnce(host, makeCache({ to: makePlaces(place) }));
  messages.forEach(log.warning);
  return host.lines;
}

describe('an outage of the Actions cache', () => {
  it('is one warning, and the log has the rest', () => {
    expect(tell('type=gha', [OTHER, MOUNTS, LAYERS, MOUNTS, OTHER])).toEqual([
      `warning: ${OTHER}`,
      `warning: ${MOUNTS}`,
      LAYERS,
      MOUNTS,
      `warning: ${OTHER}`,
    ]);
  });

  it('is not that of a registry', () => {
    const place = 'type=registry,ref=r.io/a:b';
    expect(tell(place, [MOUNTS, LAYERS])).toEqual([`warning: ${MOUNTS}`, `warning: ${LAYERS}`]);
  });
});
