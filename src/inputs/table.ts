import { BUILD_ROWS } from './table-build.ts';
import { BUILDER_ROWS } from './table-builder.ts';
import { CACHE_ROWS } from './table-cache.ts';
import { MATRIX_ROWS } from './table-matrix.ts';
import { MOUNT_ROWS } from './table-mounts.ts';
import { NAME_ROWS } from './table-names.ts';
import { PUBLISH_ROWS, SHARED_WITH_PUBLISH } from './table-publish.ts';

/**
 * Every input once: name, default, group and documentation. `action.yml` and the README are generated from this
 * table, and `parse.ts` reads exactly these names.
 */
export interface InputRow {
  readonly name: string;
  readonly group:
    | 'image'
    | 'build'
    | 'steps'
    | 'result'
    | 'matrix'
    | 'cache'
    | 'attestations'
    | 'signing'
    | 'builder'
    | 'access'
    | 'run';
  readonly description: string;
  /** As in action.yml; an expression is evaluated by the runner. Absent: the input is empty unless set. */
  readonly default?: string;
  /** Values of these inputs are masked and never shown in an error. */
  readonly secret?: boolean;
  /** Set by the reusable workflow and by nobody else: not in the README. */
  readonly hidden?: boolean;
  readonly example?: string;
}

const rows = [
  ...NAME_ROWS,
  ...BUILD_ROWS,
  ...MATRIX_ROWS,
  ...CACHE_ROWS,
  ...MOUNT_ROWS,
  {
    name: 'provenance',
    group: 'attestations',
    description:
      'SLSA provenance: `auto` (`mode=max` for a public repository, `mode=min` otherwise), `true`, `false`, or attributes such as `mode=min`',
    default: 'auto',
  },
  {
    name: 'sbom',
    group: 'attestations',
    description:
      'SBOM per platform: `auto` (made), `true`, `false`, or attributes such as `generator=<image>`',
    default: 'auto',
  },
  {
    name: 'attests',
    group: 'attestations',
    description:
      'Attestations as buildx takes them, one per line. An entry counts where `sbom` or `provenance`, whichever it is about, is `auto`',
    example: 'type=sbom,generator=docker/buildkit-syft-scanner:1',
  },
  {
    name: 'sign',
    group: 'signing',
    description:
      'Sign with cosign, keyless, with the identity of this workflow: `auto` (whenever the image is pushed, and files of `outputs` wherever the job has `id-token: write`), `true`, `false`',
    default: 'auto',
  },
  {
    name: 'trusted-root',
    group: 'signing',
    description:
      "Path of a Sigstore trusted root (`trusted_root.json`) for a Sigstore of your own. Default: the public one, fetched and checked by cosign's TUF client; on a GitHub other than github.com, which that does not know, there is none",
  },
  {
    name: 'signing-config',
    group: 'signing',
    description:
      'Path of a Sigstore signing config for a Sigstore of your own. Needs `trusted-root`',
  },
  {
    name: 'cosign-version',
    group: 'signing',
    description:
      'cosign to use: a version (3.0.4 or newer; one that is not pinned here is verified by its Sigstore bundle first), or the absolute path of an installed cosign. Default: the pinned version',
  },
  {
    name: 'sign-timeout',
    group: 'signing',
    description:
      'How long to keep trying when Sigstore is unavailable, such as `15m` or `90s`; at most `60m`',
    default: '15m',
  },
  {
    name: 'certificate-identity',
    group: 'signing',
    description:
      'The identity that signatures have to carry, exactly. Default: the identity of this workflow as GitHub states it in its OIDC token',
  },
  ...BUILDER_ROWS,
  {
    name: 'registry',
    group: 'access',
    description:
      'Registry host that `username` and `password` belong to. Default: the host of the first image',
  },
  { name: 'username', group: 'access', description: 'User name for the registry' },
  {
    name: 'password',
    group: 'access',
    description: 'Password or token for the registry',
    secret: true,
  },
  {
    name: 'registry-auth',
    group: 'access',
    description:
      'Several logins, as a YAML list of `registry`, `username`, `password` as in docker/login-action, with its `scope` and `ecr`, and `for`: `push` (only the repositories that are written to), `pull` (only others, such as base images) or `both`. Not together with `registry`, `username`, `password`',
    example: "- { registry: ghcr.io, username: bot, password: '${{ secrets.GHCR_TOKEN }}' }",
    secret: true,
  },
  {
    name: 'registry-identities',
    group: 'access',
    description:
      'Logins without a stored secret, by the OIDC token of the job: a YAML list with `type` (`aws-ecr`, `gcp-wif`, `azure-acr`, `dockerhub`), `registry` and what the service needs; see docs/registries.md. Needs `id-token: write`',
    example:
      '- { type: aws-ecr, registry: 123456789012.dkr.ecr.eu-central-1.amazonaws.com, role-to-assume: arn:aws:iam::123456789012:role/push }',
  },
  {
    name: 'github-token',
    group: 'access',
    description:
      "Token for GitHub: login to ghcr.io (`containers.…` of an Enterprise Server or ghe.com) when no other login is given, and the repository's visibility where the event does not tell",
    default: '${{ github.token }}',
    secret: true,
  },
  {
    name: 'allow-untrusted-head',
    group: 'run',
    description:
      'In `pull_request_target`, `workflow_run` and `issue_comment`: build the code of a pull request from a fork, which is refused otherwise; without logins, build secrets, cache export, tags and signature. See docs/events.md',
    default: 'false',
  },
  {
    name: 'dry-run',
    group: 'run',
    description:
      'Print the plan, what it needs of the job, and the commands (secrets hidden), set the outputs that are names (`version`, `tags`, `labels`, `json` …) and stop. Needs no checkout, engine, network or permission',
    default: 'false',
  },
  {
    name: 'runners',
    group: 'run',
    description:
      'JSON: platform → label of a runner, list of labels, or `{"group": …, "labels": …}`, for the output `matrix`. A platform without variant, a system (`linux`) and `default` stand for all that begin with them; the most specific entry counts. Default: what GitHub hosts',
    example: '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}',
  },
  {
    name: 'working-directory',
    group: 'run',
    description:
      'Folder below the workspace that relative paths of all inputs count from. Default: the workspace',
  },
  {
    name: 'workflow-ref',
    group: 'run',
    description: 'For the reusable workflow of this action: where it comes from',
    hidden: true,
  },
  {
    name: 'workflow-sha',
    group: 'run',
    description: 'For the reusable workflow of this action: its commit',
    hidden: true,
  },
  {
    name: 'builder-ids',
    group: 'run',
    description:
      'For the reusable workflow of this action: builders that the plan lets a provenance name',
    hidden: true,
  },
  {
    name: 'prepared',
    group: 'run',
    description:
      'For the reusable workflow of this action: what changed the sources before the build',
    hidden: true,
  },
] as const satisfies readonly InputRow[];

type StepInput = (typeof rows)[number]['name'];
export const INPUTS: readonly (InputRow & { readonly name: StepInput })[] = rows;

/** Every input of any of the actions. */
export type InputName = StepInput | (typeof PUBLISH_ROWS)[number]['name'];

const shared: readonly StepInput[] = SHARED_WITH_PUBLISH;
/** Inputs of the `publish/` action. */
export const PUBLISH_INPUTS: readonly InputRow[] = [
  ...PUBLISH_ROWS,
  ...INPUTS.filter(({ name }) => shared.includes(name)),
];
