import { describe, expect, it } from '@jest/globals';
import { saveFolder } from '../../src/stages/job/kept-folder.ts';
import { warnOfOutageOnce } from '../../src/stages/job/outage.ts';
import type { CacheFailure } from '../../src/tools/actions-cache.ts';
import { makeFakeHost } from '../support/fake-host.ts';

describe('an outage of the Actions cache', () => {
  it('is one warning, and the log has the rest', () => {
    const host = makeFakeHost();
    const { warning } = warnOfOutageOnce(host).log;
    warning('no argument X');
    warning('no mounts', 'actions-cache');
    warning('no layers', 'actions-cache');
    warning('no mounts', 'actions-cache');
    warning('no mounts');
    expect(host.lines).toEqual([
      'warning: no argument X',
      'warning: no mounts',
      'no layers',
      'no mounts',
      'warning: no mounts',
    ]);
  });

  it.each<[CacheFailure['reason'], number]>([
    ['timeout', 1],
    ['throttled', 1],
    ['archive', 2],
  ])(
    'is what two folders meet that cannot be saved (%s): warnings %i',
    async (reason, warnings) => {
      const fake = makeFakeHost();
      const failure: CacheFailure = { outcome: 'failed', reason, problem: 'no' };
      const cache = { ...fake.cache, save: async () => failure };
      const host = warnOfOutageOnce({ ...fake, cache });
      for (const what of ['One', 'Another'])
        await saveFolder(host, { what, folder: '/a', key: 'k', timeoutMs: 1 });
      expect(fake.lines.filter((line) => line.startsWith('warning: '))).toHaveLength(warnings);
      expect(fake.lines).toHaveLength(2);
    },
  );
});
