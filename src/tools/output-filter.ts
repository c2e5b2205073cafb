/**
 * Foreign output made harmless. The runner reads a step's stdout and stderr line by line, where a bare `\r` ends a
 * line too, and executes `::command::` at a line's start and `##[command]` anywhere in it (actions/runner
 * ActionCommand.cs). A `RUN` in any Dockerfile could otherwise mask words, forge outputs or annotate files.
 */

/** Longer lines are cut: nobody reads them, and one without an end would fill the memory. */
export const MAX_LINE_CHARS = 16 * 1024;
/** Stands before what a program printed over the line before it (progress bars, mostly). */
const OVERPRINT = '↳ ';

/** Strings that are terminated (OSC, DCS, SOS, PM, APC), CSI sequences, then any other escape without its argument. */
const ESCAPES =
  /\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_][^\x1b]*\x1b\\|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]/g;
/** All but the tab. Among them are NUL, the lone ESC, and U+0085, which .NET counts as a space. */
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]/g;
/** They show text in another order than it has: `cosign verify` could be made to look as if it had said something else. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
/**
 * The runner compares by culture, which skips characters without width: they are allowed for wherever a command could
 * hide behind them.
 */
const COMMAND = /^[\s\p{DI}]*:\p{DI}*:/u;
const LEGACY_COMMAND = /#\p{DI}*#\p{DI}*\[/gu;

/** One line of foreign text as it may be printed. Idempotent; what has nothing to hide stays as it is. */
export function defuseLine(line: string): string {
  const plain = line
    .replace(ESCAPES, '')
    .replace(/[\r\n]+/g, ' ')
    .replace(CONTROLS, '')
    .replace(BIDI_CONTROLS, '')
    .replace(LEGACY_COMMAND, '# #[');
  return COMMAND.test(plain) ? plain.replace(COMMAND, ': :') : plain;
}

export interface LineFilter {
  /** Takes bytes as they come: a character or a line may be spread over several chunks. */
  write(chunk: Uint8Array | string): void;
  /** Hands over what is left when the stream has ended. */
  end(): void;
}

/**
 * Splits a stream at `\n`, `\r\n` and bare `\r` and hands over each line defused. Bytes that are no UTF-8 become
 * U+FFFD.
 */
export function makeLineFilter(onLine: (line: string) => void): LineFilter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let held = '';
  let dropped = 0;
  /** A `\r` was read and the next character decides whether it belongs to a `\r\n`. */
  let returned = false;
  /** The line before ended in a bare `\r`: this one was printed over it. */
  let over = false;

  const finish = (end: 'newline' | 'return'): void => {
    const text = defuseLine(held) + (dropped === 0 ? '' : ` … (${dropped} more characters)`);
    if (text !== '' || (end === 'newline' && !over)) onLine(over ? OVERPRINT + text : text);
    over = end === 'return';
    held = '';
    dropped = 0;
  };
  const append = (text: string): void => {
    const taken = text.slice(0, Math.max(0, MAX_LINE_CHARS - held.length));
    held += taken;
    dropped += text.length - taken.length;
  };
  const take = (text: string): void => {
    for (const [token] of text.matchAll(/[^\r\n]+|[\r\n]/g)) {
      if (returned && token !== '\n') finish('return');
      returned = token === '\r';
      if (token === '\n') finish('newline');
      else if (!returned) append(token);
    }
  };
  return {
    write: (chunk) =>
      take(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })),
    end: () => {
      take(decoder.decode());
      if (held !== '' || dropped > 0) finish('newline');
    },
  };
}
