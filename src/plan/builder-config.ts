/** buildkitd's configuration, the privileges it grants, and where its image is pulled from. */
import type { InputProblem } from '../errors.ts';
import { formatRepository, parseReference } from '../image/reference.ts';
import type { Inputs } from '../inputs/parse.ts';
import { listGrants, mergeBuildkitdConfig, type TomlTable } from '../tools/buildkitd-config.ts';
import { listSources } from '../tools/image-sources.ts';
import type { OwnBuilder } from './builder-spec.ts';
import type { Facts } from './types.ts';

/** What was found at `buildkitd-config`. */
export type BuildkitdConfigFact =
  | { readonly kind: 'table'; readonly table: TomlTable }
  | { readonly kind: 'invalid'; readonly line: number }
  | { readonly kind: 'missing' };

/** The user's configuration and the mirrors, as one; undefined where neither is given. */
export function planBuildkitdConfig({
  inputs,
  facts,
  problems,
}: {
  inputs: Pick<Inputs, 'buildkitdConfig' | 'mirrors'>;
  facts: Pick<Facts, 'buildkitdConfig'>;
  problems: InputProblem[];
}): TomlTable | undefined {
  const given = readGiven(inputs, facts, problems);
  const mirrors = inputs.mirrors.map(({ registry, mirror }) => ({
    registry: { [registry]: { mirrors: [mirror] } },
  }));
  const tables = [...(given === undefined ? [] : [given]), ...mirrors];
  return tables.length === 0 ? undefined : mergeBuildkitdConfig(tables);
}

function readGiven(
  { buildkitdConfig }: Pick<Inputs, 'buildkitdConfig'>,
  { buildkitdConfig: fact }: Pick<Facts, 'buildkitdConfig'>,
  problems: InputProblem[],
): TomlTable | undefined {
  if (fact === undefined || fact.kind === 'table') return fact?.table;
  const input = 'buildkitd-config';
  if (fact.kind === 'invalid') {
    const fix = 'Write it as docs.docker.com/build/buildkit/toml-configuration shows.';
    problems.push({ input, problem: `is not valid TOML in line ${fact.line}`, fix });
    return undefined;
  }
  const value = buildkitdConfig?.kind === 'file' ? buildkitdConfig.path : undefined;
  const fix = 'Give a path from the workspace, or the configuration itself.';
  problems.push({ input, value, problem: 'names no file', fix, lacking: true });
  return undefined;
}

/** Flags that grant something: `--allow-insecure-entitlement X` and `=X`, quoted or not. */
const GRANT = /--?allow-insecure-entitlement[=\s]+["']?([^\s"']+)/g;

/** Privileges that a flag or the configuration grants, and that `allow` does not name: every build would have them. */
export function refuseGrants({
  inputs: { allow, nodes, buildkitdFlags },
  config,
  problems,
}: {
  inputs: Pick<Inputs, 'allow' | 'nodes' | 'buildkitdFlags'>;
  config: TomlTable | undefined;
  problems: InputProblem[];
}): void {
  const check = (input: string, granted: readonly string[]): void => {
    for (const one of new Set(granted)) {
      if (allow.some((entry) => entry === one || entry.startsWith(`${one}=`))) continue;
      const fix = `Add \`${one}\` to \`allow\` if the steps need it, or remove the grant.`;
      problems.push({ input, value: one, problem: 'grants a privilege not asked for', fix });
    }
  };
  const find = (flags: string): string[] =>
    [...flags.matchAll(GRANT)].map(([, granted = '']) => granted);
  check('buildkitd-flags', find(buildkitdFlags));
  check(
    'nodes',
    nodes.flatMap((node) => find(node.buildkitdFlags)),
  );
  check('buildkitd-config', listGrants(config ?? {}));
}

/** `allow` as buildkitd takes it. `device=name` is granted as `device`. */
export function listEntitlements({ allow }: Pick<Inputs, 'allow'>): readonly string[] {
  return [...new Set(allow.flatMap((entry) => entry.split('=')[0] ?? []))];
}

/** The image in each mirror of its registry, then where it comes from, then in public copies. The digest makes them the same. */
export function listImageSources(image: string, mirrors: Inputs['mirrors']): readonly string[] {
  const parsed = parseReference(image);
  if (!parsed.ok) return [image];
  const { registry, path } = parsed.reference.repository;
  const rest = image.slice(formatRepository(parsed.reference.repository).length);
  const places = mirrors.filter((one) => one.registry === registry);
  return [...places.map(({ mirror }) => `${mirror}/${path}${rest}`), ...listSources(image)];
}

/** Ours goes before the user's: what is signed follows from it. */
export function withConfig(own: OwnBuilder, more: TomlTable | undefined): OwnBuilder {
  if (more === undefined) return own;
  return { ...own, config: mergeBuildkitdConfig([own.config ?? {}, more]) };
}
