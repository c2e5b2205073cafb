/** What is to be signed about the files of a build: archives as they are, and the statements that BuildKit wrote about them. */
import { ActionError } from '../../errors.ts';
import { type Digest, digestHex, isDigest } from '../../image/digest.ts';
import { type FileStatement, parseFileStatement } from '../../image/statement.ts';
import {
  isStatementName,
  listPlaces,
  nameBundle,
  nameSignature,
  type StatementPlace,
} from '../../plan/files.ts';
import type { AttestationSpec, FileOutput } from '../../plan/types.ts';
import { computeDigest } from '../../registry/content.ts';
import { extractMembers, listMembers } from './archive.ts';
import { checkFiles } from './check-files.ts';
import { describeLayout } from './describe-layout.ts';
import {
  type FileClaim,
  type FilesReach,
  makeGone,
  requireStatements,
  type WantedFiles,
} from './file-claims.ts';

/** Throws BUILD_RESULT_INVALID when an output is not what BuildKit says it wrote, PREDICATE_MISSING when it wrote less than the plan promises. */
export async function describeFiles(
  host: FilesReach,
  { outputs, ...wanted }: WantedFiles & { outputs: readonly FileOutput[] },
): Promise<FileClaim[]> {
  const claims: FileClaim[] = [];
  for (const output of outputs) {
    const statements = wanted.attestations.length > 0 && output.type !== 'docker';
    if (output.type !== 'local') claims.push(await describeArchive(host, output));
    if (!statements) continue;
    claims.push(
      ...(output.type === 'oci'
        ? await describeLayout(host, { ...wanted, output })
        : await describeTree(host, { ...wanted, output })),
    );
  }
  return claims;
}

/** A layout that is no archive is signed by its index, which names everything else by digest. */
async function describeArchive({ files }: FilesReach, output: FileOutput): Promise<FileClaim> {
  const file = output.isFolder ? `${output.dest}/index.json` : output.dest;
  if ((await files.kind(file)) !== 'file') throw makeGone(output, file);
  const digest = `sha256:${await files.sha256(file)}`;
  if (!isDigest(digest)) throw makeGone(output, file);
  const bundlePath = nameSignature(output);
  return { output, platform: undefined, spec: undefined, file, digest, about: file, bundlePath };
}

interface Found {
  readonly place: StatementPlace;
  readonly spec: AttestationSpec;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly statement: FileStatement;
}

interface WantedTree extends WantedFiles {
  readonly output: FileOutput;
}

/** Statements in a folder, or in an archive of one. */
async function describeTree(host: FilesReach, wanted: WantedTree): Promise<FileClaim[]> {
  const { output, build } = wanted;
  const places = listPlaces(output, build);
  const root = output.isFolder ? output.dest : await unpackStatements(host, wanted, places);
  const all = (
    await Promise.all(places.map((place) => readPlace(host, { wanted, place, root })))
  ).flat();
  const found = dropForged(all);
  const claims: FileClaim[] = [];
  for (const place of places) {
    const own = found.filter((one) => one.place === place);
    await requireStatements(own, wanted, {
      where: `${place.platform} in ${output.dest}`,
      isEmpty: () => hasNothingElse(host, { wanted, place, root }),
    });
    if (output.isFolder)
      await checkFiles(host, { root: `${root}/${place.folder}`, statements: own });
    claims.push(...(await Promise.all(own.map((one) => makeClaim(host, wanted, one)))).flat());
  }
  return claims;
}

/** Than statements. */
async function hasNothingElse(
  host: FilesReach,
  { wanted, place, root }: { wanted: WantedTree; place: StatementPlace; root: string },
): Promise<boolean> {
  const { output, attestations } = wanted;
  const isOther = (name: string): boolean =>
    name !== '' && !attestations.some((spec) => isStatementName(name, { output, place, spec }));
  if (output.isFolder) {
    const names = await host.files.list(`${root}/${place.folder}`);
    return !names.some(isOther);
  }
  const members = await listMembers(
    host,
    output.dest,
    (member) => member.startsWith(place.folder) && isOther(member.slice(place.folder.length)),
  );
  return members.length === 0;
}

