/** A builder of our own: named at random, marked with run and job, booted on every node. */
import { ActionError, restate } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { OwnBuilder } from '../../plan/builder-spec.ts';
import type { RunState } from '../../state.ts';
import { formatBuildkitdConfig } from '../../tools/buildkitd-config.ts';
import { classifyOutput } from '../../tools/catalogue.ts';
import { makeClusterAnnotations } from '../../tools/cluster.ts';
import { makeClusterLabels } from '../../tools/cluster-labels.ts';
import {
  type CreateMeans,
  isHostNetwork,
  listProxies,
  makeCreateCommands,
} from '../../tools/create-builder.ts';
import { formatMark, MARK_VARIABLE } from '../../tools/mark.ts';
import { makeMark } from '../job/owner.ts';
import { runChecked, withCode, withHint } from '../job/run-command.ts';
import type { RunFolder } from '../job/run-folder.ts';
import type { Say } from '../job/tracks.ts';
import type { Buildx } from './builder.ts';
import { createInCluster } from './create-in-cluster.ts';
import { findNamed } from './order-images.ts';
import { forgetBuilder, removeBuilder } from './remove-builder.ts';

type Reach = Pick<
  Host,
  'env' | 'files' | 'clock' | 'mask' | 'run' | 'log' | 'signal' | 'randomHex'
>;

/** Pulling the BuildKit image is part of the first boot. */
const BOOT_DEADLINE_MS = 3 * 60_000;
const BOOT_ATTEMPTS = 3;
const HINTS: Readonly<Record<OwnBuilder['driver'], string>> = {
  'docker-container':
    'Can the engine pull the BuildKit image and run privileged containers? `driver-opts: image=…` names another image, `mirrors` another place, `builder` a builder that exists.',
  remote:
    'Does a buildkitd answer at the address, from this runner? With TLS it wants `cacert`, `cert` and `key`; by ssh it needs `buildctl` on the other machine and a key that asks for no password.',
  kubernetes:
    'Does `kubectl auth can-i create deployments` say yes on this runner, and may pods be privileged there? `driver-opts: rootless=true` does without.',
};

export interface BootRequest {
  readonly own: OwnBuilder;
  /** Texts of certificates and keys, by node. */
  readonly tls: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly buildx: Buildx;
  readonly folder: RunFolder;
  readonly say: Say;
  /** What its settings are, where it is one that stays. */
  readonly key?: string | undefined;
}

/**
 * A random name, unless it is to stay: buildx takes a container that exists under the name as its own (a 409 is ignored in its
 * docker-container driver), and two jobs would then share, and remove, one daemon. Throws BUILDER_FAILED.
 */
