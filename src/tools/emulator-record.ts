/**
 * Which emulators a run has registered: in the runner's tool cache, which outlives the job, so that a later run on the
 * same machine knows whose they are. Every job may write there: what is in it removes nothing but what it describes.
 */
import { isRecord, readJson } from '../image/json-shape.ts';
import { EMULATOR_NAME } from '../state.ts';
import { type Mark, parseMark } from './mark.ts';

export interface EmulatorRecord {
  readonly name: string;
  /** What the kernel said of it when it was registered. */
  readonly handler: string;
  readonly mark: Mark;
}

export const RECORD_FOLDER = 'build-sign-emulators';

/** Undefined for anything that this action would not have written. */
export function parseEmulatorRecord(text: string): EmulatorRecord | undefined {
  const value = readJson(text);
  if (!isRecord(value) || value['v'] !== 1) return undefined;
  const { name, handler } = value;
  const mark = typeof value['mark'] === 'string' ? parseMark(value['mark']) : undefined;
  if (typeof name !== 'string' || !EMULATOR_NAME.test(name)) return undefined;
  return typeof handler === 'string' && mark !== undefined ? { name, handler, mark } : undefined;
}
