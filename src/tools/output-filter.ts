/** Output of tools on its way to the runner's log. */
import { StringDecoder } from 'node:string_decoder';

export interface LineFilter {
  write(chunk: Uint8Array): void;
  end(): void;
}

export function defuseLine(line: string): string {
  const plain = line
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, '');
  return plain.replace(/##\[/g, '## [').replace(/^(\s*)::/, '$1: :');
}

export function makeLineFilter(onLine: (line: string) => void): LineFilter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const flush = (text: string): void => {
    for (const line of text.split(/\r\n|\n|\r/)) if (line !== '') onLine(line);
  };
  return {
    write: (chunk) => {
      rest += decoder.write(Buffer.from(chunk));
      const at = Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r'));
      if (at < 0) return;
      flush(rest.slice(0, at));
      rest = rest.slice(at + 1);
    },
    end: () => flush(rest + decoder.end()),
  };
}
