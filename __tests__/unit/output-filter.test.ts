import { describe, expect, it } from '@jest/globals';
import { defuseLine, MAX_LINE_CHARS, makeLineFilter } from '../../src/tools/output-filter.ts';

/** How the runner reads a line (actions/runner ActionCommand.cs): both syntaxes. */
function isCommand(line: string): boolean {
  const trimmed = line.replace(/^[\s\u0085]+/, '').replace(/\p{DI}/gu, '');
  return trimmed.startsWith('::') || line.replace(/\p{DI}/gu, '').includes('##[');
}

function filter(chunks: readonly (Uint8Array | string)[]): string[] {
  const lines: string[] = [];
  const stream = makeLineFilter((line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return lines;
}

describe('one line', () => {
  it.each([
    ['::set-output name=digest::sha256:0', ': :set-output name=digest::sha256:0'],
    ['  \t::add-mask::x', ': :add-mask::x'],
    ['\u00a0\u3000\u0085::add-mask::x', ': :add-mask::x'],
    ['\u200b\u00ad:\u2060:add-mask::x', ': :add-mask::x'],
    ['\x1b[31m::error::x\x1b[0m', ': :error::x'],
    ['\0::error::x', ': :error::x'],
    ['\ufeff::error::x', ': :error::x'],
    [':\x1b[m:error::x', ': :error::x'],
    ['##[add-mask]x', '# #[add-mask]x'],
    ['a ##[set-env name=x]y', 'a # #[set-env name=x]y'],
    ['#\x1b[0m#[error]x', '# #[error]x'],
    ['###[group]x ##[endgroup]', '## #[group]x # #[endgroup]'],
    ['#\u200d#\u200d[error]x', '# #[error]x'],
    ['one\ntwo\r\n::error::three', 'one two ::error::three'],
    ['\n::error::x', ': :error::x'],
  ])('%j becomes %j', (line, expected) => {
    expect(defuseLine(line)).toBe(expected);
    expect(isCommand(defuseLine(line))).toBe(false);
    expect(defuseLine(expected)).toBe(expected);
  });

  it.each([
    '#12 [linux/amd64 2/4] RUN make',
    'std::vector<int> a; // ::x',
    '## heading [link]',
    'tab\tkept, émoji 👩‍💻 kept',
    'array[0] # [x]',
    ': : already',
    '',
  ])('%j stays as it is', (line) => {
    expect(defuseLine(line)).toBe(line);
  });

  it.each([
    ['\x1b[1;31mred\x1b[0m', 'red'],
    ['\x9b31mred', 'red'],
    ['\x1b]8;;https://example.com\x07link\x1b]8;;\x1b\\', 'link'],
    ['\x1b]0;never ends', '0;never ends'],
    ['\x1bP1$r\x1b\\dcs', 'dcs'],
    ['\x1b(Bcharset\x1b7', 'charset'],
    ['\x1b', ''],
    ['\x1b\x1b[0m[31m', '[31m'],
    ['a\x00b\x07c\x08d\x7fe\u0085f', 'abcdef'],
    ['OK \u202edeifirev\u202c', 'OK deifirev'],
  ])('%j is shown as %j', (line, expected) => {
    expect(defuseLine(line)).toBe(expected);
  });

  it('takes no longer for hostile lines than for others', () => {
    for (const part of ['\x1b]', '\x1b[', '#', ':', ' ', '\x1bP', '\u200b', '\x9b0;']) {
      const started = performance.now();
      defuseLine(part.repeat(200_000));
      expect(performance.now() - started).toBeLessThan(1500);
    }
  });
});

describe('a stream', () => {
  it.each([
    ['a\nb\n', ['a', 'b']],
    ['a\r\nb', ['a', 'b']],
    ['a\n\nb\n', ['a', '', 'b']],
    ['10%\r20%\r100%\n', ['10%', '↳ 20%', '↳ 100%']],
    ['\r10%\r\n', ['↳ 10%']],
    ['a\r\r\nb\n', ['a', 'b']],
    ['a\r', ['a']],
    ['\r\r\r', []],
    ['', []],
    ['x\r::add-mask::sha256\n', ['x', '↳ : :add-mask::sha256']],
    ['#5 0.1 x\r##[error]y\n', ['#5 0.1 x', '↳ # #[error]y']],
  ])('%j is %j', (text, lines) => {
    expect(filter([text])).toEqual(lines);
    expect(filter([...text])).toEqual(lines);
    expect(filter([...Buffer.from(text)].map((byte) => Uint8Array.of(byte)))).toEqual(lines);
  });

  it('shows bytes that are no UTF-8, also at the end', () => {
    expect(filter([Uint8Array.of(0x61, 0xff, 0x0a, 0xe2, 0x82)])).toEqual(['a\ufffd', '\ufffd']);
  });

  it('cuts a line that is too long, says so, and goes on with the next', () => {
    const lines = filter(['x'.repeat(MAX_LINE_CHARS), 'y'.repeat(5), 'z\nnext\n']);
    expect(lines).toEqual([`${'x'.repeat(MAX_LINE_CHARS)} … (6 more characters)`, 'next']);
  });

  it('keeps no more than a line of a stream without line ends', () => {
    const lines: string[] = [];
    const stream = makeLineFilter((line) => lines.push(line));
    const chunk = Buffer.alloc(1024 * 1024, 0x61);
    for (let count = 0; count < 32; count++) stream.write(chunk);
    stream.end();
    expect(lines).toHaveLength(1);
    expect(lines[0]?.length).toBeLessThan(MAX_LINE_CHARS + 100);
  });
});

/** mulberry32: the same numbers on every machine. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const WORDS = ['::', ':', '##[', '#', '[', ']', 'add-mask', 'set-output name=x', ' ', 'é', '👍'];
const ENDS = ['\n', '\r', '\r\n'];
const MARKS = ['\t', '\x1b[31m', '\x1b]0;\x07', '\0', '\u200b', '\u00a0', '\u0085', '\ufeff'];
/** They take away what follows them, as a terminal does. */
const BROKEN = ['\x1b[', '\x1b', '\x9b', '\x1b]'];
const SEEDS = Array.from({ length: 200 }, (_, seed) => [seed]);

function makeStream(
  seed: number,
  pieces: readonly string[],
): { text: string; chunks: Uint8Array[] } {
  const random = makeRandom(seed);
  const length = 1 + random(60);
  const text = Array.from({ length }, () => pieces[random(pieces.length)]).join('');
  const bytes = Buffer.from(text);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random(7);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { text, chunks };
}

describe('any stream in any chunks', () => {
  it.each(SEEDS)('holds no command and no control character (seed %i)', (seed) => {
    const { text, chunks } = makeStream(seed, [...WORDS, ...ENDS, ...MARKS, ...BROKEN]);
    const lines = filter(chunks);
    expect(lines).toEqual(filter([text]));
    expect(lines.filter(isCommand)).toEqual([]);
    expect(lines.filter((line) => /[\x00-\x08\x0a-\x1f\x7f-\x9f]/.test(line))).toEqual([]);
  });

  it.each(SEEDS)('loses nothing that can be read (seed %i)', (seed) => {
    const { text, chunks } = makeStream(seed, [...WORDS, ...ENDS, ...MARKS]);
    const readable = (value: string): string => value.replace(/[^a-zé👍:#[\]-]/gu, '');
    const plain = text.replace(/\x1b\[31m|\x1b\]0;\x07/g, '');
    expect(readable(filter(chunks).join(''))).toBe(readable(plain));
  });
});
