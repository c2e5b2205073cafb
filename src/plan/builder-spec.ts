/** What the plan says of the builder and of emulation. */
import type { BuilderInputs } from '../inputs/builder.ts';
import type { Emulated } from './emulated.ts';

export type BuilderSpec =
  | { readonly kind: 'existing'; readonly name: string }
  | { readonly kind: 'engine' }
  | {
      readonly kind: 'own';
      readonly driverOpts: readonly string[];
      /** What BuildKit lets a build ask for; what is in `allow` has to be allowed here first. */
      readonly entitlements: readonly string[];
      /** Event, ref and workflow of the run become part of the provenance. */
      readonly recordsRun: boolean;
    };

export interface EmulationSpec {
  readonly mode: BuilderInputs['emulation'];
  readonly image: string;
  /** What the Dockerfile says of a machine like this one; undefined before anybody has looked. */
  readonly outlook?: Emulated | undefined;
}
