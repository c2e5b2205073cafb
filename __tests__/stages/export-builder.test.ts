import { describe, expect, it } from '@jest/globals';
import { findUserBuilders } from '../../src/stages/builder/export-builder.ts';

const EXPORTED = '/temp/build-sign-a1B2c3/exported';

describe('where an existing builder is known', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    ['mine', { HOME: '/home/me' }, '/home/me/.docker/buildx'],
    ['mine', { HOME: '/home/me', DOCKER_CONFIG: '/config' }, '/config/buildx'],
    ['mine', { HOME: '/home/me', BUILDX_CONFIG: '/builders' }, '/builders'],
    ['mine', { HOME: '/home/me', BUILDX_CONFIG: EXPORTED }, '/home/me/.docker/buildx'],
    ['build-sign-0123456789ab', { HOME: '/home/me', BUILDX_CONFIG: EXPORTED }, EXPORTED],
    [
      'build-sign-kept.main.release.octo.app',
      { HOME: '/home/me', BUILDX_CONFIG: EXPORTED },
      EXPORTED,
    ],
    ['mine', {}, undefined],
  ])('%s with %j: %s', (builder, env, expected) => {
    expect(findUserBuilders({ env }, builder)).toBe(expected);
  });
});
