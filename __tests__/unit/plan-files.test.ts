import { describe, expect, it } from '@jest/globals';
import { parseFileStatement } from '../../src/image/statement.ts';
import { PROVENANCE_V1, SPDX } from '../../src/plan/attestations.ts';
import { isStatementName, listPlaces, nameBundle, nameLayoutBundle } from '../../src/plan/files.ts';
import type { FileOutput } from '../../src/plan/types.ts';
import { makePlanOf } from '../support/make-plan.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM = { os: 'linux', architecture: 'arm', variant: 'v7' };
const makeOutput = (overrides: Partial<FileOutput>): FileOutput => ({
  type: 'local',
  dest: 'out',
  isFolder: overrides.type === undefined || overrides.type === 'local',
  prefix: '',
  split: undefined,
  ...overrides,
});

describe('files', () => {
  const PLAIN = { isFolder: false, prefix: '', split: undefined };
  it.each<[string, Partial<FileOutput>]>([
    ['type=local,dest=out/', { type: 'local', dest: 'out', isFolder: true }],
    ['out', { type: 'local', dest: 'out', isFolder: true }],
    ['type=local,dest=/,platform-split=1', { dest: '/', isFolder: true, split: true }],
    ['type=local,dest=o,platform-split=false', { dest: 'o', isFolder: true, split: false }],
    ['type=tar,dest=a.tar,attestation-prefix=x-', { type: 'tar', dest: 'a.tar', prefix: 'x-' }],
    ['type=oci,dest=-a.tar', { type: 'oci', dest: './-a.tar' }],
    ['type=oci,dest=a,tar=false', { type: 'oci', dest: 'a', isFolder: true }],
    ['type=tar,dest=a.tar,tar=false', { type: 'tar', dest: 'a.tar' }],
  ])('%s', async (outputs, file) => {
    const plan = await makePlanOf({ inputs: { push: 'false', outputs } });
    expect(plan.files).toEqual([{ ...PLAIN, ...file, type: file.type ?? 'local' }]);
  });

  it('for docker hold no attestations, so none are made', async () => {
    const inputs = { push: 'false', platforms: 'linux/amd64', outputs: 'type=docker,dest=a.tar' };
    const plan = await makePlanOf({ inputs });
    expect(plan.attestations).toEqual([]);
    expect(plan.build.attests.every((attest) => attest.endsWith('disabled=true'))).toBe(true);
  });
});

describe('statements of files', () => {
  const ONE = [AMD64];
  const TWO = [AMD64, ARM];
  const MAP = ['BUILDKIT_MULTI_PLATFORM=1'];
  it.each<[string, Partial<FileOutput>, (typeof AMD64)[], string[], string, string]>([
    ['one platform', {}, ONE, [], 'provenance.json', 'out/provenance.sigstore.json'],
    [
      'two',
      {},
      TWO,
      [],
      'linux_arm_v7/provenance.json',
      'out/linux_arm_v7/provenance.sigstore.json',
    ],
    [
      'one, split',
      { split: true },
      ONE,
      [],
      'linux_amd64/sbom.spdx.json',
      'out/linux_amd64/sbom.sigstore.json',
    ],
    [
      'one in a map',
      {},
      ONE,
      MAP,
      'linux_amd64/provenance.json',
      'out/linux_amd64/provenance.sigstore.json',
    ],
    [
      'two in one',
      { split: false },
      TWO,
      [],
      'sbom.spdx.linux_arm_v7.json',
      'out/sbom.linux_arm_v7.sigstore.json',
    ],
    [
      'a prefix',
      { prefix: 'x-' },
      ONE,
      [],
      'x-sbom-base.spdx.json',
      'out/x-sbom-base.sigstore.json',
    ],
    ['an archive', { type: 'tar' }, ONE, [], 'provenance.json', 'out.provenance.sigstore.json'],
    [
      'an archive, split',
      { type: 'tar', split: true },
      ONE,
      [],
      'sbom.spdx.json',
      'out.sbom.sigstore.json',
    ],
    [
      'an archive of two',
      { type: 'tar' },
      TWO,
      [],
      'linux_arm_v7/sbom.spdx.json',
      'out.sbom.linux_arm_v7.sigstore.json',
    ],
    [
      'an archive of two, unsplit',
      { type: 'tar', split: false },
      TWO,
      [],
      'linux_arm_v7/provenance.linux_arm_v7.json',
      'out.provenance.linux_arm_v7.sigstore.json',
    ],
  ])('%s', (_, overrides, platforms, buildArgs, path, bundle) => {
    const output = makeOutput(overrides);
    const place = listPlaces(output, { platforms, buildArgs }).at(-1);
    if (place === undefined) throw new Error('no place');
    const name = path.slice(path.lastIndexOf('/') + 1);
    expect(`${place.folder}${name}`).toBe(path);
    const isOne = [SPDX, PROVENANCE_V1].map((spec) =>
      isStatementName(name, { output, place, spec }),
    );
    expect(isOne).toEqual(name.includes('spdx') ? [true, false] : [false, true]);
    expect(nameBundle(name, output, place)).toBe(bundle);
  });

  it.each(['package.json', 'xprovenance.json', 'provenance.json.bak', '.spdx.json', 'sbom.json'])(
    '%s is none',
    (name) => {
      const output = makeOutput({});
      const place = { platform: 'linux/amd64', folder: '', suffix: '' };
      for (const spec of [SPDX, PROVENANCE_V1])
        expect(isStatementName(name, { output, place, spec })).toBe(false);
    },
  );

  it.each<[boolean, number, string]>([
    [true, 1, 'a.tar.sbom.sigstore.json'],
    [false, 1, 'a.tar.sbom.linux_arm64.sigstore.json'],
    [false, 2, 'a.tar.sbom-2.linux_arm64.sigstore.json'],
  ])('of a layout: only platform %s, number %i', (isOnly, count, path) => {
    const named = { spec: SPDX, platform: 'linux/arm64', isOnly, count };
    expect(nameLayoutBundle({ dest: 'a.tar' }, named)).toBe(path);
  });
});

describe('a statement', () => {
  const sha256 = 'ab'.repeat(32);
  const WHOLE = { predicateType: 't', predicate: {}, subject: [{ name: 'a', digest: { sha256 } }] };
  it.each<[string, object | string, number | undefined]>([
    ['has subjects', WHOLE, 1],
    ['has subjects without a name', { ...WHOLE, subject: [{ digest: { sha256 } }] }, 1],
    ['has none that has no sha256', { ...WHOLE, subject: [{ digest: { sha1: 'a' } }] }, 0],
    ['has no subject that is none', { ...WHOLE, subject: [1] }, undefined],
    ['needs a predicate', { ...WHOLE, predicate: 1 }, undefined],
    ['needs a type', { ...WHOLE, predicateType: 1 }, undefined],
    ['needs a list of subjects', { ...WHOLE, subject: {} }, undefined],
    ['is an object', '[]', undefined],
    ['is JSON', '{', undefined],
  ])('%s', (_, value, count) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(parseFileStatement(Buffer.from(text))?.files.length).toBe(count);
  });
});
