/** Builds whose result is files, and a separate cosign's word about them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPasted } from './e2e-shell.ts';
import { makeVerifyFileArgs } from './e2e-verify.ts';
import { NATIVE, type World } from './e2e-world.ts';

export const PLATFORMS = 'linux/amd64,linux/arm64';
export const FILES = 40;
/** One platform, with an SBOM. */
export const SBOM = { platforms: NATIVE, cache: 'off' } as const;

/** A checkout whose result is these files and nothing else. */
export async function makeResult(
  { lab }: Pick<World, 'lab'>,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const workspace = await lab.makeWorkspace();
  await mkdir(join(workspace, 'result'));
  for (const [name, text] of Object.entries(files))
    await writeFile(join(workspace, 'result', name), text);
  await writeFile(join(workspace, 'Dockerfile'), 'FROM scratch\nCOPY result /\n');
  return workspace;
}

export function makePlainResult(world: Pick<World, 'lab'>): Promise<string> {
  const names = Array.from({ length: FILES }, (_, index) => index);
  return makeResult(
    world,
    Object.fromEntries(names.map((index) => [`file-${index}`, `content ${index}`])),
  );
}

/** Exit code of the separate cosign, for a file or for a digest (`sha256:…`). */
export async function verifyFile(
  { verifier, lab }: Pick<World, 'lab' | 'verifier'>,
  { type, bundle, file }: { type: string | undefined; bundle: string; file: string },
): Promise<number | undefined> {
  const policy = { claims: lab.oidc.claims, trustedRoot: lab.sigstore.trustedRootFile };
  const args = makeVerifyFileArgs(type, policy, { bundle, file });
  const [, hex] = /^sha256:(.*)$/.exec(file) ?? [];
  const { exitCode } = await verifier.run(
    hex === undefined ? args : [...args.slice(0, -1), `--digest=${hex}`, '--digestAlg=sha256'],
  );
  return exitCode;
}

/** Platform → digest of its manifest, of the image in an archive. */
export async function readLayout(
  { lab }: Pick<World, 'lab'>,
  archive: string,
): Promise<Record<string, string>> {
  const read = async (path: string) => {
    const { stdout } = await runPasted(lab, `tar -xOf ${archive} ${path}`);
    return JSON.parse(stdout);
  };
  const layout = await read('index.json');
  const index = await read(`blobs/${layout.manifests[0].digest.replace(':', '/')}`);
  return Object.fromEntries(
    index.manifests.map(
      (each: { platform: { os: string; architecture: string }; digest: string }) => [
        `${each.platform.os}/${each.platform.architecture}`,
        each.digest,
      ],
    ),
  );
}
