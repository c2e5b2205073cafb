import { Fault } from './fault.ts';
import { TAG_KINDS, type TagKind } from './types.ts';

/** Which tags an image is for. */
export type TagFilter = (tag: { readonly name: string; readonly kind: TagKind }) => boolean;

/**
 * The values of `tags=` of one entry → filter: `immutable`, `floating`, or a pattern in which `*` is any text and `?`
 * any character. With `!` before it, all but those. Without any, all tags.
 */
export function parseTagFilter(values: readonly string[]): TagFilter {
  const wanted = values.filter((value) => !value.startsWith('!')).map(parsePattern);
  const unwanted = values
    .filter((value) => value.startsWith('!'))
    .map((value) => parsePattern(value.slice(1)));
  return (tag) =>
    (wanted.length === 0 || wanted.some((fits) => fits(tag))) &&
    !unwanted.some((fits) => fits(tag));
}

function parsePattern(text: string): TagFilter {
  const kind = TAG_KINDS.find((one) => one === text);
  if (kind !== undefined) return (tag) => tag.kind === kind;
  if (!/^[\w.*?-]+$/.test(text))
    throw new Fault(
      `its \`tags\` is \`${text}\``,
      'Use `immutable`, `floating` or a pattern such as `1.*`; repeat `tags=` for several.',
    );
  const pattern = new RegExp(
    `^${text.replace(/[.-]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`,
  );
  return ({ name }) => pattern.test(name);
}
