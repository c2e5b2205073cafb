/** What jobs find on the runner: stand-ins for GitHub's actions, and a Node that knows which job it works for. */
import { chmod, cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeTree } from './repositories.ts';

const HERE = dirname(fileURLToPath(import.meta.url));

/** `uses:` without its version → file that stands in. */
const STAND_INS: Readonly<Record<string, string>> = {
  'actions/checkout': 'checkout.ts',
  'actions/download-artifact': 'download-artifact.ts',
  'actions/upload-artifact': 'upload-artifact.ts',
  'lab/record-outputs': 'record-outputs.ts',
};

/** Makes the folder of a stand-in for `uses`; undefined where there is none. */
export async function stageStandIn(folder: string, uses: string): Promise<string | undefined> {
  const [name = ''] = uses.split('@');
  const file = Object.hasOwn(STAND_INS, name) ? STAND_INS[name] : undefined;
  if (file === undefined) return undefined;
  const place = join(folder, uses.replaceAll(/[/@]/g, '-'));
  await mkdir(place, { recursive: true });
  await cp(join(HERE, file), join(place, 'main.ts'));
  await writeTree(place, {
    'action.yml': `name: ${name}\ndescription: Stands in for ${name}\nruns:\n  using: node24\n  main: main.ts\n`,
    'package.json': '{"type":"module"}\n',
  });
  return place;
}

export interface NodePlan {
  /** Gets `node` and, below `jobs/`, what each job was given. */
  readonly folder: string;
  readonly nodePath: string;
  /** One for each job; a job that finds none left fails. */
  readonly runtimeTokens: readonly string[];
  readonly resultsUrl: string;
}

/**
 * A `node` that does what the hosted runner does for actions in JavaScript and for nothing else: it hands them the
 * job's own runtime token. act knows none, or the same one for all jobs. Returns the folder for the PATH.
 */
export async function stageNode(plan: NodePlan): Promise<string> {
  const { folder, runtimeTokens } = plan;
  const tokens = runtimeTokens.map((token, at) => [`free/${at}/token`, token]);
  await writeTree(folder, {
    ...Object.fromEntries(tokens),
    'jobs/README': 'Tokens by job\n',
    'bin/node': formatNode(plan),
  });
  await chmod(join(folder, 'bin/node'), 0o755);
  return join(folder, 'bin');
}

/**
 * act keeps each job's files in a folder of its own; RUNNER_TEMP is a folder in it. A rename has one winner.
 * Not `sh`: dash does not hand on variables with a dash in their name, and inputs have one.
 */
function formatNode({ folder, nodePath, resultsUrl }: NodePlan): string {
  return `#!/bin/bash
# act asks where Node is and would then go past this file.
case "$*" in *process.execPath*) echo "$0"; exit 0 ;; esac
job="${folder}/jobs/$(basename "$(dirname "$RUNNER_TEMP")")"
if [ ! -d "$job" ]; then
  for free in "${folder}"/free/*; do mv "$free" "$job" 2>/dev/null && break; done
fi
ACTIONS_RUNTIME_TOKEN="$(cat "$job/token")" || exit 1
ACTIONS_RESULTS_URL="${resultsUrl}/"
export ACTIONS_RUNTIME_TOKEN ACTIONS_RESULTS_URL
exec "${nodePath}" "$@"
`;
}
