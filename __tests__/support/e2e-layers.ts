import { type RegistryView, readManifest } from './e2e-registry.ts';
import type { CheckedRun } from './e2e-world.ts';

/** What each platform of an image is made of. */
export async function readLayers(
  run: CheckedRun,
  registry: RegistryView,
  name: string,
): Promise<readonly string[]> {
  const digests: Record<string, string> = JSON.parse(run.main.outputs['digests'] ?? '{}');
  const manifests = await Promise.all(
    Object.values(digests).map((digest) => readManifest(registry, name, digest)),
  );
  return manifests.flatMap((manifest) => (manifest?.layers ?? []).map(({ digest }) => digest));
}
