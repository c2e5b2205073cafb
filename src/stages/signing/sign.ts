/**
 * Signing in two phases. First every bundle is made and checked here, uploading nothing; then the bundles are attached
 * by an uploader that can be repeated. So a retry of an upload makes no second log entry, a log that takes a second
 * per entry costs one second and not one per signature, and nothing reaches the registry that does not verify.
 */
import type { Host } from '../../host/host.ts';
import { formatReference, type Repository } from '../../image/reference.ts';
import { SIGNATURE_PREDICATE } from '../../plan/signing.ts';
import { describeSubject } from '../../plan/subjects.ts';
import type { AttestationSpec, Subject } from '../../plan/types.ts';
import { makeAttestArgs, makeSignArgs } from '../../tools/cosign.ts';
import type { BuiltImage } from '../image/describe.ts';
import { runSigningTasks, type SigningTask, type SigningTools } from './make-bundle.ts';

type Reach = Pick<Host, 'run' | 'log' | 'signal' | 'clock' | 'files' | 'randomHex'>;

/** A signature or attestation that exists on disk and verifies. */
export interface Bundle {
  readonly subject: Subject;
  readonly predicateType: string;
  readonly bytes: Uint8Array;
}

interface Task extends SigningTask {
  readonly subject: Subject;
  readonly predicateType: string;
}

interface Wanted {
  readonly image: Pick<BuiltImage, 'subjects' | 'predicates'>;
  readonly repository: Repository;
  readonly tools: SigningTools;
}

/** Makes all bundles, several at a time. Throws the first failure that no retry cured, after the others have stopped. */
export async function makeBundles(
  host: Reach,
  { timeoutMs, ...wanted }: Wanted & { timeoutMs: number },
): Promise<Bundle[]> {
  const tasks = planTasks(wanted);
  const made = await runSigningTasks(host, { tasks, timeoutMs, tools: wanted.tools });
  return made.flatMap((bytes, index): Bundle[] => {
    const task = tasks[index];
    return task === undefined
      ? []
      : [{ subject: task.subject, predicateType: task.predicateType, bytes }];
  });
}

function planTasks({ image, repository, tools: { trust, check } }: Wanted): Task[] {
  return planCommands({ image, repository, trust }).map((command) => ({
    ...command,
    check: (bytes) =>
      check({ bytes, digest: command.subject.digest, predicateType: command.predicateType }),
  }));
}

/** What cosign is told: signatures first, then attestations, each of them for one subject. The same for a dry run. */
export function planCommands({
  image,
  repository,
  trust,
}: Pick<Wanted, 'image' | 'repository'> & Pick<SigningTools, 'trust'>): Omit<Task, 'check'>[] {
  const name = (subject: Subject): string =>
    formatReference({ repository, digest: subject.digest });
  const signatures = image.subjects.map(
    (subject): Omit<Task, 'check'> => ({
      subject,
      predicateType: SIGNATURE_PREDICATE,
      label: `signature of ${describeSubject(subject)}`,
      args: (tokenFile, bundleFile) =>
        makeSignArgs({ image: name(subject), files: { ...trust, tokenFile, bundleFile } }),
    }),
  );
  const attestations = image.predicates.map(
    ({ spec, subject, file }): Omit<Task, 'check'> => ({
      subject,
      predicateType: spec.predicateType,
      label: describeAttestation(spec, subject),
      args: (tokenFile, bundleFile) =>
        makeAttestArgs({
          image: name(subject),
          files: { ...trust, tokenFile, bundleFile },
          type: spec.cosignType,
          predicateFile: file,
        }),
    }),
  );
  return [...signatures, ...attestations];
}

/** A candidate is not attached, and says what was pushed and not what is in it. */
function describeAttestation({ kind }: AttestationSpec, subject: Subject): string {
  if (kind === 'candidate') return 'record of what is handed over';
  return `${kind} attestation of ${describeSubject(subject)}`;
}
