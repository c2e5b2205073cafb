import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ActionError, describeError, errorCode, InputError } from '../../src/errors.ts';

describe('describeError', () => {
  it.each([
    [new ActionError('BUILD_FAILED', 'It failed'), 'It failed'],
    [new ActionError('BUILD_FAILED', 'It failed', { hint: 'Do that.' }), 'It failed\nDo that.'],
  ])('tells what happened, then the cure', (error, text) => {
    expect(describeError(error)).toBe(text);
  });

  it.each([[new TypeError('x is not a function')], ['thrown text'], [undefined], [{ odd: true }]])(
    'calls %j a defect, without a stack',
    (error) => {
      const text = describeError(error);
      expect(text).toContain('defect');
      expect(text).not.toMatch(/\n\s+at /);
    },
  );
});

describe('what the machine refuses', () => {
  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM', 'EIO'])(
    '%s has a cause and a cure',
    (code) => {
      const error = Object.assign(new Error(`${code}: no`), { code, syscall: 'open' });
      expect(describeError(error)).toMatch(/^\w.*: E[A-Z]+: no\n\w/);
      expect(errorCode(error)).toBe('MACHINE_FAILED');
    },
  );

  it('is not what only has a code', () => {
    const odd = Object.assign(new Error('x'), { code: 'EPERM' });
    const missing = catchError(() => readFileSync('/nowhere'));
    expect([odd, missing].map(errorCode)).toEqual(['UNEXPECTED', 'UNEXPECTED']);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('errorCode', () => {
  it.each([
    [new ActionError('CANCELLED', 'x'), 'CANCELLED'],
    [new InputError([]), 'INPUT_INVALID'],
    [new Error('x'), 'UNEXPECTED'],
    ['x', 'UNEXPECTED'],
  ])('%s is %s', (error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});

describe('InputError', () => {
  it('counts the problems and lists each on a line of its own, with input, value and fix', () => {
    const error = new InputError([
      { input: 'push', value: 'maybe', problem: 'is not one of its values', fix: 'Use `true`.' },
      { input: 'secrets', problem: 'has no `=`', fix: 'Write `id=value`.' },
    ]);
    expect(error.message.split('\n')).toEqual([
      expect.stringMatching(/^2 problems/),
      expect.stringMatching(/^push.*maybe.*Use `true`\.$/),
      expect.stringMatching(/^secrets: .*Write `id=value`\.$/),
    ]);
  });

  it('keeps a long or strange value on its line', () => {
    const value = `a\nb\r${'c'.repeat(5000)}`;
    const { message } = new InputError([
      { input: 'x', value, problem: 'is wrong', fix: 'Change it.' },
    ]);
    expect(message).not.toMatch(/[\n\r]/);
    expect(message.length).toBeLessThan(300);
  });

  it('keeps its cause', () => {
    const cause = new Error('below');
    expect(new ActionError('BUILD_FAILED', 'x', { cause }).cause).toBe(cause);
  });
});
