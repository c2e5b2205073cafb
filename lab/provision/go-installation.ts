import { satisfies } from 'semver';
import { findProgram, runCommand } from './commands.ts';
import { canInstallPackages, ensurePackages } from './debian.ts';
import type { LogLine } from './steps.ts';

/** The first Go that fetches by itself the version a module asks for. */
const GO_FLOOR = '>=1.21.0';

/** True when a Go is there that can build the tools; Debian's is installed where that may be done. */
export async function ensureGo(log: LogLine): Promise<boolean> {
  if ((await findProgram('go')) === undefined && (await canInstallPackages())) {
    await ensurePackages([{ package: 'golang-go', program: 'go' }], log);
  }
  const go = await findProgram('go');
  if (go === undefined) return false;
  const text = await runCommand({
    file: go,
    args: ['env', 'GOVERSION'],
    env: { GOTOOLCHAIN: 'local' },
  });
  const version = parseGoVersion(text);
  if (version !== undefined && satisfies(version, GO_FLOOR)) return true;
  log(
    `go ${version ?? 'of unknown version'} is too old to build the tools, 1.21 or later is needed`,
  );
  return false;
}

/** `go1.26.8` and `go1.21` as semantic versions; undefined for a development version. */
export function parseGoVersion(text: string): string | undefined {
  const match = /go(\d+\.\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : `${match[1]}.${match[2] ?? '0'}`;
}
