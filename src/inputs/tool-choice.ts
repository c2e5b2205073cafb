/** The inputs `buildx-version` and `cosign-version`. */
import type { BuildxChoice, ToolChoice } from '../plan/tool-choice.ts';
import { FLOORS, listLacks } from '../tools/capabilities.ts';
import { DEFAULT_VERSIONS, isPinned, type Tool } from '../tools/lock.ts';
import { type Reader, readWord, report } from './reader.ts';

const VERSION = /^v?(\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z.]{1,32})?)$/;
const WHY_SO_NEW: Readonly<Record<Tool, string>> = {
  cosign: ', whose predecessors accept a log entry of another artifact (GHSA-whqx-f9j3-ch6m)',
  buildx: ', the oldest that does all that is asked of it',
};

/** A version (pinned here or not), or the absolute path of a cosign that is installed. */
export function readCosignChoice(reader: Reader): ToolChoice {
  const choice = readChoice(reader, 'cosign');
  return choice ?? { kind: 'pinned', version: DEFAULT_VERSIONS.cosign };
}

/** As docker/setup-buildx-action's `version`, or a path; what is built from source there is refused with what to do. */
export function readBuildxChoice(reader: Reader): BuildxChoice {
  const value = readWord(reader, 'buildx-version');
  if (value === 'latest') return { kind: 'latest' };
  const fix = findFix(value ?? '');
  if (fix === undefined) return readChoice(reader, 'buildx') ?? { kind: 'installed' };
  const problem = 'is no release of docker/buildx, and nothing else can be checked';
  report(reader, { input: 'buildx-version', value: value ?? '', problem, fix });
  return { kind: 'installed' };
}

/** docker/setup-buildx-action installs releases of `cloud` and `lab`, and builds what a Git address names. */
function findFix(value: string): string | undefined {
  if (/^(cloud|lab):/.test(value))
    return `Install it in an earlier step and give its absolute path, or write e.g. \`${DEFAULT_VERSIONS.buildx}\`.`;
  if (/^(https?|git|ssh):\/\/|^git@|\.git(#|$)/.test(value))
    return 'Build it in an earlier step (`docker buildx build <address>`), stamped with its version, and give its absolute path.';
  return undefined;
}

function readChoice(reader: Reader, tool: Tool): ToolChoice | undefined {
  const input = `${tool}-version` as const;
  const value = readWord(reader, input);
  if (value === undefined) return undefined;
  if (value.startsWith('/')) return { kind: 'path', path: value };
  const version = VERSION.exec(value)?.[1];
  if (version === undefined) {
    const problem = 'is neither a version nor an absolute path';
    report(reader, { input, value, problem, fix: `Write e.g. \`${DEFAULT_VERSIONS[tool]}\`.` });
    return undefined;
  }
  if (listLacks(tool, version).length > 0) {
    const floor = FLOORS[tool];
    const problem = `is older than ${floor}${WHY_SO_NEW[tool]}`;
    report(reader, { input, value, problem, fix: `Use ${floor} or newer.` });
    return undefined;
  }
  return { kind: isPinned(tool, version) ? 'pinned' : 'release', version };
}
