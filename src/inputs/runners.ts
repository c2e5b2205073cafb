/** The input `runners`: which runner builds which platform. */
import { formatPlatform, parsePlatform } from '../image/platform.ts';
import { type Reader, readOrDefault, report } from './reader.ts';

/** As `runs-on` takes it: a label, labels that all have to fit, or a group of runners with labels or without. */
export type Runner =
  | string
  | readonly string[]
  | { readonly group: string; readonly labels?: string | readonly string[] };

export interface RunnerRule {
  /** `default`, a system (`linux`), or a platform in its normal form; `linux/arm` stands for every variant of it. */
  readonly pattern: string;
  readonly runner: Runner;
}

const INPUT = 'runners';
/** Where the reusable workflow plans and publishes; it reads this key itself, before any of our code runs. */
const CONTROL = 'control';
const EXAMPLE = '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}';

/** The rules in the order given, `control` left out. */
export function readRunners(reader: Reader): RunnerRule[] {
  const text = readOrDefault(reader, INPUT);
  if (text === '') return [];
  const entries = parseObject(text);
  if (entries === undefined) {
    const problem = 'is not a JSON object';
    report(reader, { input: INPUT, value: text, problem, fix: `Write e.g. \`${EXAMPLE}\`.` });
    return [];
  }
  const rules = entries.flatMap(([key, value]) => readRule(reader, key, value));
  for (const [at, { pattern }] of rules.entries()) {
    if (rules.findIndex((rule) => rule.pattern === pattern) === at) continue;
    const fix = 'Keep one of the two.';
    report(reader, { input: INPUT, value: pattern, problem: 'is named twice', fix });
  }
  return rules.filter(({ pattern }) => pattern !== CONTROL);
}

function parseObject(text: string): ReadonlyArray<readonly [string, unknown]> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? Object.entries(value) : undefined;
  } catch {
    return undefined;
  }
}

function readRule(reader: Reader, key: string, value: unknown): RunnerRule[] {
  const pattern = parsePattern(key);
  const runner = parseRunner(value);
  if (!pattern.ok) {
    report(reader, { input: INPUT, value: key, problem: pattern.reason, fix: pattern.fix });
  }
  if (runner === undefined) {
    report(reader, {
      input: INPUT,
      value: key,
      problem: 'has no runner: neither a label, nor a list of labels, nor a group',
      fix: 'Write e.g. `"ubuntu-24.04"`, `["self-hosted", "arm64"]` or `{"group": "arm", "labels": ["large"]}`.',
    });
  }
  return pattern.ok && runner !== undefined ? [{ pattern: pattern.pattern, runner }] : [];
}

type PatternResult =
  | { readonly ok: true; readonly pattern: string }
  | { readonly ok: false; readonly reason: string; readonly fix: string };

function parsePattern(key: string): PatternResult {
  const name = key.trim().toLowerCase();
  if (name === 'default' || name === CONTROL) return { ok: true, pattern: name };
  const isSystem = /^[a-z0-9]+$/.test(name);
  const parsed = parsePlatform(isSystem ? `${name}/amd64` : name);
  if (!parsed.ok) return parsed;
  if (isSystem) return { ok: true, pattern: parsed.platform.os };
  // Its normal form would be `linux/arm/v7`, which v6 is not.
  if (/^[^/]+\/arm$/.test(name)) return { ok: true, pattern: `${parsed.platform.os}/arm` };
  return { ok: true, pattern: formatPlatform(parsed.platform) };
}

function parseRunner(value: unknown): Runner | undefined {
  if (isLabel(value) || isLabels(value)) return value;
  if (!isObject(value)) return undefined;
  const { group, labels, ...rest } = value;
  if (!isLabel(group) || Object.keys(rest).length > 0) return undefined;
  if (labels === undefined) return { group };
  return isLabel(labels) || isLabels(labels) ? { group, labels } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLabel(value: unknown): value is string {
  return typeof value === 'string' && /^[^\0-\x1f\x7f]{1,256}$/.test(value) && value.trim() !== '';
}

function isLabels(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isLabel);
}
