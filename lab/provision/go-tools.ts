import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ActionError } from '../../src/errors.ts';
import { ensureFolder } from './cached-folder.ts';
import { isExecutable, runCommand } from './commands.ts';
import type { ModulePin, SourcePin, ToolPin } from './pins.ts';
import { type LogLine, runStep } from './steps.ts';

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), 'go');
/** Changed when the way tools are built changes, so that tools built the old way are not found any more. */
const RECIPE = 1;

/** Debug information is left out at the source, not only stripped by the linker: a third less work for the compiler. */
const GO_FLAGS = ['-trimpath', '-gcflags=all=-dwarf=false'];

interface ToolBuild {
  readonly pin: ToolPin;
  /** The lab's cache folder. */
  readonly cache: string;
  readonly log: LogLine;
}

/**
 * Path of a tool compiled from its pin, which is built first when the cache does not have it.
 * The folder is named by version and recipe, and appears by a rename: what is there is whole.
 */
export async function ensureGoTool({ pin, cache, log }: ToolBuild): Promise<string> {
  const path = await planToolPath({ pin, cache });
  await ensureFolder(dirname(path), (draft) =>
    runStep(log, formatTitle(pin), () => buildTool(pin, join(draft, pin.name))),
  );
  return path;
}

/** Where the cache has, or will have, the tool. */
export async function planToolPath({ pin, cache }: Omit<ToolBuild, 'log'>): Promise<string> {
  return join(cache, 'tools', await toolFolder(pin), pin.name);
}

/** True when the cache already has the tool: then neither Go nor a network is needed for it. */
export async function hasGoTool({ pin, cache }: Omit<ToolBuild, 'log'>): Promise<boolean> {
  return isExecutable(await planToolPath({ pin, cache }));
}

/** Folder name of a pin: `buildx-0.36.1-linux-amd64-1f2e3d4c`. The last part changes with anything that changes the tool. */
async function toolFolder(pin: ToolPin): Promise<string> {
  const { about: _, ...facts } = pin;
  const recipe = createHash('sha256').update(JSON.stringify([RECIPE, GO_FLAGS, facts]));
  if (pin.kind === 'source') {
    for (const name of (await readdir(join(SOURCES, pin.folder))).sort()) {
      recipe.update(name).update(await readFile(join(SOURCES, pin.folder, name)));
    }
  }
  const version = pin.kind === 'module' ? pin.version : 'lab';
  return `${pin.name}-${version}-${process.platform}-${process.arch}-${recipe.digest('hex').slice(0, 8)}`;
}

function formatTitle(pin: ToolPin): string {
  return pin.kind === 'module'
    ? `${pin.name} ${pin.version}: building from Go modules (about ${pin.about})`
    : `${pin.name}: building from the lab's own source (about ${pin.about})`;
}

async function buildTool(pin: ToolPin, output: string): Promise<void> {
  if (pin.kind === 'source') return buildSource(pin, output);
  return buildModule(pin, output);
}

async function buildSource(pin: SourcePin, output: string): Promise<void> {
  await runGo({
    args: [
      ...['build', ...GO_FLAGS, `-ldflags=${makeLinkFlags(pin).join(' ')}`, '-o', output],
      ...(pin.tags === undefined ? [] : ['-tags', pin.tags]),
      '.',
    ],
    cwd: join(SOURCES, pin.folder),
  });
}

/**
 * Compiles inside the module's own folder in Go's module cache: the dependency versions are then those of the
 * release's go.mod and go.sum, with its replace and exclude directives, which `go install module@version` refuses.
 */
async function buildModule(pin: ModulePin, output: string): Promise<void> {
  const cwd = await downloadModule(pin);
  const link = makeLinkFlags(pin);
  const args = ['build', '-mod=readonly', ...GO_FLAGS, '-o', output];
  if (pin.seccomp !== true) {
    await runGo({ args: [...args, `-ldflags=${link.join(' ')}`, pin.package], cwd });
    return;
  }
  const flags = [...link, '-extldflags -static'].join(' ');
  await runGo({
    args: [...args, '-tags', 'seccomp netgo osusergo', `-ldflags=${flags}`, pin.package],
    cwd,
    env: { CGO_ENABLED: '1' },
  });
}

function makeLinkFlags({ versionVariable, versionValue }: ToolPin): readonly string[] {
  return [
    '-s -w',
    ...(versionVariable === undefined ? [] : [`-X ${versionVariable}=${versionValue}`]),
  ];
}

/** Downloads what a module's tool is compiled from, and compiles nothing. */
export async function prefetchModule(pin: ModulePin): Promise<void> {
  const cwd = await downloadModule(pin);
  await runGo({
    args: ['list', '-mod=readonly', '-deps', '-f', '{{.ImportPath}}', pin.package],
    cwd,
  });
}

/** Brings a module into Go's cache and returns its folder. Throws `TOOL_HASH_MISMATCH` when it is not what was pinned. */
async function downloadModule(pin: ModulePin): Promise<string> {
  const text = await runGo({
    args: ['mod', 'download', '-json', `${pin.module}@v${pin.version}`],
    cwd: SOURCES,
  });
  const { Dir, Sum } = JSON.parse(text) as { readonly Dir: string; readonly Sum: string };
  if (Sum !== pin.sum) {
    throw new ActionError(
      'TOOL_HASH_MISMATCH',
      `${pin.module}@v${pin.version} has the content hash ${Sum}, pinned is ${pin.sum}.`,
    );
  }
  return Dir;
}

interface GoCommand {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

function runGo({ args, cwd, env }: GoCommand): Promise<string> {
  return runCommand({
    file: 'go',
    args,
    cwd,
    // GOWORK: a workspace above this repository must not take part; GOTOOLCHAIN: a module may ask for a newer Go.
    env: {
      CGO_ENABLED: '0',
      GOWORK: 'off',
      GOFLAGS: '-buildvcs=false',
      GOTOOLCHAIN: 'auto',
      ...env,
    },
  });
}