export async function bootBuilder(host: Reach, request: BootRequest): Promise<string> {
  const { own, buildx, folder, say } = request;
  const { kept } = own;
  const name = kept?.name ?? `build-sign-${host.randomHex(6)}`;
  const driver = own.driver === 'docker-container' ? undefined : own.driver;
  folder.remember(
    kept === undefined
      ? { builder: name, buildx: buildx.path, driver }
      : { kept, buildx: buildx.path },
  );
  const means = await prepareMeans(host, name, request);
  // Of a buildkitd that runs elsewhere buildx waits 20 s for an answer itself.
  const attempts = own.driver === 'remote' ? 1 : Math.max(BOOT_ATTEMPTS, own.images.length);
  for (let attempt = 1; ; attempt++) {
    const image = own.images[(attempt - 1) % Math.max(own.images.length, 1)];
    try {
      folder.remember({ boot: describeBoot(host, own, image) });
      const commands = makeCreateCommands(own, { ...means, image });
      if (own.driver === 'kubernetes') await createInCluster(host, { own, name, buildx, commands });
      else await create(host, commands, buildx);
      folder.remember({ boot: undefined });
      say(`booted ${name}${own.nodes.length > 1 ? ` on ${own.nodes.length} nodes` : ''}`);
      return name;
    } catch (error) {
      // Of one that stays only this run's own files: another job may have got it to boot.
      if (kept === undefined) await removeBuilder(host, { name, buildx, driver });
      else await forgetBuilder(host, { name, buildx });
      if (host.signal.aborted || attempt >= attempts || isFinal(own, error))
        throw describeFailure(own, error);
      say(
        `attempt ${attempt} of ${attempts} failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** Of a container of the engine here; undefined for others. */
function describeBoot(
  { clock }: Pick<Host, 'clock'>,
  { driver, nodes }: OwnBuilder,
  image: string | undefined,
): RunState['boot'] {
  const here = nodes.find(({ endpoint }) => endpoint === undefined);
  const named = here?.driverOpts.flatMap(findNamed)[0] ?? image;
  if (driver !== 'docker-container' || here === undefined || named === undefined) return undefined;
  return { image: named, sinceMs: clock.now().getTime() };
}

/** What a cluster refuses, or has waited for in vain, comes out the same again. */
function isFinal({ driver }: OwnBuilder, error: unknown): boolean {
  if (driver !== 'kubernetes' || !(error instanceof ActionError)) return false;
  if (error.code !== 'COMMAND_FAILED') return true;
  return classifyOutput({ tool: 'buildx', text: error.details.join('\n') })?.retry === 'no';
}

/** Elsewhere a time-out is one of the machine that should build, and of no registry. */
function describeFailure({ driver }: OwnBuilder, error: unknown): unknown {
  const failure = withCode('BUILDER_FAILED', error);
  if (driver !== 'remote' || !(failure instanceof ActionError))
    return withHint(HINTS[driver], failure);
  return restate(failure, { code: 'BUILDER_FAILED', hint: HINTS.remote });
}

async function create(host: Reach, commands: readonly string[][], buildx: Buildx): Promise<void> {
  for (const args of commands)
    await runChecked(host, {
      tool: 'buildx',
      file: buildx.path,
      args,
      env: buildx.env,
      deadlineMs: BOOT_DEADLINE_MS,
    });
}

/** Writes the files that the commands name. */
async function prepareMeans(
  host: Reach,
  name: string,
  { own, tls, folder, say, key }: BootRequest,
): Promise<Omit<CreateMeans, 'image'>> {
  const tlsFile: CreateMeans['tlsFile'] = (node, part) =>
    `${folder.path}/certs/${node}-${part}.pem`;
  for (const [at, { tls: parts }] of own.nodes.entries())
    for (const part of parts) {
      const text = tls[at]?.[part] ?? '';
      if (part === 'key') host.mask(text);
      await host.files.write(tlsFile(at, part), `${text}\n`);
    }
  const configFile = own.config === undefined ? undefined : `${folder.path}/buildkitd.toml`;
  if (own.config !== undefined && configFile !== undefined)
    await host.files.write(configFile, await formatBuildkitdConfig(own.config));
  const made = await makeMark(host);
  const mark = formatMark(key === undefined ? made : { ...made, owner: undefined, kept: key });
  return {
    name,
    configFile,
    tlsFile,
    variables: { ...readProxies(host, own, say), [MARK_VARIABLE]: mark },
    annotations: makeClusterAnnotations(mark),
    labels: makeClusterLabels({
      runId: host.env['GITHUB_RUN_ID'] ?? '',
      job: host.env['GITHUB_JOB'] ?? '',
    }),
  };
}

function readProxies(
  { env }: Pick<Host, 'env'>,
  own: OwnBuilder,
  say: Say,
): Record<string, string> {
  if (own.driver !== 'docker-container') return {};
  const proxies = listProxies(env, { isHostNetwork: isHostNetwork(own) });
  const names = Object.keys(proxies);
  if (names.length > 0) say(`proxies of the job: ${names.join(', ')}`);
  return proxies;
}
