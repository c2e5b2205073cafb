/** Whether the engine's own BuildKit can do what a build asks for, and if not, why. */
import { isAtLeast, parseVersion } from '../tools/versions.ts';
import type { EngineWants } from './builder-spec.ts';

export interface EngineFacts {
  readonly os: string;
  readonly version: string;
  readonly containerdStore: boolean;
}

/**
 * The first engine whose BuildKit (0.23) writes provenance as SLSA 1 has it. The engine's version tells, and not the
 * BuildKit's: distributions build engines whose BuildKit calls itself `v0.0.0+unknown`.
 */
export const ENGINE_FLOOR = '28.3.0';
/** Backends of the BuildKit in an engine (moby daemon/internal/builder-next/controller.go). */
const ENGINE_CACHES: readonly string[] = ['gha', 'inline', 'local', 'registry'];
/** What it grants without being configured (getEntitlements there). */
const ENGINE_GRANTS: readonly string[] = ['network.host', 'device'];

/** Everything that it cannot do; nothing means that it will do. */
export function findEngineLacks(
  { pushes, emulators, isApart, caches, entitlements }: EngineWants,
  { os, version, containerdStore }: EngineFacts,
): string[] {
  const refused = entitlements.filter((one) => !ENGINE_GRANTS.includes(one));
  const unknown = caches.filter((type) => !ENGINE_CACHES.includes(type));
  const isNew = isAtLeast(parseVersion(version) ?? '', ENGINE_FLOOR);
  const lacks: ReadonlyArray<readonly [boolean, string]> = [
    // buildx build/opt.go; the engine itself gives every name a tag (moby exporter/wrapper.go).
    [pushes, 'pushes by tag only, and a tag is moved last here'],
    [os !== 'linux', `runs ${os} containers`],
    [
      !containerdStore,
      'keeps images in a store of its own, which holds neither several platforms nor attestations',
    ],
    [!isNew, `is older than ${ENGINE_FLOOR}, the first that writes SLSA 1 provenance`],
    [unknown.length > 0, `has no cache backend ${unknown.join(', ')}`],
    [refused.length > 0, `does not grant ${refused.join(', ')}`],
    [emulators, 'brings no emulators of its own'],
    [isApart, 'keeps what others have built on this machine, and what is built now is signed'],
  ];
  return lacks.flatMap(([isLacking, text]) => (isLacking ? [text] : []));
}
