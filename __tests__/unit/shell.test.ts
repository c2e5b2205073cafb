import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { redactArgument } from '../../src/tools/redact.ts';
import { formatCommandLines, makeVariable } from '../../src/tools/shell.ts';

const run = (words: readonly string[]): string =>
  execFileSync('/bin/sh', ['-c', formatCommandLines(words).join('\n')], {
    encoding: 'utf8',
    env: { RUN: '/tmp/a b' },
  });

describe('a command over several lines', () => {
  it.each([
    ['--flag=a b'],
    ["--flag=it's \\"],
    ['--flag=$RUN `id` "x"'],
    ['--flag=a\nb'],
    ['--flag='],
    ['\u{E000}not a name\u{E001}'],
  ])('hands %j over as it is', (word) => {
    expect(run(['printf', '%s|', '--', word, 'end'])).toBe(`--|${word}|end|`);
  });

  it('fills variables in, and keeps what stands around them', () => {
    const word = `--file=x y/${makeVariable('run')}/$RUN`;
    expect(run(['printf', '%s', word])).toBe('--file=x y//tmp/a b/$RUN');
  });

  it('has one flag in a line', () => {
    expect(formatCommandLines(['a', 'b', '--c=d', 'e'])).toEqual(['a b \\', '  --c=d \\', '  e']);
  });
});

describe('an argument of buildx', () => {
  it.each([
    ['--build-arg=NPM_TOKEN=abc', '--build-arg=NPM_TOKEN=***'],
    ['--build-arg=VERSION=1', '--build-arg=VERSION=1'],
    ['--build-arg=HTTP_PROXY=http://u:pw@proxy:80', '--build-arg=HTTP_PROXY=http://u:***@proxy:80'],
    [
      '--cache-to=type=s3,access_key_id=A,secret_access_key=B,"session_token=C",region=r',
      '--cache-to=type=s3,access_key_id=***,secret_access_key=***,"session_token=***",region=r',
    ],
    ['--driver-opt=env.HTTP_PROXY=x', '--driver-opt=env.HTTP_PROXY=***'],
    ['--driver-opt=image=a', '--driver-opt=image=a'],
  ])('%s is shown as %s', (argument, shown) => {
    expect(redactArgument(argument)).toBe(shown);
  });
});