async function unpackStatements(
  host: FilesReach,
  { output, attestations, folder }: WantedTree,
  places: readonly StatementPlace[],
): Promise<string> {
  const root = `${folder}/${digestHex(computeDigest(Buffer.from(output.dest)))}`;
  const members = await listMembers(host, output.dest, (member) =>
    places.some(
      (place) =>
        member.startsWith(place.folder) &&
        attestations.some((spec) =>
          isStatementName(member.slice(place.folder.length), { output, place, spec }),
        ),
    ),
  );
  for (const { folder: part } of places)
    await host.files.makeDir(`${root}/${part}`.replace(/\/$/, ''));
  await extractMembers(host, { archive: output.dest, members, into: root });
  return root;
}

async function readPlace(
  { files }: FilesReach,
  { wanted, place, root }: { wanted: WantedTree; place: StatementPlace; root: string },
): Promise<Found[]> {
  const { output, attestations } = wanted;
  const folder = `${root}/${place.folder}`.replace(/\/$/, '');
  if ((await files.kind(folder)) !== 'directory') throw makeGone(output, folder);
  const names = await files.list(folder);
  const candidates = attestations.flatMap((spec) =>
    names
      .filter((name) => isStatementName(name, { output, place, spec }))
      .map((name) => ({ spec, name })),
  );
  const found = await Promise.all(
    candidates.map(async ({ spec, name }): Promise<Found[]> => {
      const path = `${await files.realpath(folder)}/${name}`;
      // A link in what was built may lead anywhere on this machine.
      if ((await files.kind(path)) !== 'file' || (await files.realpath(path)) !== path) return [];
      const bytes = await files.readBytes(path);
      const statement = parseFileStatement(bytes);
      if (statement?.predicateType !== spec.predicateType) return [];
      return [{ place, spec, name, bytes, digest: computeDigest(bytes), statement }];
    }),
  );
  return found.flat();
}

/**
 * A Dockerfile can write a file that looks like a statement, and everything in the result lies beside the real ones. The
 * real ones are about everything in the result: what one of them lists was there before BuildKit wrote about it. A forged
 * one cannot list a real one, whose digest nobody knows beforehand.
 */
function dropForged(found: readonly Found[]): Found[] {
  const listed = new Set(found.flatMap(({ statement }) => statement.subjects));
  return found.filter(({ digest }) => !listed.has(digest));
}

async function makeClaim(
  { files, log }: FilesReach,
  { output, folder }: WantedTree,
  { place, spec, name, bytes, digest: ownDigest, statement }: Found,
): Promise<FileClaim[]> {
  const [first] = statement.files;
  const bundlePath = nameBundle(name, output, place);
  if (first === undefined) {
    log.info(`${output.dest}: ${place.platform} has no file, so there is nothing to attest`);
    return [];
  }
  if (output.isFolder) refuseOverwriting(bundlePath, statement, `${output.dest}/${place.folder}`);
  const file = `${folder}/${digestHex(ownDigest)}.json`;
  await files.write(file, bytes);
  return [
    {
      output,
      platform: place.platform,
      spec,
      file,
      digest: first.digest,
      about: output.isFolder ? `${output.dest}/${place.folder}${first.name}` : undefined,
      bundlePath,
    },
  ];
}

function refuseOverwriting(bundlePath: string, { files }: FileStatement, root: string): void {
  if (!files.some(({ name }) => `${root}${name}` === bundlePath)) return;
  throw new ActionError(
    'BUILD_RESULT_INVALID',
    `${bundlePath} is part of what was built, so its bundle cannot be put there`,
    { hint: 'Give the output an `attestation-prefix`, or build without that file.' },
  );
}
