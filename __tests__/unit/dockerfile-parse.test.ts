import { describe, expect, it } from '@jest/globals';
import { parseDockerfile, readSyntax } from '../../src/image/dockerfile-parse.ts';

/** What parser.DetectSyntax of BuildKit 0.32.2 says of the same files. */
describe('the frontend that a file names', () => {
  it.each<[string, string]>([
    ['as nearly all write it', '# syntax=x/y'],
    ['without blanks', '#syntax=x/y'],
    ['with blanks', '#\tsyntax = x/y  '],
    ['in other letters', '# SYNTAX=x/y'],
    ['after other directives', '# escape=`\n# check=skip=all\n# syntax=x/y'],
    ['after what starts a program', '#!/usr/bin/env docker\n# syntax=x/y'],
    ['in the comments of other languages', '// syntax=x/y'],
    ['after a byte order mark', '\uFEFF# syntax=x/y\r'],
    ['with words of its own', '# syntax=x/y z'],
    ['twice', '# syntax=x/y\n# syntax=a/b'],
  ])('%s', (_, head) => {
    expect(readSyntax(`${head}\nFROM a\n`)).toBe('x/y');
  });

  it.each<[string, string, string | undefined]>([
    ['in JSON', '{ "syntax": "x/y", "FROM": "a" }', 'x/y'],
    ['in JSON after what starts a program', '#!/usr/bin/env docker\n{ "syntax": "x/y" }', 'x/y'],
    ['in JSON that names none', '{ "FROM": "a" }', undefined],
    ['in JSON, as no text', '{ "syntax": 1 }', undefined],
  ])('%s', (_, text, expected) => {
    expect(readSyntax(text)).toBe(expected);
  });

  it.each<[string, string]>([
    ['behind a comment', '# for x\n# syntax=x/y'],
    ['behind what is no directive', '# a=b\n# syntax=x/y'],
    ['in comments of two kinds', '# check=skip=all\n// syntax=x/y'],
    ['behind an empty line', '\n# syntax=x/y'],
    ['not at the beginning of its line', ' # syntax=x/y'],
    ['with a blank in its name', '# syn tax=x/y'],
    ['without a value', '# syntax='],
  ])('is none %s', (_, head) => {
    expect(readSyntax(`${head}\nFROM a\n`)).toBeUndefined();
  });
});

/** What parser.Parse of BuildKit 0.32.2 says of the same files. */
describe('the character that escapes', () => {
  it.each<[string, string, string]>([
    ['named first', '# escape=`', '`'],
    ['with blanks and in other letters', '# Escape = `  \r', '`'],
    ['behind another directive', '# check=skip=all\n# escape=`', '`'],
    ['not at the beginning of its line', ' # escape=`', '`'],
    ['behind a byte order mark', '\uFEFF# escape=`', '`'],
    ['behind what is no directive', '# a=b\n# escape=`', '\\'],
    ['behind that and a byte order mark', '\uFEFF# a=b\n# escape=`', '\\'],
    ['behind that and a directive', '# check=skip=all\n# a=b\n# escape=`', '\\'],
    ['behind a comment with an equals sign', '# see a=b\n# escape=`', '\\'],
    ['behind one without a value', '# escape=\n# escape=`', '\\'],
    ['behind a comment', '# for Windows\n# escape=`', '\\'],
    ['behind what starts a program', '#!/bin/x\n# escape=`', '\\'],
    ['behind an empty line', '\n# escape=`', '\\'],
  ])('%s', (_, head, expected) => {
    const dockerfile = parseDockerfile(`${head}\nFROM a\n`);
    expect(dockerfile.getEscapeCharacter()).toBe(expected);
    expect(dockerfile.getFROMs().map((from) => from.getImage())).toEqual(['a']);
  });
});
