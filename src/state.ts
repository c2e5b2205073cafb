/**
 * What the main step leaves for the post step: one JSON document with a version. Written before each resource is
 * created, so that post can clean up after a crash at any point. Names and paths only, never a secret.
 */
import { isRecord, readJson } from './image/json-shape.ts';

export interface RunState {
  readonly v: 1;
  /** Private folder of the run, below the runner's temp folder. */
  readonly folder: string;
  readonly buildx?: string | undefined;
  /** Our own builder; an existing one is never named here. */
  readonly builder?: string | undefined;
  /** A builder that began to boot on the engine here, and was not there yet. */
  readonly boot?: { readonly image: string; readonly sinceMs: number } | undefined;
  /** One that stays: it is pruned to its bound, and not removed. */
  readonly kept?: { readonly name: string; readonly maxBytes: number } | undefined;
  /** Its driver, where that is no container of the engine here. */
  readonly driver?: 'kubernetes' | 'remote' | undefined;
  /** Emulators that this run registered and that were not there before, with the image that installed them. */
  readonly emulators?: { readonly image: string; readonly names: readonly string[] } | undefined;
  /** The volume by which other jobs see that this one needs emulators. */
  readonly emulatorUse?: string | undefined;
}

/** The name under which the runner keeps it (`STATE_run` for the post step). */
export const STATE_NAME = 'run';
export const FOLDER_PREFIX = 'build-sign-';
/** In the run's folder: whose it is. */
export const MARK_FILE = 'mark';

export function formatState(state: RunState): string {
  return JSON.stringify(state);
}

/** Only what this action itself creates: a builder or a handler of somebody else is not named here, and not removed. */
export const BUILDER_NAME = /^build-sign-[0-9a-f]{12}$/;
/** One that stays: who shares it and of which repository it is stands between dots. */
export const KEPT_NAME = /^build-sign-kept(?:\.[a-z0-9-]+){2}\.[\w.-]+$/;
export const EMULATOR_NAME = /^qemu-[a-z0-9_]+$/;
export const EMULATOR_USE = /^build-sign-use-[0-9a-f]{12}$/;
const ABSOLUTE = /^(?:\/|[A-Za-z]:[\\/])/;

/**
 * Text → state. `undefined` for text that is not a state of this version: another step can write `STATE_…` as it
 * likes, so everything in it is checked before something is removed by it.
 */
export function parseState(text: string): RunState | undefined {
  const value = readJson(text);
  if (!isRecord(value) || value['v'] !== 1) return undefined;
  const { folder, buildx, builder, boot, kept, driver, emulators, emulatorUse } = value;
  if (!isText(folder, ABSOLUTE)) return undefined;
  if (buildx !== undefined && !isText(buildx, ABSOLUTE)) return undefined;
  if (builder !== undefined && !isText(builder, BUILDER_NAME)) return undefined;
  if (driver !== undefined && driver !== 'kubernetes' && driver !== 'remote') return undefined;
  if (emulatorUse !== undefined && !isText(emulatorUse, EMULATOR_USE)) return undefined;
  const parsed = emulators === undefined ? undefined : parseEmulators(emulators);
  if (emulators !== undefined && parsed === undefined) return undefined;
  const bounded = kept === undefined ? undefined : parseKept(kept);
  if (kept !== undefined && bounded === undefined) return undefined;
  const begun = boot === undefined ? undefined : parseBoot(boot);
  if (boot !== undefined && begun === undefined) return undefined;
  const checked = { boot: begun, kept: bounded, emulators: parsed };
  return { v: 1, folder, buildx, builder, driver, emulatorUse, ...checked };
}

const IMAGE = /^[^\s-]\S*$/;

function parseBoot(value: unknown): RunState['boot'] {
  if (!isRecord(value)) return undefined;
  const { image, sinceMs } = value;
  if (!isText(image, IMAGE) || typeof sinceMs !== 'number') return undefined;
  return { image, sinceMs };
}

function parseKept(value: unknown): RunState['kept'] {
  if (!isRecord(value)) return undefined;
  const { name, maxBytes } = value;
  if (!isText(name, KEPT_NAME) || typeof maxBytes !== 'number') return undefined;
  return Number.isSafeInteger(maxBytes) && maxBytes > 0 ? { name, maxBytes } : undefined;
}

function parseEmulators(value: unknown): RunState['emulators'] {
  if (!isRecord(value)) return undefined;
  const { image, names } = value;
  if (!isText(image, IMAGE) || !Array.isArray(names) || names.length === 0) return undefined;
  const known = names.filter((name) => isText(name, EMULATOR_NAME));
  return known.length === names.length ? { image, names: known } : undefined;
}

function isText(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}
