/** Inputs of the `publish/` action: its own, and those of the step that say where it signs and logs in. */
import type { InputRow } from './table.ts';

export const PUBLISH_ROWS = [
  {
    name: 'candidates',
    group: 'matrix',
    description:
      'What to publish: outputs `candidate` of earlier jobs, one per line, as a JSON list, or as `toJSON(needs.build.outputs)` has them. Default: every candidate of this run, from its artifacts; those have to be signed',
    example: '${{ toJSON(needs.build.outputs) }}',
  },
] as const satisfies readonly InputRow[];

/** Rows of the step that mean the same here. `group` chooses one of several images by the output `group`. */
export const SHARED_WITH_PUBLISH = [
  'group',
  'allow-downgrade',
  'sign',
  'trusted-root',
  'signing-config',
  'cosign-version',
  'sign-timeout',
  'certificate-identity',
  'registry',
  'username',
  'password',
  'registry-auth',
  'registry-identities',
  'github-token',
  'builder-ids',
] as const;
