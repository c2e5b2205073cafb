/** What a run says of itself, in its outputs: to be compared with what is there. */
import type { ActionRun } from '../../lab/runner.ts';
import { type Evidence, isSuccess } from './e2e-evidence.ts';
import type { TagState } from './e2e-snapshot.ts';

/** The tags that it says it moved. */
export function listTold({ main }: ActionRun): readonly string[] {
  return (main.outputs['tags'] ?? '').split('\n').filter(Boolean);
}

/** What a tag has to name: the image, or one platform of it beside a tag that names the image (`platform-tags: true`). */
export function digestFor(tag: string, run: ActionRun): string | undefined {
  const { digest, digests } = run.main.outputs;
  const told = listTold(run);
  const platforms: Readonly<Record<string, string>> = JSON.parse(digests || '{}');
  const [, own] =
    Object.entries(platforms).find(([platform]) => {
      const suffix = `-${platform.split('/').slice(1).join('-')}`;
      return tag.endsWith(suffix) && told.includes(tag.slice(0, -suffix.length));
    }) ?? [];
  return own ?? digest;
}

/** The image in each repository where a successful run says that it published. */
export function listPublished(evidence: Evidence): readonly TagState[] {
  const { digest, tags = '' } = evidence.run.main.outputs;
  if (!isSuccess(evidence) || evidence.expected.wanted !== 'published') return [];
  const states = tags.split('\n').flatMap((tag) => evidence.after.tags.get(tag) ?? []);
  const named = states.filter((state) => state.digest === digest);
  return [
    ...new Map(named.map((state) => [`${state.registry.host}/${state.name}`, state])).values(),
  ];
}

/** What a job says that it handed over, in the first of its repositories. */
export function findCandidate({
  run,
  after,
}: Evidence): (TagState & { isLeg: boolean }) | undefined {
  const text = run.main.outputs['candidate'] ?? '';
  if (text === '') return undefined;
  const { candidate }: { candidate: CandidateView } = JSON.parse(text);
  const [image] = candidate.images;
  const registry = after.registries.find(({ host }) => image?.name.startsWith(`${host}/`));
  if (image === undefined || registry === undefined) return undefined;
  const name = image.name.slice(registry.host.length + 1);
  return { registry, name, digest: candidate.digest, isLeg: candidate.platform !== undefined };
}

interface CandidateView {
  readonly digest: string;
  readonly platform?: string;
  readonly images: ReadonlyArray<{ readonly name: string }>;
}
