/** Commands as a person pastes them: over several lines, with variables for what is known only while they run. */
import { quoteShell } from './cosign.ts';

/** Two characters for private use (Unicode), so that nothing a workflow file says is taken for a variable. */
const VARIABLE = /\u{E000}([A-Z][A-Z0-9_]*)\u{E001}/u;

/** A placeholder in an argument; the shell fills it in when the command is pasted. */
export function makeVariable(name: string): string {
  return `\u{E000}${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}\u{E001}`;
}

/** One line for the words before the first flag, one for each flag after it, one for what stands at the end. */
export function formatCommandLines(words: readonly string[]): string[] {
  const firstFlag = words.findIndex((word) => word.startsWith('-'));
  const start = firstFlag === -1 ? words.length : firstFlag;
  const lines = [
    words.slice(0, start).map(quoteWord).join(' '),
    ...words.slice(start).map((word) => `  ${quoteWord(word)}`),
  ];
  return lines.map((line, at) => (at === lines.length - 1 ? line : `${line} \\`));
}

/** A word in which variables stay variables, and everything else means itself. */
export function quoteWord(word: string): string {
  const parts = word.split(VARIABLE);
  if (parts.length === 1) return quoteShell(word);
  return parts
    .map((part, at) => (at % 2 === 1 ? `"$${part}"` : part === '' ? '' : quoteShell(part)))
    .join('');
}
