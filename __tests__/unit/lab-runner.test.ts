import { describe, expect, it } from '@jest/globals';
import { evaluateTemplate } from '../../lab/runner/action-file.ts';
import { parseCommand, RUNNER_COMMANDS } from '../../lab/runner/commands.ts';
import { parsePairs } from '../../lab/runner/file-commands.ts';
import { makeLineReader } from '../../lab/runner/lines.ts';
import { makeMasker } from '../../lab/runner/masks.ts';

describe('the pure parts of the lab’s runner', () => {
  const registered = new Set<string>(RUNNER_COMMANDS);

  it.each([
    ['::error title=a%3Ab%2Cc,file=x::m%0An%25', 'error', { title: 'a:b,c', file: 'x' }, 'm\nn%'],
    [' \t::group::Title', 'group', {}, 'Title'],
    ['\u00a0::SET-OUTPUT NAME=x::1', 'set-output', { name: 'x' }, '1'],
    ['::set-output name=a:\u00ad:b', 'set-output', { name: 'a' }, ':b'],
    ['x ##[set-output name=a%5D;other=c]v%3B', 'set-output', { name: 'a]', other: 'c' }, 'v;'],
    ['::warning file=,=x,a==b::', 'warning', { a: 'b' }, ''],
    ['::bogus::##[debug]x', 'debug', {}, 'x'],
  ])('parses %j', (line, command, properties, data) => {
    expect(parseCommand(line, registered)).toMatchObject({ command, properties, data });
  });

  it.each(['::bogus::x', 'x ::error::y', '::error', '##[section]x', '##[error', ':error::x', ''])(
    'takes %j for output',
    (line) => {
      expect(parseCommand(line, registered)).toBeUndefined();
    },
  );

  it.each([
    [
      'a=1\nb=2=3\n',
      [
        ['a', '1'],
        ['b', '2=3'],
      ],
      false,
    ],
    [
      'a<<E\n1\n\n2\nE\nb=3',
      [
        ['a', '1\n\n2'],
        ['b', '3'],
      ],
      false,
    ],
    ['a<<E\nE\n', [['a', '']], false],
    ['a=b<<c\n', [['a', 'b<<c']], false],
    ['a<<b=c\nx\nb=c\n', [['a', 'x']], false],
    ['a=\r\n', [['a', '\r']], false],
    ['a=1\nnonsense\nb=2\n', [['a', '1']], true],
    ['<<E\nE\n', [], true],
    ['a<<E\nx', [], true],
  ])('reads the pairs of %j', (text, pairs, isBroken) => {
    const parsed = parsePairs(text);
    expect(parsed.pairs).toEqual(pairs);
    expect(parsed.error !== undefined).toBe(isBroken);
  });

  it.each([
    [
      ['a\r', '\nb\rc', '\n', 'd'],
      ['a', 'b', 'c', 'd'],
    ],
    [['a\r'], ['a']],
    [['\r\r\n\n'], ['', '', '']],
    [['\ufeff::x'], ['::x']],
  ])('cuts %j into lines', (chunks, lines) => {
    const seen: string[] = [];
    const reader = makeLineReader((line) => seen.push(line));
    for (const chunk of chunks) reader.write(Buffer.from(chunk));
    reader.end();
    expect(seen).toEqual(lines);
  });

  it('keeps a character whole that two chunks share', () => {
    const seen: string[] = [];
    const reader = makeLineReader((line) => seen.push(line));
    for (const byte of Buffer.from('é\n')) reader.write(Uint8Array.of(byte));
    expect(seen).toEqual(['é']);
  });

  it.each([
    ['p@ss"w', 'p@ss\\"w p%40ss%22w p@ss&quot;w'],
    ['"quoted-value"', 'quoted-value'],
    ['first-part&second-part', 'first-part& second-part'],
    ['user:password', Buffer.from('x:user:password').subarray(2).toString('base64')],
  ])('masks the forms of %j', (secret, text) => {
    expect(makeMasker([secret]).mask(text).replaceAll(/[* ]/g, '')).toBe('');
  });

  it('merges what overlaps or touches', () => {
    expect(makeMasker(['abcd', 'cdef', 'gh']).mask('xabcdefghx gh')).toBe('x***x ***');
  });

  it('refuses an expression it does not know', () => {
    expect(() => evaluateTemplate('${{ a && b }}', {})).toThrow(
      expect.objectContaining({ code: 'SETUP_FAILED' }),
    );
    expect(evaluateTemplate("${{ toJSON(matrix) }}|${{ 'it''s' }}", {})).toBe("null|it's");
  });
});
