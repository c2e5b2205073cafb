import { StringDecoder } from 'node:string_decoder';

/** Cuts a byte stream into lines; `end` hands over a last line that nothing ended. */
export interface LineReader {
  write(chunk: Uint8Array): void;
  end(): void;
}

/**
 * Makes a reader that ends lines where .NET's `StreamReader.ReadLine` does: at `\n`, `\r\n` and a bare `\r`.
 * The bare `\r` matters: text after it starts a line of its own for the runner's command parser.
 */
export function makeLineReader(onLine: (line: string) => void): LineReader {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let first = true;
  const take = (text: string) => {
    rest += first && text.startsWith('\ufeff') ? text.slice(1) : text;
    if (text !== '') first = false;
    // A `\r` at the very end waits for the next chunk, which may begin with its `\n`.
    const complete = /\r\n|\n|\r(?!$)/g;
    let from = 0;
    for (const match of rest.matchAll(complete)) {
      onLine(rest.slice(from, match.index));
      from = match.index + match[0].length;
    }
    rest = rest.slice(from);
  };
  return {
    write: (chunk) => take(decoder.write(Buffer.from(chunk))),
    end: () => {
      take(decoder.end());
      if (rest !== '') onLine(rest.replace(/\r$/, ''));
      rest = '';
    },
  };
}
