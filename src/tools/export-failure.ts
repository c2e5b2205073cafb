/**
 * With `ignore-error` BuildKit exits 0 and says it in its log alone (`#20 ERROR: …`). A solve that did nothing but
 * export a cache has nothing else that could fail and leave the exit code at 0, but for caches it could not read.
 */
export function findSwallowed(stderr: string): string | undefined {
  const imports = new Set(
    [...stderr.matchAll(/^#(\d+) importing cache manifest/gm)].map(([, step]) => step),
  );
  const errors = [...stderr.matchAll(/^#(\d+) ERROR: (.*)$/gm)];
  return errors.find(([, step]) => !imports.has(step))?.[2];
}
