import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { describeCommandFailure, type FailedResult } from '../../src/tools/catalogue.ts';
import { redactLine } from '../../src/tools/redact.ts';

const base: FailedResult = {
  exitCode: 1,
  signal: undefined,
  timedOut: false,
  notFound: false,
  stdout: '',
  stderr: '',
};
const command = { tool: 'cosign', file: '/opt/cosign', deadlineMs: 120_000 };

describe('how a command ended', () => {
  it.each([
    [
      'timed out goes before all',
      { timedOut: true, notFound: true, signal: 'SIGINT', exitCode: undefined },
      'COMMAND_TIMED_OUT',
      '120 s',
    ],
    [
      'not found goes before the signal',
      { notFound: true, signal: 'SIGINT', exitCode: undefined },
      'COMMAND_NOT_FOUND',
      '/opt/cosign',
    ],
    [
      'a signal goes before the code',
      { signal: 'SIGKILL', exitCode: 1 },
      'COMMAND_FAILED',
      'SIGKILL',
    ],
    [
      'no exit code and no signal',
      { exitCode: undefined },
      'COMMAND_FAILED',
      'without an exit code',
    ],
    ['an exit code', { exitCode: 10 }, 'COMMAND_FAILED', 'exit code 10'],
    [
      'an exit code with an empty stderr',
      { exitCode: 1, stdout: 'Error: gone' },
      'COMMAND_FAILED',
      'gone',
    ],
    [
      'an exit code that is zero after a time-out',
      { exitCode: 0, timedOut: true },
      'COMMAND_TIMED_OUT',
      '120 s',
    ],
  ] as const)('%s', (_, result, code, named) => {
    const error = describeCommandFailure({ ...base, ...result }, command);
    expect(error.code).toBe(code);
    expect(error.message).toContain(named);
    expect(error.message).toContain('cosign');
  });

  it('tells a killed child what probably killed it', () => {
    expect(describeCommandFailure({ ...base, signal: 'SIGKILL' }, command).hint).toMatch(/memory/);
    expect(describeCommandFailure({ ...base, exitCode: 137 }, command).hint).toMatch(/memory/);
    expect(describeCommandFailure({ ...base, exitCode: 2 }, command).hint).toBeUndefined();
  });
});

describe('what is told of the output', () => {
  it('the last word, once, when nothing is known', () => {
    const stderr = 'Error: all is lost\nerror during command execution: all is lost\n';
    const error = describeCommandFailure({ ...base, stderr }, command);
    expect(error.message).toBe('cosign failed with exit code 1: all is lost');
    expect(error.cause).toBeUndefined();
  });

  it('the cause with its code and cure, when it is known', () => {
    const stderr = 'Error: adding rekor v2 entry: unexpected response: 503 Service Unavailable\n';
    const error = describeCommandFailure({ ...base, stderr }, command);
    expect(error.code).toBe('COMMAND_FAILED');
    expect(errorCode(error.cause)).toBe('SIGNING_FAILED');
    expect(error.hint).toBeDefined();
  });

  it('the last 20 lines that hold anything, harmless and without credentials', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index}\r\n\n`);
    const stderr = `${lines.join('')}::add-mask::x\nopen eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln: no\n`;
    const { details } = describeCommandFailure({ ...base, stderr }, command);
    expect(details).toHaveLength(20);
    expect(details[0]).toBe('line 32');
    expect(details.slice(-2)).toEqual([': :add-mask::x', 'open ***: no']);
  });
});

describe('what failed is named', () => {
  const tell = (name: string): string => {
    const url = new URL(`../fixtures/tool-output/buildx-${name}.txt`, import.meta.url);
    const stderr = readFileSync(url, 'utf8');
    return describeCommandFailure({ ...base, stderr }, { ...command, tool: 'buildx' }).message;
  };

  it.each([
    ['step-failed', ' (Dockerfile:3) '],
    ['step-failed-arm64', ' (linux/arm64, Dockerfile:3) '],
    ['step-failed-arm64', 'if [ "$TARGETARCH" = arm64 ]'],
    ['tag-absent', '127.0.0.1:5978/a/b:nope: not found'],
    ['git-unreachable', 'https://127.0.0.1:1/o/r.git/, cannot be reached: Failed to connect'],
    ['pull-refused', 'dial tcp 127.0.0.1:1: connect: connection refused'],
  ])('by what buildx says of %s', (name, told) => {
    expect(tell(name)).toContain(told);
  });

  it('by no more than it takes where nothing is known', () => {
    const stderr = `ERROR: failed to build: failed to solve: ${'z'.repeat(999)}: no host\n`;
    const { message } = describeCommandFailure({ ...base, stderr }, command);
    expect(message).toMatch(/exit code 1: z+ … z+: no host$/);
  });

  it('by the beginning and the end of what is long, without credentials', () => {
    const stderr = `ERROR: failed to solve: a/b: GET https://x/y?sig=c2VjcmV0&z=${'z'.repeat(999)}: 403 Forbidden\n`;
    const { message } = describeCommandFailure({ ...base, stderr }, command);
    expect(message).toMatch(/: a\/b: GET .* … z+: 403 Forbidden$/);
    expect(message).not.toContain('c2VjcmV0');
    expect(message.length).toBeLessThan(400);
  });
});

describe('credentials in lines', () => {
  it.each([
    ['open eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln-_: no such file', 'open ***: no such file'],
    [
      'GET https://x.blob.core.windows.net/a?sv=1&sig=a%2Fb%3D&se=2 403',
      'GET https://x.blob.core.windows.net/a?sv=1&sig=***&se=2 403',
    ],
    ['?X-Amz-Credential=AKIA/1&X-Amz-Signature=ff"', '?X-Amz-Credential=***&X-Amz-Signature=***"'],
    ['a.git?private_token=hunter2&x=1', 'a.git?private_token=***&x=1'],
    ['a?tokenizer=bpe&subdir=token', 'a?tokenizer=bpe&subdir=token'],
    ['https://user:hunter2@example.com/x', 'https://user:***@example.com/x'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer ***'],
    ['"authorization":"Basic dTpw"', '"authorization":"Basic ***"'],
    ['token ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'token ***'],
    ['docker.io/library/busybox:1.36@sha256:0', 'docker.io/library/busybox:1.36@sha256:0'],
    ['https://github.com/a/b?x=1', 'https://github.com/a/b?x=1'],
    ['authorization failed', 'authorization failed'],
  ])('%s', (line, shown) => {
    expect(redactLine(line)).toBe(shown);
    expect(redactLine(shown)).toBe(shown);
  });
});
