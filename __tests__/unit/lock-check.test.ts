import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkBinaries } from '../../scripts/pin.ts';
import { hash } from '../support/hash.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server.ts';

const PATH = '/sigstore/cosign/releases/download/v3.1.3/cosign-linux-arm64';

describe('comparing the lock with what is published', () => {
  let server: ReleaseServer;

  beforeEach(async () => {
    server = await startReleaseServer();
  });

  afterEach(() => server.stop());

  it('asks for every pinned binary and tells what was found in its place', async () => {
    server.publish(PATH, [{ kind: 'whole', bytes: 'something else' }]);
    const results = await checkBinaries(server.baseUrl);
    expect(server.asked).toHaveLength(results.length);
    expect(results.length).toBeGreaterThan(10);
    const { found, expected } = results.find(({ name }) => name.endsWith(PATH)) ?? {};
    expect(found).toBe(hash('something else'));
    expect(expected).toMatch(/^[0-9a-f]{64}$/);
    expect(results.filter((one) => one.found === 'HTTP 404')).toHaveLength(results.length - 1);
  });
});
