/**
 * From how many stages a target is built: enough to tell whether a cache of all stages holds more than one of the image.
 * Read by lines, before anything else: the whole analysis of a Dockerfile is loaded when the build needs it.
 */

interface Section {
  readonly name: string | undefined;
  readonly text: string;
}

const FROM = /^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*(\S+)(?:[ \t]+AS[ \t]+(\S+))?[ \t]*$/gim;
const SOURCE = /\bfrom=["']?([\w./:@-]+)/gi;

/** Undefined where there is no such target; a variable as a base may be any stage, and counts as one. */
export function countStages(text: string, target: string | undefined): number | undefined {
  const sections = splitSections(text);
  const start = target === undefined ? sections.length - 1 : findSection(sections, target);
  if (start < 0) return undefined;
  const needed = new Set<number>();
  const visit = (at: number): void => {
    const section = sections[at];
    if (section === undefined || needed.has(at)) return;
    needed.add(at);
    const earlier = sections.slice(0, at);
    for (const source of listSources(section.text)) visit(findSection(earlier, source));
  };
  visit(start);
  return needed.size;
}

function splitSections(text: string): Section[] {
  const starts = [...text.matchAll(FROM)];
  return starts.map((start, at) => ({
    name: start[2]?.toLowerCase(),
    text: text.slice(start.index, starts[at + 1]?.index),
  }));
}

function listSources(text: string): string[] {
  const [from] = [...text.matchAll(FROM)];
  const base = from?.[1] ?? '';
  return [base, ...[...text.matchAll(SOURCE)].map(([, name = '']) => name)];
}

/** By name, else by number; -1 for anything else. */
function findSection(sections: readonly Section[], name: string): number {
  const named = sections.findLastIndex((one) => one.name === name.toLowerCase());
  if (named >= 0) return named;
  return /^\d+$/.test(name) && Number(name) < sections.length ? Number(name) : -1;
}
