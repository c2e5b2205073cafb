/** What the plan says of the builder and of emulation. */
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { BuilderInputs } from '../inputs/builder.ts';
import type { OwnDriver } from '../inputs/driver-options.ts';
import type { TlsPart } from '../inputs/nodes.ts';
import type { TomlTable } from '../tools/buildkitd-config.ts';
import type { Emulated } from './emulated.ts';
import type { KeptSpec } from './kept-builder.ts';

/** A machine of the builder. */
export interface NodeSpec {
  /** What its name ends in; undefined: its number. */
  readonly label: string | undefined;
  /** Undefined: the engine here, or the cluster of the configuration. */
  readonly endpoint: string | undefined;
  readonly platforms: readonly string[];
  readonly driverOpts: readonly string[];
  readonly flags: string;
  /** Options whose value is a file that is written first, because the inputs have its text. */
  readonly tls: readonly TlsPart[];
}

/** A builder that this run creates, and removes unless it is to be kept. */
export interface OwnBuilder {
  /** Undefined: it is of this job alone. */
  readonly kept: KeptSpec | undefined;
  readonly driver: OwnDriver;
  readonly nodes: readonly [NodeSpec, ...NodeSpec[]];
  /** BuildKit's image, by digest: tried in this order. Empty where the driver starts nothing. */
  readonly images: readonly string[];
  /** What BuildKit lets a build ask for; what is in `allow` has to be allowed here first. */
  readonly entitlements: readonly string[];
  readonly config: TomlTable | undefined;
  /** Event, ref and workflow of the run become part of the provenance. */
  readonly recordsRun: boolean;
}

/** What of it boots, and where. */
export type Machines = Pick<OwnBuilder, 'driver' | 'nodes' | 'images'>;

/** What a build asks of the engine's own BuildKit. */
export interface EngineWants {
  /** By digest, as every push is. */
  readonly pushes: boolean;
  readonly emulators: boolean;
  /** No layer and no cache mount in it may be another build's. */
  readonly isApart: boolean;
  /** Types of cache backends. */
  readonly caches: readonly string[];
  readonly entitlements: readonly string[];
}

export type BuilderSpec =
  | { readonly kind: 'existing'; readonly name: string }
  | { readonly kind: 'engine'; readonly wants: EngineWants }
  /** The engine's own where it can do what is wanted, else one of ours. */
  | { readonly kind: 'auto'; readonly wants: EngineWants; readonly own: OwnBuilder }
  | { readonly kind: 'own'; readonly own: OwnBuilder };

export interface EmulationSpec {
  readonly mode: BuilderInputs['emulation'];
  readonly image: string;
  /** What the Dockerfile says of a machine like this one; undefined before anybody has looked. */
  readonly outlook?: Emulated | undefined;
}

/** The builder of ours that a plan may lead to. */
export function findOwn(builder: BuilderSpec): OwnBuilder | undefined {
  return builder.kind === 'own' || builder.kind === 'auto' ? builder.own : undefined;
}

/** Whether the engine of this machine has a part in the build. Of an existing builder nobody knows before it is asked. */
export function usesEngine(builder: BuilderSpec): boolean | 'perhaps' {
  if (builder.kind === 'existing') return 'perhaps';
  const own = findOwn(builder);
  if (own === undefined || builder.kind === 'auto') return true;
  return hasNodeHere(own);
}

/** Whether some of it boots in the engine of this machine. */
export function hasNodeHere({ driver, nodes }: Pick<OwnBuilder, 'driver' | 'nodes'>): boolean {
  return driver === 'docker-container' && nodes.some(({ endpoint }) => endpoint === undefined);
}

/** One platform for each node that builds any of them, by the node's number: the first that claims a platform gets it. */
export function listOnePerNode(
  { nodes }: Pick<OwnBuilder, 'nodes'>,
  platforms: readonly Platform[],
): ReadonlyMap<number, Platform> {
  const first = new Map<number, Platform>();
  for (const platform of platforms) {
    const name = formatPlatform(platform);
    const at = Math.max(
      nodes.findIndex((one) => one.platforms.includes(name)),
      0,
    );
    if (!first.has(at)) first.set(at, platform);
  }
  return first;
}

/** Platforms that nodes elsewhere build, and that nothing is emulated for here. */
export function listNative(builder: BuilderSpec): readonly string[] {
  const nodes = findOwn(builder)?.nodes ?? [];
  return nodes.flatMap(({ endpoint, platforms }) => (endpoint === undefined ? [] : platforms));
}
