/** What is asked of `ensureTool`, and of whom. */
import type { Host } from '../../host/host.ts';
import type { ToolChoice } from '../../plan/tool-choice.ts';
import type { Tool, ToolCopy } from '../../tools/lock.ts';
import { GITHUB, makeReleaseUrls, type Publisher, type ReleaseUrls } from '../../tools/releases.ts';
import type { ToolKey } from './tool-store.ts';

export type ToolHost = Pick<
  Host,
  'env' | 'fetch' | 'files' | 'run' | 'toolCache' | 'clock' | 'machine' | 'log' | 'mask' | 'signal'
>;

/** Where releases come from and what makes one genuine. The default is GitHub and the publishers' own identities. */
export interface ReleaseSource {
  /** Origin that answers as github.com does, without a slash at its end. */
  readonly baseUrl?: string;
  /** Where else a pinned version is; that of the lock unless given. */
  readonly copies?: readonly ToolCopy[];
  readonly publisher?: Publisher;
  readonly trustedRoot?: string;
  /** Path of the cosign that checks signatures, instead of the pinned one. */
  readonly verifier?: string;
}

export interface ToolRequest {
  readonly tool: Tool;
  readonly choice: ToolChoice;
  /** Tells how it was found, for the track's log. */
  readonly say: (line: string) => void;
  readonly source?: ReleaseSource;
  /** Nothing is fetched before; where this fails, so does the tool that would have to be. */
  readonly after?: Promise<unknown> | undefined;
  /** Of this use: what it finds out of a tool at a path is there for the next one. */
  readonly folder?: string | undefined;
}

export interface InstalledTool {
  /** Absolute. */
  readonly path: string;
  readonly version: string;
  readonly sha256: string;
}

/** Addresses of the release, at its source. */
export function makeUrls(source: ReleaseSource, key: ToolKey): ReleaseUrls {
  return makeReleaseUrls(key.tool, { ...key, baseUrl: source.baseUrl ?? GITHUB });
}
