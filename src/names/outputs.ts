import { parsePairs } from './metadata.ts';
import type { NameDocuments, NameLists } from './types.ts';

/** Name lists → documents in docker/metadata-action's shapes, for the bake target of that name. */
export function formatNameDocuments(lists: NameLists, bakeTarget: string): NameDocuments {
  const { version, images, tags, tagNames, annotations } = lists;
  const labels = parsePairs(lists.labels);
  const args = {
    DOCKER_META_IMAGES: images.map(({ name }) => name).join(','),
    ...(version === '' ? {} : { DOCKER_META_VERSION: version }),
  };
  const formatBake = (target: object) =>
    JSON.stringify({ target: { [bakeTarget]: target } }, null, 2);
  return {
    json: JSON.stringify({ tags, 'tag-names': tagNames, labels, annotations }),
    bakeFile: formatBake({ tags, labels, args }),
    bakeFileTags: formatBake({ tags, args }),
    bakeFileLabels: formatBake({ labels }),
    bakeFileAnnotations: formatBake({ annotations }),
  };
}
