import { describe, expect, it } from '@jest/globals';
import { FEATURES, FLOORS, listLacks, readCapabilities } from '../../src/tools/capabilities.ts';
import { DEFAULT_VERSIONS, TOOLS } from '../../src/tools/lock.ts';

describe('what a version can do', () => {
  it.each([
    ['buildx', '0.30.1', 'signed-release', false],
    ['buildx', '0.31.0-rc1', 'signed-release', true],
    ['buildx', '0.36.1', 'signed-release', true],
    ['buildx', '0.29.1', 'run-in-provenance', false],
    ['buildx', '0.30.0-rc1', 'run-in-provenance', false],
    ['buildx', '0.30.0', 'run-in-provenance', true],
    ['buildx', '0.30.1+desktop.2', 'run-in-provenance', true],
    ['buildx', '0.20.1', 'actions-cache-v2', false],
    ['buildx', '0.21.0', 'actions-cache-v2', true],
    ['buildx', '0.15.1', 'metadata-warnings', false],
    ['buildx', '0.14.1', 'call', false],
    ['cosign', '3.0.4', 'signed-release', true],
    ['cosign', '2.6.0', 'signed-release', false],
    ['cosign', '3.0.3', 'bundle-of-its-artifact', false],
    ['cosign', '3.0.4', 'bundle-of-its-artifact', true],
  ] as const)('%s %s, %s: %s', (tool, version, capability, expected) => {
    expect(Reflect.get(readCapabilities(tool, version), capability)).toBe(expected);
  });

  it.each([
    ['buildx', '0.29.1', ['run-in-provenance']],
    ['buildx', '0.20.1', ['actions-cache-v2', 'run-in-provenance']],
    ['buildx', '0.30.0', []],
    ['cosign', '2.6.0', ['bundle-of-its-artifact']],
    ['cosign', '3.0.4', []],
    [
      'buildx',
      'no version',
      ['call', 'metadata-warnings', 'actions-cache-v2', 'run-in-provenance'],
    ],
  ] as const)('%s %s lacks %j', (tool, version, lacks) => {
    expect(listLacks(tool, version)).toEqual(lacks);
  });

  it.each(TOOLS)('%s: the floor is where nothing is lacking, and no lower', (tool) => {
    expect(listLacks(tool, FLOORS[tool])).toEqual([]);
    expect(listLacks(tool, `${FLOORS[tool]}-rc.1`)).not.toEqual([]);
    expect(listLacks(tool, DEFAULT_VERSIONS[tool])).toEqual([]);
  });

  it('has the floors that the documentation names', () => {
    expect(FLOORS).toEqual({ cosign: '3.0.4', buildx: '0.30.0' });
    expect(Object.keys(FEATURES)).toEqual([...TOOLS]);
  });
});
