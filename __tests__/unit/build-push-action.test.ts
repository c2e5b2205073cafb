import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatReference, parseReference } from '../../src/image/reference.ts';
import { readInputs } from '../../src/inputs/parse.ts';
import { chooseOutput } from '../../src/plan/solves.ts';
import { makeBuildArgs } from '../../src/tools/buildx.ts';
import { BUILD_CASES, type BuildCase } from '../support/build-cases.ts';
import { BUILD_DIFFERENCES, type Flag } from '../support/build-differences.ts';
import { SHA } from '../support/make-facts.ts';
import { makeInputEnv } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';

const GITHUB = { GITHUB_REPOSITORY: 'octo-org/app', GITHUB_SHA: SHA };

interface Recorded extends BuildCase {
  readonly args: readonly string[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/build/build-push-action.json', import.meta.url), 'utf8'),
) as {
  readonly version: string;
  /** All that it has. */
  readonly inputs: readonly string[];
  readonly cases: readonly Recorded[];
};

/** Flags without a value, of those that either side uses. */
const BARE = ['load', 'no-cache', 'pull', 'push'];
/** Where buildx is to leave what it says about the build. */
const REPORTS = ['iidfile', 'metadata-file', 'progress'];

/** `--flag value` and `--flag=value` alike; what has no flag is the context. */
function parseArgs(args: readonly string[]): readonly Flag[] {
  const flags: Flag[] = [];
  const rest = [...args];
  for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
    if (one === '--') continue;
    const [, name, given] = /^--([a-z-]+)(?:=([\s\S]*))?$/.exec(one) ?? [];
    if (name === undefined) flags.push(['context', one]);
    else flags.push([name, BARE.includes(name) ? '' : (given ?? rest.shift() ?? '')]);
  }
  return flags.filter(([name]) => !REPORTS.includes(name));
}

/** What is the same in other words: what buildx takes for granted said or not, attributes in another order. */
function normalize(flags: readonly Flag[]): readonly Flag[] {
  const context = flags.find(([name]) => name === 'context')?.[1] ?? '';
  const isDefault = ([name, value]: Flag): boolean =>
    (name === 'file' && value === `${context}/Dockerfile`) ||
    (name === 'output' && value === 'type=cacheonly') ||
    (name === 'attest' && value.includes('disabled=true'));
  const sort = ([name, value]: Flag): Flag => {
    if (name === 'output' && !value.includes('=')) return [name, `type=local,dest=${value}`];
    if (name === 'tag') return [name, spellOut(value)];
    if (name !== 'attest') return [name, value];
    const fields = value.split(',').filter((field) => field !== 'disabled=false');
    return [name, fields.sort().join()];
  };
  return flags
    .filter((flag) => !isDefault(flag))
    .map(sort)
    .toSorted((left, right) => compareFlags(left, right));
}

function spellOut(tag: string): string {
  const parsed = parseReference(tag);
  return parsed.ok ? formatReference(parsed.reference) : tag;
}

/** Flags of one name keep their order, but for attestations, of which there is one a kind. */
function compareFlags([left, first]: Flag, [right, second]: Flag): number {
  if (left !== right) return left < right ? -1 : 1;
  return left === 'attest' ? first.localeCompare(second, 'en') : 0;
}

async function askOurs({ inputs, isPrivate, env = {} }: BuildCase): Promise<readonly Flag[]> {
  const plan = await makePlanOf({
    inputs: { images: '', 'github-token': '', cache: 'off', ...inputs },
    env: { ...GITHUB, ...env },
    facts: {
      visibility: isPrivate === true ? 'private' : 'public',
      paths: {
        isEntered: true,
        beside: [],
        context: 'directory',
        hasNamesake: false,
        dockerfile: 'file',
        trustedRoot: 'missing',
        signingConfig: 'missing',
        named: { './secret.txt': 'file' },
      },
    },
  });
  const { secretFiles } = readInputs({ ...env, ...makeInputEnv(inputs) }).inputs;
  const pathOf = (id: string) => secretFiles.find((one) => one.id === id)?.path ?? '<file>';
  const args = makeBuildArgs({
    builder: plan.builder.kind === 'existing' ? plan.builder.name : OURS,
    spec: plan.build,
    cache: plan.cache,
    secrets: plan.build.secretIds.map((id) => ({ id, path: pathOf(id) })),
    output: plan.call === undefined ? chooseOutput(plan) : { kind: 'call', call: plan.call },
    metadataFile: undefined,
  });
  return normalize(parseArgs(args.slice(1).filter((arg) => arg !== `--builder=${OURS}`)));
}

/** One that docker/build-push-action knows nothing of: there setup-buildx-action makes it the current one. */
const OURS = 'build-sign-0123456789ab';

function expectedOf(recorded: Recorded): readonly Flag[] {
  return normalize(
    BUILD_DIFFERENCES.reduce(
      (flags, { concerns, correct }) =>
        concerns(flags, recorded) ? correct(flags, recorded) : flags,
      normalize(parseArgs(recorded.args)),
    ),
  );
}

describe(`what buildx is told, as by docker/build-push-action ${fixture.version}`, () => {
  it('was asked exactly the cases of the table', () => {
    const asked = fixture.cases.map(({ args: _args, ...one }) => one);
    expect(asked).toEqual(BUILD_CASES);
    expect(asked.length).toBeGreaterThan(60);
  });

  it('has a case for every input and every exporter of it', () => {
    const given = new Set(fixture.cases.flatMap(({ inputs }) => Object.keys(inputs)));
    expect(fixture.inputs.filter((name) => !given.has(name))).toEqual([]);
    expect(fixture.inputs.length).toBeGreaterThan(30);
    const outputs = fixture.cases.map(({ inputs }) => inputs.outputs ?? '').join('\n');
    const exporters = ['image', 'registry', 'local', 'tar', 'oci', 'docker', 'cacheonly'];
    expect(exporters.filter((type) => !outputs.includes(`type=${type}`))).toEqual([]);
  });

  it.each(fixture.cases.map((recorded) => [recorded.id, recorded] as const))(
    '%s',
    async (_, recorded) => {
      expect(await askOurs(recorded)).toEqual(expectedOf(recorded));
    },
  );
});

describe('documented differences', () => {
  const migration = readFileSync(new URL('../../docs/migration.md', import.meta.url), 'utf8');

  it.each(BUILD_DIFFERENCES.map((difference) => [difference.row, difference] as const))(
    '%s',
    (row, { concerns, correct }) => {
      const flagsOf = (one: Recorded) => normalize(parseArgs(one.args));
      const concerned = fixture.cases.filter((one) => concerns(flagsOf(one), one));
      const changed = concerned.filter((one) => {
        const flags = flagsOf(one);
        return JSON.stringify(correct(flags, one)) !== JSON.stringify(flags);
      });
      expect(changed.length).toBeGreaterThan(0);
      expect(migration).toContain(`| ${row} |`);
    },
  );
});
