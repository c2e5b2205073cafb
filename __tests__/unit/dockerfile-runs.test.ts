import { describe, expect, it } from '@jest/globals';
import { analyseDockerfile, type DockerfileQuestion } from '../../src/image/dockerfile.ts';
import { expandWord } from '../../src/image/dockerfile-words.ts';
import { formatPlatform } from '../../src/image/platform.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

function analyse(text: string, more: Partial<DockerfileQuestion> = {}) {
  return analyseDockerfile({
    text,
    target: undefined,
    buildArgs: [],
    contexts: [],
    platform: ARM64,
    buildPlatform: AMD64,
    ...more,
  });
}

/** Each as `line platform text`. */
function listRuns(text: string, more: Partial<DockerfileQuestion> = {}): string[] {
  return analyse(text, more).runs.map(
    (run) => `${run.line} ${run.platform && formatPlatform(run.platform)} ${run.text}`,
  );
}

describe('the text of a step', () => {
  it.each<[string, string, string]>([
    ['one line', 'RUN make all', 'make all'],
    ['several lines', 'RUN a && \\\n    b', 'a && b'],
    ['a list', 'RUN ["make", "all"]', '["make", "all"]'],
    ['a script', 'RUN <<EOF\nset -e\nmake\nEOF', 'set -e'],
    ['a script for a program', 'RUN <<EOF python3\nprint()\nEOF', '<<EOF python3 print() EOF'],
    ['without its flags', 'RUN --network=none --mount=type=tmpfs,target=/t make', 'make'],
    ['what is no heredoc', 'RUN sh -c "cat <<EOF > /x"', 'sh -c "cat <<EOF > /x"'],
    ['a backslash at its end', 'RUN dir C:\\\\', 'dir C:\\\\'],
    ['no more than a line', `RUN ${'x'.repeat(100)}`, `${'x'.repeat(71)}…`],
  ])('%s', (_, run, text) => {
    expect(analyse(`FROM a\n${run}`).runs.map((step) => step.text)).toEqual([text]);
  });
});

/** What BuildKit 0.32.2's own parser says of the same files. */
describe('where a step ends', () => {
  it.each<[string, string, string[]]>([
    ['quoted twice', 'RUN echo "a <<A" && echo "b <<B"', ['2', '3', '6']],
    ['in single quotes', "RUN sh -c 'cat <<EOF'", ['2', '3', '6']],
    ['escaped', 'RUN echo \\<<EOF', ['2', '3', '6']],
    ['over several lines', 'RUN bash -c "\\\ncat <<EOF\\\nEOF"', ['2', '5', '8']],
    ['beside a real one', "RUN sh -c 'a <<X' && cat <<-E\n\tFROM x\n\tE", ['2', '5', '8']],
    ['with the end that is in a later step', 'RUN "x <<E" <<E\nE', ['2', '4', '7']],
    ['two backslashes', 'RUN dir C:\\\\', ['2', '3', '6']],
    ['two backslashes and a blank', 'RUN dir C:\\\\ ', ['2', '3', '6']],
  ])('%s', (_, step, lines) => {
    const text = `FROM a\n${step}\nRUN b\nFROM c\nCOPY --from=0 /a /b\nRUN d\n`;
    const runs = analyse(text).runs.map(({ line }) => String(line));
    expect(runs.sort()).toEqual(lines);
  });
});

/** Each as `name=value,…`, with a question mark for what is not known. */
function listMounts(text: string, more: Partial<DockerfileQuestion> = {}): string[] {
  const mounts = analyse(text, more).runs.flatMap((step) => step.mounts);
  return mounts.map((fields) =>
    [...fields].map(([name, value = '?']) => `${name}=${value}`).join(),
  );
}

describe('the values of --mount', () => {
  it.each<[string, string, string[]]>([
    ['as written', 'RUN --mount=type=cache,target=/c x', ['type=cache,target=/c']],
    ['an ARG', 'ARG D=/c\nRUN --mount=type=cache,target=$D/x x', ['type=cache,target=/c/x']],
    ['an ENV', 'ENV D=/e\nRUN --mount=type=cache,target=${D} x', ['type=cache,target=/e']],
    [
      'what is declared later',
      'RUN --mount=type=cache,target=$D x\nARG D=/c',
      ['type=cache,target=?'],
    ],
    [
      'what the image may set',
      'RUN --mount=type=cache,target=$HOME/.m2 x',
      ['type=cache,target=?'],
    ],
    [
      'several',
      'RUN --mount=type=cache,target=/a --mount=type=secret,id=s x',
      ['type=cache,target=/a', 'type=secret,id=s'],
    ],
    [
      'an architecture',
      'ARG TARGETARCH\nRUN --mount=type=cache,id=$TARGETARCH,target=/a x',
      ['type=cache,id=arm64,target=/a'],
    ],
  ])('%s', (_, run, mounts) => {
    expect(listMounts(`FROM a\n${run}`)).toEqual(mounts);
  });

  it('know what scratch does not set', () => {
    const text = 'FROM scratch\nRUN --mount=type=cache,target=/c$X x';
    expect(listMounts(text)).toEqual(['type=cache,target=/c']);
  });

  it('inherit from the stage before', () => {
    const text = 'FROM a AS x\nENV D=/d\nFROM x\nRUN --mount=type=cache,target=$D x';
    expect(listMounts(text)).toEqual(['type=cache,target=/d']);
  });

  it('take what an image sets from who has asked it, and none of what is not there', () => {
    const text = [
      'FROM img:1 AS x\nENV E=$A/e\nFROM x\nARG D=${HOME:-/h}\nENV A=/b',
      'RUN --mount=type=cache,target=$E --mount=type=cache,target=$A --mount=type=cache,target=$D$NONE y',
    ].join('\n');
    const environments = new Map([['img:1', new Map([['A', '/a']])]]);
    expect(listMounts(text, { environments })).toEqual([
      ...['type=cache,target=/a/e', 'type=cache,target=/b', 'type=cache,target=/h'],
    ]);
    const replaced = { environments, contexts: ['img:1'] };
    expect(listMounts(text, replaced)).toEqual([
      ...['type=cache,target=?', 'type=cache,target=/b', 'type=cache,target=?'],
    ]);
  });

  it('come with the image of the stage', () => {
    const text = 'FROM img:1 AS x\nFROM x\nRUN y';
    expect(analyse(text).runs[0]?.base).toBe('img:1');
    expect(analyse('FROM scratch\nRUN y').runs[0]?.base).toBeUndefined();
  });
});

