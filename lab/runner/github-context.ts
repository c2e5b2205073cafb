/** What GitHub knows of the run. Everything has a default that suits a push to the main branch. */
export interface GitHubFacts {
  /** `owner/name`. */
  readonly repository: string;
  readonly repositoryId?: string;
  readonly repositoryOwnerId?: string;
  readonly repositoryVisibility?: 'public' | 'private' | 'internal';
  readonly sha?: string;
  /** Fully formed: `refs/heads/main`, `refs/tags/v1.2.3`, `refs/pull/7/merge`. */
  readonly ref?: string;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly isRefProtected?: boolean;
  readonly defaultBranch?: string;
  readonly eventName?: string;
  /** The webhook payload; made from the other facts when absent. */
  readonly event?: Readonly<Record<string, unknown>>;
  readonly actor?: string;
  readonly actorId?: string;
  readonly triggeringActor?: string;
  readonly workflow?: string;
  /** Path and ref follow the repository in `GITHUB_WORKFLOW_REF`. */
  readonly workflowFile?: string;
  readonly workflowSha?: string;
  readonly runId?: string;
  readonly runNumber?: string;
  readonly runAttempt?: string;
  readonly job?: string;
  readonly actionRepository?: string;
  readonly actionRef?: string;
  /** The step's id in the `github.action` context: `__run`, or the action's repository with underscores. */
  readonly action?: string;
  readonly workspace: string;
  readonly token?: string;
  readonly serverUrl?: string;
  readonly apiUrl?: string;
  readonly retentionDays?: string;
}

export type GitHubContext = Readonly<Record<string, string | boolean>> & { readonly token: string };

const ENVIRONMENT_NAMES = [
  'action',
  'action_ref',
  'action_repository',
  'actor',
  'actor_id',
  'api_url',
  'base_ref',
  'event_name',
  'event_path',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
  'workspace',
] as const;

/** Makes the `github` context. `eventPath` is where the payload will lie. */
export function makeGitHubContext(facts: GitHubFacts, eventPath: string): GitHubContext {
  const ref = facts.ref ?? 'refs/heads/main';
  const sha = facts.sha ?? '0123456789abcdef0123456789abcdef01234567';
  const actor = facts.actor ?? 'octocat';
  const actorId = facts.actorId ?? '583231';
  const serverUrl = facts.serverUrl ?? 'https://github.com';
  const apiUrl = facts.apiUrl ?? 'https://api.github.com';
  const actionRepository = facts.actionRepository ?? 'build-sign-action/build-sign-action';
  const workflowFile = facts.workflowFile ?? '.github/workflows/release.yml';
  return {
    action: facts.action ?? `__${actionRepository.replace(/[^\w]/g, '_')}`,
    action_ref: facts.actionRef ?? 'v1',
    action_repository: actionRepository,
    actor,
    actor_id: actorId,
    api_url: apiUrl,
    base_ref: facts.baseRef ?? '',
    event_name: facts.eventName ?? 'push',
    event_path: eventPath,
    graphql_url: `${apiUrl}/graphql`,
    head_ref: facts.headRef ?? '',
    job: facts.job ?? 'build',
    ref,
    ref_name: ref.replace(/^refs\/(heads|tags|pull)\//, ''),
    ref_protected: facts.isRefProtected ?? false,
    ref_type: ref.startsWith('refs/tags/') ? 'tag' : 'branch',
    repository: facts.repository,
    repository_id: facts.repositoryId ?? '123456789',
    repository_owner: facts.repository.split('/')[0] ?? '',
    repository_owner_id: facts.repositoryOwnerId ?? '987654',
    retention_days: facts.retentionDays ?? '90',
    run_attempt: facts.runAttempt ?? '1',
    run_id: facts.runId ?? '7654321098',
    run_number: facts.runNumber ?? '42',
    server_url: serverUrl,
    sha,
    token: facts.token ?? 'ghs_labTokenOfThisJob0123456789abcdefghi',
    triggering_actor: facts.triggeringActor ?? actor,
    workflow: facts.workflow ?? 'release',
    workflow_ref: `${facts.repository}/${workflowFile}@${ref}`,
    workflow_sha: facts.workflowSha ?? sha,
    workspace: facts.workspace,
  };
}

/** The `GITHUB_*` variables: the names the runner lets through (actions/runner `GitHubContext`), never the token. */
export function formatGitHubEnvironment(context: GitHubContext): Record<string, string> {
  return Object.fromEntries(
    ENVIRONMENT_NAMES.map((name) => [`GITHUB_${name.toUpperCase()}`, String(context[name] ?? '')]),
  );
}

/** The payload of the event, as far as actions read it. */
export function makeEventPayload(
  facts: GitHubFacts,
  context: GitHubContext,
): Readonly<Record<string, unknown>> {
  if (facts.event !== undefined) return facts.event;
  const visibility = facts.repositoryVisibility ?? 'public';
  const [login = '', name = ''] = facts.repository.split('/');
  return {
    ref: context['ref'],
    after: context['sha'],
    ...(context['event_name'] === 'push' ? { head_commit: makeCommit(context) } : {}),
    repository: {
      id: Number(context['repository_id']),
      name,
      full_name: facts.repository,
      private: visibility !== 'public',
      visibility,
      default_branch: facts.defaultBranch ?? 'main',
      html_url: `${context['server_url']}/${facts.repository}`,
      owner: { login, id: Number(context['repository_owner_id']) },
    },
    sender: { login: context['actor'], id: Number(context['actor_id']) },
  };
}

/** The commit of a push, made at a fixed time: what is derived from it is the same in every run. */
function makeCommit(context: GitHubContext): Readonly<Record<string, unknown>> {
  return { id: context['sha'], message: 'A change', timestamp: '2026-01-02T03:04:05Z' };
}
