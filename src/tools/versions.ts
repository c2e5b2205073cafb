import { gte, valid } from 'semver';
export function isAtLeast(version: string, floor: string): boolean {
  return valid(version) !== null && gte(version, floor);
}
export function parseBuildxVersion(stdout: string): string | undefined {
  return /\bv(\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
}
