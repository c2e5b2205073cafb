/**
 * What which version of a tool can do: the one place that knows. The oldest version that can be used follows from what
 * the action asks of it. Versions by the tags of the tools' own repositories, each the first that contains the change.
 */
import type { Tool } from './lock.ts';
import { isAtLeast } from './versions.ts';

interface Feature {
  /** The first version that has it; `-0` counts its pre-releases in. */
  readonly since: string;
  /** Is a version without it refused? */
  readonly isNeeded: boolean;
}

export const FEATURES = {
  cosign: {
    /** Its releases come with a Sigstore bundle of their own. */
    'signed-release': { since: '3.0.1-0', isNeeded: false },
    /**
     * Before, it accepts a bundle whose log entry is about another artifact (GHSA-whqx-f9j3-ch6m), and `sign` does not
     * take a signing config together with the flags that this action passes.
     */
    'bundle-of-its-artifact': { since: '3.0.4', isNeeded: true },
  },
  buildx: {
    /** `--call`, for what a Dockerfile says of itself. */
    call: { since: '0.15.0', isNeeded: true },
    /** BUILDX_METADATA_WARNINGS: what BuildKit found wrong with the Dockerfile. */
    'metadata-warnings': { since: '0.16.0', isNeeded: true },
    /** It hands the address of GitHub's second cache service to BuildKit; the first is turned off. */
    'actions-cache-v2': { since: '0.21.0', isNeeded: true },
    /** Event, ref and workflow of the run stand in the provenance of a builder that it creates. */
    'run-in-provenance': { since: '0.30.0', isNeeded: true },
    'signed-release': { since: '0.31.0-0', isNeeded: false },
  },
} as const satisfies Record<Tool, Record<string, Feature>>;

export type Capability<T extends Tool> = keyof (typeof FEATURES)[T] & string;

/** A version → what it can do. */
export function readCapabilities<T extends Tool>(
  tool: T,
  version: string,
): Readonly<Record<Capability<T>, boolean>> {
  const features: Readonly<Record<string, Feature>> = FEATURES[tool];
  const can = Object.entries(features).map(([name, { since }]) => [
    name,
    isAtLeast(version, since),
  ]);
  return Object.fromEntries(can) as Record<Capability<T>, boolean>;
}

/** What this version lacks of all that the action needs; nothing when it can be used. */
export function listLacks(tool: Tool, version: string): readonly string[] {
  const features: Readonly<Record<string, Feature>> = FEATURES[tool];
  return Object.entries(features).flatMap(([name, { since, isNeeded }]) =>
    isNeeded && !isAtLeast(version, since) ? [name] : [],
  );
}

/** The oldest version that can do all that the action needs. */
export const FLOORS: Readonly<Record<Tool, string>> = {
  cosign: findFloor(FEATURES.cosign),
  buildx: findFloor(FEATURES.buildx),
};

function findFloor(features: Readonly<Record<string, Feature>>): string {
  const needed = Object.values(features).filter(({ isNeeded }) => isNeeded);
  return needed.reduce((floor, { since }) => (isAtLeast(floor, since) ? floor : since), '0.0.0');
}
