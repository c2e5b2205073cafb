/** The commands of buildx that a run would give, by the functions that make them in a run. */
import { formatRepository } from '../../image/reference.ts';
import type { Inputs } from '../../inputs/parse.ts';
import { findOwn, type OwnBuilder } from '../../plan/builder-spec.ts';
import { makeBuild, makeCacheExport, makeCall, makeLoad } from '../../plan/solves.ts';
import type { Facts, Plan } from '../../plan/types.ts';
import { type BuildCommand, makeBuildArgs, type SecretFile } from '../../tools/buildx.ts';
import { makeCreateCommands } from '../../tools/create-builder.ts';
import { redactArgument } from '../../tools/redact.ts';
import { formatCommandLines, makeVariable, quoteWord } from '../../tools/shell.ts';

/** Some commands for one purpose, each over one or more lines. */
export interface Step {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The run's private folder, in commands that are pasted. */
export const FOLDER = makeVariable('run');
/** A real one has a random name. */
const BUILDER = 'build-sign-dry-run';

export interface Rehearsed {
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly facts: Pick<Facts, 'paths'>;
  /** Those that an engine like this machine would be given. */
  readonly platforms: Plan['build']['platforms'];
  /** Beside a push. */
  readonly loaded: Plan['build']['platforms'];
}

/** Folder and builder, the build, and what is made out of the builder afterwards. */
export function rehearseBuild(rehearsed: Rehearsed): { before: Step[]; after: Step[] } {
  const { plan, platforms, loaded } = rehearsed;
  const means = { builder: nameBuilder(plan), secrets: listSecretFiles(rehearsed) };
  const prepare = { title: 'Prepare', lines: listPreparations(rehearsed) };
  if (plan.mode === 'call') {
    const { call = '' } = plan;
    return {
      before: [prepare, makeStep('Evaluate', makeCall(plan, { ...means, call }))],
      after: [],
    };
  }
  const isPushed = plan.mode === 'push';
  const metadataFile = `${FOLDER}/metadata.json`;
  const build = makeBuild(plan, { ...means, platforms, metadataFile });
  const cache = makeCacheExport(plan, means);
  return {
    before: [prepare, makeStep(isPushed ? 'Build, pushed by digest: no tag yet' : 'Build', build)],
    after: [
      ...(loaded.length > 0
        ? [makeStep('Load', makeLoad(plan, { ...means, platforms: loaded }))]
        : []),
      ...(cache === undefined ? [] : [makeStep('Write the build cache, beside signing', cache)]),
    ],
  };
}

function makeStep(title: string, command: BuildCommand): Step {
  return { title, lines: formatBuildx(makeBuildArgs(command)) };
}

function formatBuildx(args: readonly string[]): string[] {
  return formatCommandLines(['docker', 'buildx', ...args.map(redactArgument)]);
}

function nameBuilder({ builder }: Plan): string | undefined {
  if (builder.kind === 'existing') return builder.name;
  // Which engine there will be is not asked: a builder of its own works with each.
  return findOwn(builder) === undefined ? undefined : BUILDER;
}

/** What is written into files first stands in variables. */
function listCreation(own: OwnBuilder): string[] {
  const commands = makeCreateCommands(own, {
    name: BUILDER,
    image: own.images.at(-1),
    configFile: own.config === undefined ? undefined : `${FOLDER}/buildkitd.toml`,
    tlsFile: (node, part) => `${FOLDER}/certs/${node}-${part}.pem`,
    variables: {},
    labels: {},
    annotations: {},
  });
  return commands.flatMap(formatBuildx);
}

function listPreparations({ plan: { builder, build }, inputs }: Rehearsed): string[] {
  const own = findOwn(builder);
  const written = inputs.secrets.filter(({ id }) => build.secretIds.includes(id));
  return [
    'RUN=$(mktemp -d)',
    'mkdir "$RUN/bundles" "$RUN/predicates" "$RUN/secrets"',
    ...written.map(
      ({ id }, at) =>
        `# the value of secret ${JSON.stringify(id)} goes into "$RUN/secrets/build-${at}"`,
    ),
    ...(own === undefined ? [] : listCreation(own)),
  ];
}

/** As the run hands them over. The path of a file that is not there stays unsaid: it may be a secret, written there by mistake. */
function listSecretFiles({ plan, inputs, facts }: Rehearsed): SecretFile[] {
  const isWanted = ({ id }: { readonly id: string }): boolean => plan.build.secretIds.includes(id);
  const written = inputs.secrets
    .filter(isWanted)
    .map(({ id }, at) => ({ id, path: `${FOLDER}/secrets/build-${at}` }));
  const files = inputs.secretFiles.filter(isWanted).map(({ id, path }) => ({
    id,
    path: facts.paths.named[path] === 'file' ? path : makeVariable(`file_of_${id}`),
  }));
  return [...written, ...files];
}

/** Removes what the commands before have made. */
export function rehearseCleanup({ builder }: Plan): Step {
  const args = ['docker', 'buildx', 'rm', '--force', BUILDER];
  return {
    title: 'Clean up',
    lines: [
      ...(findOwn(builder) === undefined ? [] : [args.join(' ')]),
      `rm -rf ${quoteWord(FOLDER)}`,
    ],
  };
}

/** `name@digest` with the digest in a variable. */
export function nameByVariable(
  repository: Parameters<typeof formatRepository>[0],
  variable: string,
): string {
  return quoteWord(`${formatRepository(repository)}@${variable}`);
}
