/**
 * The known name that a word was probably meant to be: the same but for case and separators, or one slip away
 * (a letter too many, too few, wrong, or two swapped). Undefined where it looks like none of them.
 */
export function findSimilar(word: string, known: readonly string[]): string | undefined {
  const plain = simplify(word);
  return known.find((name) => {
    const other = simplify(name);
    return other === plain || (plain.length > MIN_LETTERS && isOneSlip(plain, other));
  });
}

/** Words as short as `tag` and `sha` are one slip away from too many others. */
const MIN_LETTERS = 4;

function simplify(word: string): string {
  return word.toLowerCase().replace(/[^a-z.]/g, '');
}

function isOneSlip(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  const a = left.slice(start, left.length - end);
  const b = right.slice(start, right.length - end);
  const isSwap = a.length === 2 && a === [...b].reverse().join('');
  return isSwap || (a.length < 2 && b.length < 2);
}
