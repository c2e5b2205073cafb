/** Leaves the names of the image for later steps, before anything is built: they hold whatever becomes of the run. */
import type { Host } from '../../host/host.ts';
import {
  BAKE_FILE_OUTPUTS,
  type BakeFile,
  makeNameOutputs,
  type NameOutputs,
} from '../../plan/name-outputs.ts';
import type { Plan } from '../../plan/types.ts';
import type { Named } from './names.ts';

/** Outputs of the step, as the report sets them; `tags` are those that are planned. */
export type ToldNames = NameOutputs['texts'] &
  Readonly<Record<BakeFile, string>> & { readonly tags: string };

/** What the report needs to know of the inputs. */
export interface Telling {
  readonly names: ToldNames;
  /** Nothing is done: the tags are those that would be. */
  readonly isDry: boolean;
  readonly summarizes: boolean;
  /** Stands between tags. */
  readonly separator: string;
}

/**
 * Writes the bake files into the run's folder, which is private to this user and goes when the job ends. A step that
 * only names stands for docker/metadata-action: the outputs become variables of the job too, unless that is turned off.
 */
export async function tellNames(
  host: Pick<Host, 'files' | 'exportVariable'>,
  { named, plan, folder }: { named: Named; plan: Plan; folder: string },
): Promise<Telling> {
  const { inputs } = named.parsed;
  const { switches, dryRun, separators } = inputs;
  const { texts, files, tags } = makeNameOutputs({ inputs, names: named.names, plan });
  const names: ToldNames = {
    ...texts,
    ...(await writeFiles(host, files, folder)),
    tags: tags.join(separators.tags),
  };
  if (switches.exportNames ?? dryRun) exportAll(host, names);
  return { names, isDry: dryRun, summarizes: switches.summary, separator: separators.tags };
}

async function writeFiles(
  host: Pick<Host, 'files'>,
  files: NameOutputs['files'],
  folder: string,
): Promise<Record<BakeFile, string>> {
  const paths = await Promise.all(
    BAKE_FILE_OUTPUTS.map(async (name) => {
      const path = `${folder}/names/${name}.json`;
      await host.files.write(path, files[name]);
      return [name, path] as const;
    }),
  );
  return Object.fromEntries(paths) as Record<BakeFile, string>;
}

function exportAll(host: Pick<Host, 'exportVariable'>, names: ToldNames): void {
  for (const [name, value] of Object.entries(names)) {
    const variable = name.replaceAll('-', '_').toUpperCase();
    host.exportVariable(`DOCKER_METADATA_OUTPUT_${variable}`, value);
  }
}
