import { runCommand } from './commands.ts';

/** A program's shared libraries, its loader among them: path in an image → file. */
export async function listLibraries(program: string): Promise<Readonly<Record<string, string>>> {
  const text = await runCommand({ file: 'ldd', args: [program] });
  const paths = [...text.matchAll(/(?:=> )?(\/\S+) \(0x/g)].flatMap(([, path = '']) => path);
  return Object.fromEntries(paths.map((path) => [path.slice(1), path]));
}
