/** BuildKit's plain progress → what became of the Dockerfile's own steps, by name; those of BuildKit and base images are left out. */
export function readSteps(text: string): ReadonlyMap<string, 'cached' | 'done'> {
  const names = new Map<string, string>();
  const steps = new Map<string, 'cached' | 'done'>();
  for (const line of text.split('\n')) {
    const [, number = '', rest = ''] = /^#(\d+) (.+)$/.exec(line) ?? [];
    if (/^\[.* \d+\/\d+\] (?!FROM )/.test(rest)) names.set(number, rest);
    const name = names.get(number);
    if (name === undefined) continue;
    if (rest === 'CACHED') steps.set(name, 'cached');
    // One step may be told twice, as a vertex of each platform: it was not from the cache if either was not.
    if (/^DONE /.test(rest)) steps.set(name, 'done');
  }
  return steps;
}
