/** Where BuildKit puts the statements about files, and where their bundles go (BuildKit 0.32 exporter/local/fs.go, exporter/tar/export.go). */
import { formatPlatform, type Platform } from '../image/platform.ts';
import type { AttestationSpec, BuildSpec, FileOutput } from './types.ts';

/** One platform's place in an output of type `local` or `tar`. */
export interface StatementPlace {
  readonly platform: string;
  /** Within the output, with a slash at the end; empty for its root. */
  readonly folder: string;
  /** What precedes `.json` in the statements' names. */
  readonly suffix: string;
}

/** Where each platform's statements are. A build for several platforms makes a map, and so does one that is told to. */
export function listPlaces(
  { type, split }: Pick<FileOutput, 'type' | 'split'>,
  { platforms, buildArgs }: Pick<BuildSpec, 'platforms' | 'buildArgs'>,
): StatementPlace[] {
  const isMap = platforms.length > 1 || buildArgs.some(asksForMap);
  return platforms.map((platform) => {
    const id = nameFolder(platform);
    // An archive with several platforms has folders in any case; `platform-split` decides only about the names in it.
    const hasFolder = type === 'tar' ? isMap : (split ?? isMap);
    return {
      platform: formatPlatform(platform),
      folder: hasFolder ? `${id}/` : '',
      suffix: isMap && !(split ?? isMap) ? `.${id}` : '',
    };
  });
}

function asksForMap(argument: string): boolean {
  return /^BUILDKIT_MULTI_PLATFORM=(1|t|true)$/i.test(argument);
}

function nameFolder(platform: Platform): string {
  return formatPlatform(platform).replaceAll('/', '_');
}

/** The predicate types that a statement of this name may have; a scanner may write several SBOMs (`sbom-<stage>.spdx.json`). */
export function isStatementName(
  name: string,
  { output, place, spec }: { output: FileOutput; place: StatementPlace; spec: AttestationSpec },
): boolean {
  const end = `${place.suffix}.json`;
  if (!name.startsWith(output.prefix) || !name.endsWith(end)) return false;
  const middle = name.slice(output.prefix.length, -end.length);
  return spec.kind === 'provenance' ? middle === 'provenance' : /^[^/]+\.spdx$/.test(middle);
}

/**
 * Path of the bundle for a statement of that name: in a folder beside the statement, for an archive beside the archive.
 * `provenance.json` becomes `provenance.sigstore.json` as in docker/github-builder.
 */
export function nameBundle(name: string, output: FileOutput, place: StatementPlace): string {
  const stem = name.replace(/\.json$/, '').replace(/\.spdx(?=\.|$)/, '');
  if (output.isFolder) return `${output.dest}/${place.folder}${stem}.sigstore.json`;
  const platform = place.suffix === '' ? place.folder.replace(/^(.+)\/$/, '.$1') : '';
  return `${output.dest}.${stem}${platform}.sigstore.json`;
}

/** Path of the bundle for a statement in an image layout; `count` tells several of one kind apart. */
export function nameLayoutBundle(
  { dest }: Pick<FileOutput, 'dest'>,
  {
    spec,
    platform,
    isOnly,
    count,
  }: { spec: AttestationSpec; platform: string; isOnly: boolean; count: number },
): string {
  const kind = spec.kind === 'spdx' ? 'sbom' : spec.kind;
  const part = isOnly ? '' : `.${platform.replaceAll('/', '_')}`;
  return `${dest}.${kind}${count > 1 ? `-${count}` : ''}${part}.sigstore.json`;
}

/** Path of the signature of a whole archive, or of the index of a layout that is none. */
export function nameSignature({ dest }: Pick<FileOutput, 'dest'>): string {
  return `${dest}.sigstore.json`;
}
