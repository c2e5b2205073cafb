/** Which builder builds. */
import type { InputProblem } from '../errors.ts';
import { chooseOwnDriver } from '../inputs/builder.ts';
import type { Inputs } from '../inputs/parse.ts';
import { mergeBuildkitdConfig } from '../tools/buildkitd-config.ts';
import { IMAGES } from '../tools/lock.ts';
import {
  listEntitlements,
  listImageSources,
  planBuildkitdConfig,
  refuseGrants,
} from './builder-config.ts';
import { planNodes } from './builder-nodes.ts';
import type { BuilderSpec, EngineWants, Machines, OwnBuilder } from './builder-spec.ts';
import type { CacheSpec } from './cache-spec.ts';
import { makeKeptConfig, planKept, refuseElsewhere } from './kept-builder.ts';
import type { Facts, Plan, SigningSpec } from './types.ts';

interface Planning {
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly cache: Pick<CacheSpec, 'from' | 'to'>;
  readonly mode: Plan['mode'];
  readonly signing: SigningSpec;
  readonly problems: InputProblem[];
}

/** An existing builder, the engine's own, or one of ours. */
export function planBuilder(planning: Planning): BuilderSpec {
  const { inputs, problems } = planning;
  if (inputs.builder !== undefined) {
    refuseSettings(planning, inputs.builder);
    return { kind: 'existing', name: inputs.builder };
  }
  const settings = listSettings(inputs);
  if (inputs.driver === 'docker') {
    for (const input of settings) {
      problems.push({
        input,
        problem: "cannot change the engine's own BuildKit, which `driver: docker` stands for",
        fix: 'Remove it, or use `driver: docker-container`.',
      });
    }
    return { kind: 'engine', wants: { ...listWants(planning), isApart: false } };
  }
  const own = planOwn(planning);
  return inputs.driver === 'auto' && settings.length === 0
    ? { kind: 'auto', wants: listWants(planning), own }
    : { kind: 'own', own };
}

/** Inputs that only a builder of ours can follow. */
function listSettings(inputs: Inputs): string[] {
  const given: ReadonlyArray<readonly [string, boolean]> = [
    ['driver-opts', inputs.driverOpts.length > 0],
    ['endpoint', inputs.endpoint !== undefined],
    ['nodes', inputs.nodes.length > 0],
    ['buildkitd-config', inputs.buildkitdConfig !== undefined],
    ['buildkitd-flags', inputs.buildkitdFlags !== ''],
    ['mirrors', inputs.mirrors.length > 0],
    ['keep-builder', inputs.keepBuilder !== undefined],
  ];
  return given.flatMap(([input, isSet]) => (isSet ? [input] : []));
}

function refuseSettings({ inputs, problems }: Planning, name: string): void {
  const settings = [...(inputs.driver === 'auto' ? [] : ['driver']), ...listSettings(inputs)];
  if (settings.length === 0) return;
  const others = settings.map((input) => `\`${input}\``).join(', ');
  problems.push({
    input: 'builder',
    value: name,
    problem: `names an existing builder, which ${others} cannot change`,
    fix: 'Remove one or the other.',
  });
}

/** Those of the builder of ours that the plan may come to, before there are facts to plan with; undefined for other builders. */
export function foreseeMachines(inputs: Inputs): Machines | undefined {
  if (inputs.builder !== undefined || inputs.driver === 'docker') return undefined;
  return planMachines({ inputs, problems: [] });
}

function planMachines({ inputs, problems }: Pick<Planning, 'inputs' | 'problems'>): Machines {
  const driver = chooseOwnDriver(inputs.driver) ?? 'docker-container';
  const nodes = planNodes({ inputs, driver, problems });
  return { driver, nodes, images: driver === 'remote' ? [] : listImages(nodes, inputs.mirrors) };
}

function planOwn(planning: Planning): OwnBuilder {
  const { inputs, facts, problems } = planning;
  const config = planBuildkitdConfig({ inputs, facts, problems });
  const machines = planMachines(planning);
  const { driver } = machines;
  if (driver === 'remote') refuseDaemonSettings(inputs, problems);
  else refuseGrants({ inputs, config, problems });
  if (inputs.keepBuilder !== undefined) refuseElsewhere(inputs, problems);
  const kept = planKept(inputs, facts);
  return {
    ...machines,
    kept,
    entitlements: driver === 'remote' ? [] : listEntitlements(inputs),
    config:
      kept === undefined ? config : mergeBuildkitdConfig([config ?? {}, makeKeptConfig(kept)]),
    // It is written into the container, where the next run finds that of this one.
    recordsRun: facts.visibility === 'public' && kept === undefined,
  };
}

const ROOTLESS = /^rootless=(?:1|t|true)$/i;

/** The usual image wants privileges. Where some nodes have them and others do not, buildx chooses for each. */
function listImages(nodes: OwnBuilder['nodes'], mirrors: Inputs['mirrors']): readonly string[] {
  const rootless = nodes.filter(({ driverOpts }) => driverOpts.some((one) => ROOTLESS.test(one)));
  if (rootless.length === 0) return listImageSources(IMAGES.buildkit, mirrors);
  if (rootless.length < nodes.length) return [];
  return listImageSources(IMAGES.buildkitRootless, mirrors);
}

/** A buildkitd that runs already has its configuration and its flags. */
function refuseDaemonSettings(inputs: Inputs, problems: InputProblem[]): void {
  const settings = ['buildkitd-config', 'buildkitd-flags', 'mirrors'];
  for (const input of listSettings(inputs).filter((one) => settings.includes(one))) {
    problems.push({
      input,
      problem: 'cannot change a buildkitd that runs already, which `driver: remote` stands for',
      fix: 'Remove it, and configure that buildkitd.',
    });
  }
}

/**
 * Whoever has built in an engine can have left anything in its cache mounts and in the results of its steps. A machine that
 * GitHub hosts is new for each job.
 */
function listWants({ inputs, facts, cache, mode, signing }: Planning): EngineWants {
  const isOneOfMany = facts.runnerEnvironment !== 'github-hosted';
  const caches = [...cache.from, ...cache.to].map(({ backend }) => backend);
  return {
    pushes: mode === 'push',
    emulators: inputs.emulation === 'builtin',
    isApart: signing.kind === 'keyless' && isOneOfMany,
    caches: [...new Set(caches)],
    entitlements: listEntitlements(inputs),
  };
}
