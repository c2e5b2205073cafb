import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { InputProblem } from '../../src/errors.ts';
import { readSwitches, SWITCHES, type Switches } from '../../src/inputs/switches.ts';
import { makeMetadataEnv } from '../../src/tools/buildx.ts';
import { findBlamed, makePlanOf } from '../support/make-plan.ts';

const read = (env: Readonly<Record<string, string>>): Switches => readSwitches(env, []);

describe('switches', () => {
  it('have the defaults of the peers', () => {
    expect(read({})).toEqual({
      exportNames: undefined,
      summary: true,
      checkAnnotations: true,
      metadataProvenance: undefined,
      ignored: [],
    });
  });

  it.each<[string, string, Partial<Switches>]>([
    ['DOCKER_BUILD_SUMMARY', 'false', { summary: false }],
    ['DOCKER_BUILD_SUMMARY', '0', { summary: false }],
    ['DOCKER_BUILD_SUMMARY', 'F', { summary: false }],
    ['DOCKER_BUILD_SUMMARY', '1', { summary: true }],
    ['DOCKER_BUILD_SUMMARY', '', { summary: true }],
    ['DOCKER_BUILD_CHECKS_ANNOTATIONS', 'False', { checkAnnotations: false }],
    ['DOCKER_BUILD_CHECKS_ANNOTATIONS', 'true', { checkAnnotations: true }],
    ['DOCKER_METADATA_SET_OUTPUT_ENV', 'false', { exportNames: false }],
    ['DOCKER_METADATA_SET_OUTPUT_ENV', 't', { exportNames: true }],
    ['BUILDX_METADATA_PROVENANCE', 'max', { metadataProvenance: 'max' }],
    ['BUILDX_METADATA_PROVENANCE', 'min', { metadataProvenance: 'min' }],
    ['BUILDX_METADATA_PROVENANCE', 'disabled', { metadataProvenance: 'disabled' }],
    ['BUILDX_METADATA_PROVENANCE', 'false', { metadataProvenance: 'disabled' }],
    ['BUILDX_METADATA_PROVENANCE', 'much', { metadataProvenance: undefined }],
  ])('%s=%s', (name, value, expected) => {
    expect(read({ [name]: value })).toMatchObject(expected);
  });

  it.each([
    'DOCKER_BUILD_SUMMARY',
    'DOCKER_BUILD_CHECKS_ANNOTATIONS',
    'DOCKER_METADATA_SET_OUTPUT_ENV',
  ])('%s has to be a boolean', (name) => {
    const problems: InputProblem[] = [];
    readSwitches({ [name]: 'yes' }, problems);
    expect(problems.map(({ input, value }) => [input, value])).toEqual([[name, 'yes']]);
  });

  it('that are for builds recorded elsewhere are taken without a word', () => {
    const env = { DOCKER_BUILD_RECORD_UPLOAD: 'no', DOCKER_BUILD_RECORD_RETENTION_DAYS: '-1' };
    const problems: InputProblem[] = [];
    expect(readSwitches(env, problems)).toEqual(read({}));
    expect(problems).toEqual([]);
  });

  it.each<[Readonly<Record<string, string>>, number]>([
    [{ BUILDX_NO_DEFAULT_ATTESTATIONS: 'true' }, 1],
    [{ BUILDX_NO_DEFAULT_ATTESTATIONS: 'false' }, 0],
    [{ BUILDX_BUILDER: 'mine' }, 1],
    [{ BUILDX_BUILDER: 'mine', INPUT_BUILDER: 'mine' }, 0],
  ])('%j: %i of them without an effect', (env, count) => {
    expect(read(env).ignored).toHaveLength(count);
  });

  it.each(SWITCHES.map(({ name }) => name))('%s is documented', (name) => {
    const migration = readFileSync(new URL('../../docs/migration.md', import.meta.url), 'utf8');
    expect(migration).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'));
  });
});

describe('in a plan', () => {
  it('they reach what is built', async () => {
    const { metadata } = await makePlanOf({
      env: { BUILDX_METADATA_PROVENANCE: 'max', DOCKER_BUILD_CHECKS_ANNOTATIONS: 'false' },
    });
    expect(metadata).toEqual({ provenance: 'max', annotatesChecks: false });
    expect(makeMetadataEnv(metadata)).toMatchObject({ BUILDX_METADATA_PROVENANCE: 'max' });
    expect(makeMetadataEnv({ provenance: undefined })).toEqual({
      BUILDX_METADATA_WARNINGS: 'true',
    });
  });

  it.each([
    ['DOCKER_METADATA_SHORT_SHA_LENGTH', 'many'],
    ['DOCKER_METADATA_ANNOTATIONS_LEVELS', 'indx'],
    ['DOCKER_BUILD_SUMMARY', 'maybe'],
  ])('%s=%s is told by its name', async (name, value) => {
    expect(await findBlamed({ env: { [name]: value } })).toEqual([name]);
  });
});
