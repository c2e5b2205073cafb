import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { PROVENANCE_V1, PROVENANCE_V02, SPDX } from '../../src/plan/attestations.ts';
import type { Facts } from '../../src/plan/types.ts';
import { IMAGES } from '../../src/tools/lock.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';

/** The attributes as buildx reads them: a line of CSV. */
function readFields(value: string): Record<string, string> {
  const [fields = []]: string[][] = parse(value);
  return Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf('=')),
      field.slice(field.indexOf('=') + 1),
    ]),
  );
}

async function planAttests(inputs: InputTexts, facts: Partial<Facts> = {}) {
  const plan = await makePlanOf({ inputs, facts });
  const [provenance = '', sbom = ''] = plan.build.attests;
  expect(plan.build.attests).toHaveLength(2);
  return { provenance: readFields(provenance), sbom: readFields(sbom), specs: plan.attestations };
}

const ID = 'https://github.com/build-sign-action/build-sign-action/step@v1';

describe('provenance', () => {
  it.each<[InputTexts, Facts['visibility'], object]>([
    [{}, 'public', { mode: 'max', version: 'v1', 'builder-id': ID }],
    [{}, 'private', { mode: 'min' }],
    [{}, 'internal', { mode: 'min' }],
    [{}, undefined, { mode: 'min' }],
    [{ provenance: 'true' }, 'private', { mode: 'max' }],
    [{ provenance: 'mode=min' }, 'public', { mode: 'min', version: 'v1' }],
    [{ provenance: 'mode=max' }, 'private', { mode: 'max' }],
    [{ provenance: 'type=provenance,mode=min' }, 'public', { type: 'provenance', mode: 'min' }],
    [
      { provenance: 'builder-id=https://example.com/a' },
      'public',
      { 'builder-id': 'https://example.com/a' },
    ],
    [{ provenance: '"builder-id=a,b"' }, 'public', { 'builder-id': 'a,b' }],
  ])('%j in a %s repository', async (inputs, visibility, fields) => {
    const { provenance, specs } = await planAttests(inputs, { visibility });
    expect(provenance).toMatchObject({ type: 'provenance', ...fields });
    expect(specs).toContain(PROVENANCE_V1);
  });

  it('of version 0.2 is looked for as that', async () => {
    const { specs } = await planAttests({ provenance: 'version=v0.2' });
    expect(specs).toEqual([SPDX, PROVENANCE_V02]);
  });

  it.each(['false', 'disabled=true'])('is off with %s, and not expected', async (provenance) => {
    const planned = await planAttests({ provenance });
    expect(planned.provenance).toEqual({ type: 'provenance', disabled: 'true' });
    expect(planned.specs).toEqual([SPDX]);
  });

  it.each<[Partial<Facts>, string]>([
    [{ actionSource: '' }, 'https://github.com/octo-org/app/step'],
    [{ actionSource: 'org/act' }, 'https://github.com/org/act/step'],
    [
      { actionSource: 'org/act@0123', serverUrl: 'https://ghe.example' },
      'https://ghe.example/org/act/step@0123',
    ],
  ])('names the builder for %j', async (facts, id) => {
    expect((await planAttests({ sign: 'false' }, facts)).provenance['builder-id']).toBe(id);
  });
});

describe('the SBOM', () => {
  it('is made by the pinned generator unless told', async () => {
    const { sbom, specs } = await planAttests({});
    expect(sbom).toEqual({ type: 'sbom', generator: IMAGES.sbomScanner });
    expect(specs).toContain(SPDX);
  });

  it('is made by the generator of the user', async () => {
    const { sbom } = await planAttests({ sbom: 'generator=example.com/scan:1' });
    expect(sbom).toEqual({ type: 'sbom', generator: 'example.com/scan:1' });
  });

  it('is off when turned off, and not expected', async () => {
    const { sbom, specs } = await planAttests({ sbom: 'false', provenance: 'false' });
    expect(sbom).toEqual({ type: 'sbom', disabled: 'true' });
    expect(specs).toEqual([]);
  });
});
