/** Versions of Python (PEP 440): a library that is loaded when a rule needs it. */
export type Pep440 = typeof import('@renovatebot/pep440');

/** The package is CommonJS: Node finds its names, and the bundle has nothing but the default. */
export async function loadPep440(): Promise<Pep440> {
  const library: Pep440 & { readonly default?: Pep440 } = await import('@renovatebot/pep440');
  return library.default ?? library;
}
