/**
 * Bundles the entries of `src/` into `dist/`. `--check` writes nothing and compares `dist/` with a clean build.
 * The same sources give the same bytes in any folder: names and texts are relative to the checkout.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile, type Plugin } from 'esbuild';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** One entry per `runs.main` or `runs.post` of an action.yml; an entry whose source does not exist is not built. */
const ENTRIES = ['main', 'post', 'publish', 'verify', 'promote'] as const;

/** Packages that are CommonJS call `require` for Node's own modules, which ESM lacks. */
const BANNER =
  "import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);";

/**
 * Packages that do nothing when they are loaded, without saying so in their package.json. `@actions/core` would
 * otherwise load an HTTP client of 700 KiB for its OIDC tokens, which nobody here asks it for: half of the start-up.
 */
const QUIET_PACKAGES = /[\\/]node_modules[\\/]@actions[\\/](core|http-client)[\\/]/;

/** Lets the bundler leave out what is imported from quiet packages and not used. */
const LEAVE_OUT_UNUSED: Plugin = {
  name: 'leave-out-unused',
  setup({ onResolve, resolve: find }) {
    onResolve(
      { filter: /^@actions\/|^\./ },
      async ({ path, pluginData, kind, importer, resolveDir }) => {
        if (pluginData === QUIET_PACKAGES) return undefined;
        const found = await find(path, { kind, importer, resolveDir, pluginData: QUIET_PACKAGES });
        return QUIET_PACKAGES.test(found.path)
          ? { path: found.path, sideEffects: false }
          : undefined;
      },
    );
  },
};

/** File name relative to `dist/` (with `/`) -> content. */
type Dist = ReadonlyMap<string, Uint8Array>;

/** Builds in memory: every file `dist/` must hold, and nothing else. Throws on any warning of the bundler. */
async function makeDist(root: string): Promise<Dist> {
  const { version } = await readManifest(join(root, 'package.json'));
  const outdir = join(root, 'dist');
  const result = await build({
    absWorkingDir: root,
    entryPoints: ENTRIES.map((name) => `src/${name}.ts`).filter((file) =>
      existsSync(join(root, file)),
    ),
    outdir,
    outbase: 'src',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [LEAVE_OUT_UNUSED],
    banner: { js: BANNER },
    define: { ACTION_VERSION: JSON.stringify(version) },
    // Not minified: what ships can be read, and measured start-up is the same (parsing is not what takes the time).
    minify: false,
    legalComments: 'none',
    logLevel: 'warning',
    logLimit: 0,
    metafile: true,
    write: false,
  });
  if (result.warnings.length > 0) throw new Error('The bundler warns: see above');
  const files = new Map<string, Uint8Array>();
  for (const { path, contents } of result.outputFiles) {
    files.set(relative(outdir, path).split(sep).join('/'), contents);
  }
  files.set('licenses.txt', Buffer.from(await formatLicenses(root, result.metafile)));
  return files;
}

/** The licence of every package whose code is in the bundle, ordered by name. */
async function formatLicenses(root: string, { outputs }: Metafile): Promise<string> {
  const folders = new Set<string>();
  for (const { inputs } of Object.values(outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
    }
  }
  const texts = await Promise.all([...folders].map((folder) => readLicense(join(root, folder))));
  return [...new Set(texts)].sort().join(`\n${'-'.repeat(80)}\n\n`);
}

async function readLicense(folder: string): Promise<string> {
  const { name, version, license } = await readManifest(join(folder, 'package.json'));
  const files = (await readdir(folder))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [
    `${name} ${version} (${license})\n`,
    ...texts.map((text) => `${text.replaceAll('\r\n', '\n').trim()}\n`),
  ].join('\n');
}

async function readManifest(
  path: string,
): Promise<{ name: string; version: string; license: string }> {
  const { name, version, license } = JSON.parse(await readFile(path, 'utf8'));
  return {
    name: String(name),
    version: String(version),
    license: String(license ?? 'no licence stated'),
  };
}

/** What differs between a folder and a build, one line each; stale files count. Empty when they are equal. */
async function readDistDifferences(dist: Dist, folder: string): Promise<readonly string[]> {
  const present = existsSync(folder) ? await listFiles(folder) : [];
  const stale = present.filter((file) => !dist.has(file)).map((file) => `stale: ${file}`);
  const wrong = [...dist].map(async ([file, expected]) => {
    if (!present.includes(file)) return `missing: ${file}`;
    return (await readFile(join(folder, file))).equals(expected) ? undefined : `differs: ${file}`;
  });
  return [...stale, ...(await Promise.all(wrong)).filter((line) => line !== undefined)].sort();
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

async function writeDist(dist: Dist, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const [file, content] of dist) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
}

function printSizes(dist: Dist): void {
  let total = 0;
  for (const [file, content] of [...dist].sort(([a], [b]) => (a < b ? -1 : 1))) {
    total += content.length;
    const gzipped = gzipSync(content).length;
    console.log(`${formatKib(content.length)} ${formatKib(gzipped)} gzip  dist/${file}`);
  }
  console.log(`${formatKib(total)} in ${dist.size} files`);
}

function formatKib(sizeBytes: number): string {
  return `${(sizeBytes / 1024).toFixed(1).padStart(8)} KiB`;
}

/** Returns whether `dist/` is now what the sources give. */
async function run(check: boolean): Promise<boolean> {
  const folder = join(ROOT, 'dist');
  const dist = await makeDist(ROOT);
  if (!check) {
    await writeDist(dist, folder);
    printSizes(dist);
    return true;
  }
  const differences = await readDistDifferences(dist, folder);
  for (const line of differences) console.error(line);
  if (differences.length > 0) console.error('dist/ is not what the sources give: npm run build');
  return differences.length === 0;
}

try {
  process.exitCode = (await run(process.argv.includes('--check'))) ? 0 : 1;
} catch (error) {
  // The bundler has printed its errors by now, each with its line.
  console.error(error instanceof Error ? error.message.split('\n')[0] : error);
  process.exitCode = 1;
}