describe('where a step runs', () => {
  it.each<[string, string, string[], Partial<DockerfileQuestion>?]>([
    ['for the target', 'FROM a\nRUN x', ['2 linux/arm64 x']],
    ['for the builder', 'FROM --platform=$BUILDPLATFORM a\nRUN x', ['2 linux/amd64 x']],
    [
      'whatever a stage says that begins with another',
      'FROM --platform=$BUILDPLATFORM a AS b\nFROM --platform=$TARGETPLATFORM b\nRUN x',
      ['3 linux/amd64 x'],
    ],
    ['scratch', 'FROM --platform=$BUILDPLATFORM scratch\nRUN x', ['2 linux/arm64 x']],
    [
      'a trigger in the stage that follows',
      'FROM a AS b\nONBUILD RUN t\nFROM b\nRUN x',
      ['2 linux/arm64 t', '4 linux/arm64 x'],
    ],
    ['no trigger in its own stage', 'FROM a\nONBUILD RUN t', []],
    [
      'no trigger of the stage before the one before',
      'FROM a AS b\nONBUILD RUN t\nFROM b AS c\nFROM c\nRUN x',
      ['2 linux/arm64 t', '5 linux/arm64 x'],
    ],
    [
      'a stage that a trigger copies from',
      'FROM a AS s\nRUN s\nFROM a AS b\nONBUILD COPY --from=s / /\nFROM b',
      ['2 linux/arm64 s'],
    ],
    [
      'a stage that is a context',
      'FROM a AS b\nRUN x\nFROM b\nRUN y',
      ['4 linux/arm64 y'],
      { contexts: ['b'] },
    ],
    ['not known', 'ARG P\nFROM --platform=$P a\nRUN x', ['3 undefined x']],
    [
      'the builder, before it is known',
      'FROM --platform=$BUILDPLATFORM a\nRUN x',
      ['2 undefined x'],
      { buildPlatform: undefined },
    ],
  ])('%s', (_, text, expected, more = {}) => {
    expect(listRuns(text, more)).toEqual(expected);
  });

  it.each<[string, string, Partial<DockerfileQuestion>?]>([
    ['another frontend', '# syntax=example/frontend\nFROM a'],
    ['an image that is not known', 'FROM $X\nRUN y'],
    ['a target that is not there', 'FROM a', { target: 'x' }],
    ['nothing', ''],
  ])('is in doubt: %s', (_, text, more = {}) => {
    expect(analyse(text, more).doubts).toHaveLength(1);
  });

  it('has images whose triggers it does not show', () => {
    const text = 'FROM a AS x\nFROM b\nCOPY --from=x / /\nCOPY --from=c / /';
    expect(analyse(text).starts.map(({ image }) => image)).toEqual(['b', 'a']);
  });
});

describe('a word with variables', () => {
  const values: Readonly<Record<string, string>> = { A: 'a', E: '', V: '1.2.3', P: '/x/y.tar.gz' };
  const lookup = (name: string): string | undefined | null =>
    name === 'UNKNOWN' ? null : values[name];

  // What BuildKit's lexer gives (frontend/dockerfile/shell/lex.go and its envVarTest).
  it.each<[string, string | undefined]>([
    ['x', 'x'],
    ['$A$A', 'aa'],
    ['${A}b', 'ab'],
    ['$', '$'],
    ["'$A'", '$A'],
    ['"$A"', 'a'],
    ['"\\$A"', '$A'],
    ['"a\\b"', 'a\\b'],
    ['\\$A', '$A'],
    ['$NONE', ''],
    ['$UNKNOWN', undefined],
    ['${NONE:-b}', 'b'],
    ['${E:-b}', 'b'],
    ['${E-b}', ''],
    ['${A:-$UNKNOWN}', undefined],
    ['${NONE:-${A}b}', 'ab'],
    ['${A:+b}', 'b'],
    ['${E:+b}', ''],
    ['${E+b}', 'b'],
    ['${A:?no}', 'a'],
    ['${NONE:?no}', undefined],
    ['${V%.*}', '1.2'],
    ['${V%%.*}', '1'],
    ['${V#*.}', '2.3'],
    ['${V##*.}', '3'],
    ['${V#?}', '.2.3'],
    ['${P##*/}', 'y.tar.gz'],
    ['${V/./-}', '1-2.3'],
    ['${V//./-}', '1-2-3'],
    ['${V//./}', '123'],
    ['${V^^}', undefined],
    ['${A', undefined],
    ['${}', undefined],
    ["'a", undefined],
    ['"a', undefined],
    ['a}', 'a}'],
  ])('%s', (text, expected) => {
    expect(expandWord(text, { lookup })).toBe(expected);
  });
});
