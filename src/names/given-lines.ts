/** Lines of tags that come as full references, with labels that docker/metadata-action made in a step before. */
import { classifyTag } from './classify.ts';
import { branchOf, tagOf } from './expressions.ts';
import {
  findGitVersion,
  type LinedTag,
  makeTagLines,
  type TagBasis,
  type TagLine,
} from './lines.ts';
import { parsePairs } from './metadata.ts';
import type { NamesFacts } from './types.ts';

const VERSION_LABEL = 'org.opencontainers.image.version';
const FLOATING_VERSION = /^v?\d+(?:\.\d+)?(?:-[\w.-]+)?$/;

/**
 * Tag → line, by the labels that are given: `latest` and parts of the version follow the Git tag, and on a branch every
 * tag that floats follows its commits. Without labels that say so there are none.
 */
export async function makeGivenLines({
  tagNames,
  labels,
  annotations,
  facts: { ref, sha },
}: {
  tagNames: readonly string[];
  labels: readonly string[];
  annotations: readonly string[];
  facts: Pick<NamesFacts, 'ref' | 'sha'>;
}): Promise<ReadonlyMap<string, TagLine>> {
  const version = findGitVersion({ ref });
  const basisOf = (name: string): TagBasis | undefined => {
    if (branchOf(ref) !== undefined) return { kind: 'branch' };
    const follows = /^latest(?:-|$)/.test(name) || FLOATING_VERSION.test(name);
    return follows ? version : undefined;
  };
  const tags = tagNames.map(
    (name): LinedTag => ({ name, kind: classifyTag(name), basis: basisOf(name) }),
  );
  const suffix = findSuffix(parsePairs(labels)[VERSION_LABEL] ?? '', tagOf(ref) ?? '');
  return makeTagLines(tags, { labels, annotations, revision: sha, prefix: '', suffix });
}

/** `-alpine` of the label `1.2.3-alpine` for the Git tag `v1.2.3`. */
function findSuffix(label: string, gitTag: string): string {
  const [stated, tagged] = [label, gitTag].map((text) => text.replace(/^v/, ''));
  const rest = tagged && stated?.startsWith(tagged) ? stated.slice(tagged.length) : '';
  return rest.startsWith('-') ? rest : '';
}
