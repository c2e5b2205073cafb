/** The inputs about the builder and its emulation. */
import { checkDriverOptions, OWN_DRIVERS, type OwnDriver } from './driver-options.ts';
import { type Mirror, readMirrors } from './mirrors.ts';
import { type BuilderNode, isEndpoint, readNodes, readTls, type TlsFiles } from './nodes.ts';
import {
  type Reader,
  readBoolean,
  readChoice,
  readList,
  readText,
  readWord,
  report,
} from './reader.ts';
import { readBuilderName, readBytes } from './values.ts';

export const DRIVERS = ['auto', 'docker', ...OWN_DRIVERS] as const;

/** buildkitd's configuration: in the input itself, or in a file that it names. */
export type BuildkitdConfigInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

/** `binfmt`: every foreign platform, whatever the Dockerfile says; `builtin`: what BuildKit's image brings. */
const EMULATION_MODES = ['auto', 'binfmt', 'builtin', 'off'] as const;

export interface BuilderInputs {
  readonly driver: (typeof DRIVERS)[number];
  readonly driverOpts: readonly string[];
  readonly builder: string | undefined;
  readonly endpoint: string | undefined;
  /** For the node of `endpoint`. */
  readonly endpointTls: TlsFiles;
  /** Read by `readNodeInputs`. */
  readonly nodes: readonly BuilderNode[];
  readonly buildkitdConfig: BuildkitdConfigInput | undefined;
  readonly buildkitdFlags: string;
  readonly mirrors: readonly Mirror[];
  readonly exportBuilder: boolean;
  readonly keepBuilder: string | undefined;
  readonly keepBuilderMaxBytes: number;
  readonly emulation: (typeof EMULATION_MODES)[number];
  readonly emulationImage: string | undefined;
}

/** All but `nodes`, whose library is loaded late. */
export function readBuilderInputs(reader: Reader): BuilderInputs {
  const driver = readChoice(reader, 'driver', DRIVERS);
  return {
    driver,
    driverOpts: readDriverOpts(reader, chooseOwnDriver(driver)),
    builder: readBuilderName(reader),
    endpoint: readEndpoint(reader),
    endpointTls: readTls(reader, 0, new Map()),
    nodes: [],
    buildkitdConfig: readBuildkitdConfig(reader),
    buildkitdFlags: readFlags(reader),
    mirrors: readMirrors(reader),
    exportBuilder: readBoolean(reader, 'export-builder'),
    keepBuilder: readKeptName(reader),
    keepBuilderMaxBytes: readBytes(reader, 'keep-builder-max-size'),
    emulation: readChoice(reader, 'emulation', EMULATION_MODES),
    emulationImage: readWord(reader, 'emulation-image'),
  };
}

/** The entries of `nodes`. */
export async function readNodeInputs(
  reader: Reader,
  { driver, endpoint }: BuilderInputs,
): Promise<BuilderNode[]> {
  const offset = endpoint === undefined ? 0 : 1;
  return readNodes(reader, { driver: chooseOwnDriver(driver), offset });
}

/** The driver of a builder of ours. */
export function chooseOwnDriver(driver: BuilderInputs['driver']): OwnDriver | undefined {
  if (driver === 'auto') return 'docker-container';
  return driver === 'docker' ? undefined : driver;
}

function readDriverOpts(reader: Reader, driver: OwnDriver | undefined): string[] {
  const entries = readList(reader, 'driver-opts', 'split');
  for (const found of checkDriverOptions(entries, driver))
    report(reader, { input: 'driver-opts', ...found });
  return entries;
}

function readEndpoint(reader: Reader): string | undefined {
  const value = readWord(reader, 'endpoint');
  if (value !== undefined && !isEndpoint(value)) {
    const fix = 'Write e.g. `tcp://host:1234`, `ssh://user@host`, or the name of a docker context.';
    report(reader, { input: 'endpoint', value, problem: 'is not an address', fix });
  }
  return value;
}

/** A TOML document has an assignment or a table's head; a path has neither. */
function readBuildkitdConfig(reader: Reader): BuildkitdConfigInput | undefined {
  const text = readText(reader, 'buildkitd-config');
  if (text === undefined) return undefined;
  if (/[\n=[]/.test(text)) return { kind: 'text', text };
  return { kind: 'file', path: readWord(reader, 'buildkitd-config') ?? text };
}

/** Flags begin with a dash, which makes them no word. */
function readFlags(reader: Reader): string {
  const value = readText(reader, 'buildkitd-flags') ?? '';
  if (value !== '' && !/^--?[a-z]/.test(value)) {
    const fix = 'Write them as for buildkitd, such as `--debug`.';
    report(reader, { input: 'buildkitd-flags', value, problem: 'has no flag', fix });
  }
  return value.replace(/\s+/g, ' ');
}

/** Part of the names of a container and a volume. */
function readKeptName(reader: Reader): string | undefined {
  const value = readWord(reader, 'keep-builder');
  if (value === undefined || /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(value)) return value;
  const fix = 'Write up to 32 small letters, digits and dashes, such as `main`.';
  report(reader, { input: 'keep-builder', value, problem: 'is not a name for a builder', fix });
  return undefined;
}
