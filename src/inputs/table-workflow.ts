/** Inputs of the reusable workflow: the step's, but for some, and its own. */
import { INPUTS, type InputRow, PUBLISH_INPUTS } from './table.ts';

/** `type` as `on.workflow_call.inputs` takes it. */
export interface WorkflowInput {
  readonly name: string;
  readonly description: string;
  readonly type: 'string' | 'boolean' | 'number';
  readonly default: string | boolean | number;
}

/** About the jobs around the step. */
export const WORKFLOW_ROWS: readonly WorkflowInput[] = [
  {
    name: 'artifact',
    description:
      'Artifact of an earlier job that is put into the sources before the build; a download whose digest is not the one of the upload fails',
    type: 'string',
    default: '',
  },
  {
    name: 'artifact-path',
    description: 'Folder of the sources that `artifact` goes to',
    type: 'string',
    default: '.',
  },
  {
    name: 'prepare',
    description:
      'Command that changes the sources before the build, run by bash in their folder, in the job of each platform. With it the provenance claims Build L2 and says why',
    type: 'string',
    default: '',
  },
  {
    name: 'submodules',
    description: 'Check submodules out: `true`, `recursive`, `false`',
    type: 'string',
    default: 'false',
  },
  {
    name: 'fetch-depth',
    description: 'Commits to fetch; 0 for all, with all tags',
    type: 'number',
    default: 1,
  },
  {
    name: 'lfs',
    description: 'Fetch files that Git LFS keeps',
    type: 'boolean',
    default: false,
  },
  {
    name: 'free-disk-space',
    description:
      'On runners that GitHub hosts, remove what a build of images does not use: Android SDK, .NET, Haskell, Swift, Julia, PowerShell, CodeQL (about 25 GB, one to two minutes)',
    type: 'boolean',
    default: false,
  },
  {
    name: 'fail-fast',
    description:
      'Cancel the other platforms when one fails. Without it they end their work, and a re-run of failed jobs has less to do',
    type: 'boolean',
    default: false,
  },
  {
    name: 'timeout-minutes',
    description: 'Minutes that the build of one platform may take',
    type: 'number',
    default: 120,
  },
];

/** What the workflow decides itself, and what would be lost with the machine that built. */
const LEFT_OUT: readonly string[] = [
  ...['platform', 'group', 'publish', 'dry-run', 'working-directory'],
  ...['builder', 'endpoint', 'nodes', 'export-builder', 'keep-builder', 'keep-builder-max-size'],
  ...['call', 'load', 'outputs', 'secret-envs', 'ssh'],
  // The job that builds pushes too, and has no identity to trade for a login.
  'registry-identities',
];

/** Files for the job that signs, which checks nothing of the user's out. */
const ABSOLUTE: readonly string[] = ['trusted-root', 'signing-config'];

/** A cache that is not signed can be written by other runs: Build L3 has to do without. */
const DEFAULTS: Readonly<Record<string, string>> = { cache: 'off' };

/** They take more than yes and no, whatever their default; a boolean that is given becomes its text. */
const TEXTS: readonly string[] = ['platform-tags'];

const rows: readonly InputRow[] = INPUTS.filter(
  (row: InputRow) => row.hidden !== true && !LEFT_OUT.includes(row.name),
);

export const WORKFLOW_INPUTS: readonly WorkflowInput[] = [
  ...rows.filter((row) => row.secret !== true).map(toWorkflowInput),
  ...WORKFLOW_ROWS,
];

/** Secrets are passed one by one: `secrets: inherit` would hand over those of everything else. */
export const WORKFLOW_SECRETS: readonly InputRow[] = rows.filter((row) => row.secret === true);

/** Only who publishes signs. */
const SIGNING_ONLY: readonly string[] = [
  ...['sign', 'sign-timeout', 'certificate-identity', 'cosign-version'],
  ...['trusted-root', 'signing-config'],
];

/** Inputs that the workflow hands on to the step, in plan and build. */
export const STEP_INPUTS: readonly InputRow[] = rows.filter(
  ({ name }) => !SIGNING_ONLY.includes(name),
);

/** Inputs that the workflow hands on to the `publish/` action. */
export const HANDED_TO_PUBLISH: readonly InputRow[] = PUBLISH_INPUTS.filter(({ name }) =>
  rows.some((row) => row.name === name),
);

function toWorkflowInput({
  name,
  description: text,
  default: value = '',
}: InputRow): WorkflowInput {
  const description = ABSOLUTE.includes(name)
    ? `${text}. An absolute path on the runner that publishes, where nothing is checked out`
    : text;
  const fallback = DEFAULTS[name] ?? value;
  const isBoolean = /^(?:true|false)$/.test(fallback) && !TEXTS.includes(name);
  return isBoolean
    ? { name, description, type: 'boolean', default: fallback === 'true' }
    : { name, description, type: 'string', default: fallback };
}
