import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES } from '../../src/errors.ts';
import { classifyOutput, KNOWN_FAILURES } from '../../src/tools/catalogue.ts';

const OUTPUT = new URL('../fixtures/tool-output/', import.meta.url);

/** Texts that users quote in public issues, or that were measured: tool, id of the entry, text. Names are shortened. */
const QUOTED: readonly (readonly [tool: string, id: string, text: string])[] = JSON.parse(
  readFileSync(new URL('../fixtures/quoted-failures.json', import.meta.url), 'utf8'),
);

/** Output of the real tools, recorded. */
const RECORDED: readonly (readonly [string, string, string])[] = [
  ['buildx', 'builder-absent', 'builder-absent'],
  ['buildx', 'builder-killed', 'builder-lost'],
  ['buildx', 'builder-stopped', 'builder-lost'],
  ['buildx', 'cache-401', 'cache-denied'],
  ['buildx', 'context-absent', 'context-absent'],
  ['buildx', 'copy-absent', 'copy-absent'],
  ['buildx', 'dns', 'transient'],
  ['buildx', 'dockerfile-absent', 'dockerfile-absent'],
  ['buildx', 'dockerfile-invalid', 'dockerfile-invalid'],
  ['buildx', 'emulator-crash', 'emulator-crash'],
  ['buildx', 'engine-socket', 'engine-unreachable'],
  ['buildx', 'engine-stopped', 'builder-lost'],
  ['buildx', 'engine-tcp', 'engine-unreachable'],
  ['buildx', 'entitlement', 'entitlement'],
  ['buildx', 'generator-404', 'manifest-unknown'],
  ['buildx', 'generator-429', 'rate-limit'],
  ['buildx', 'generator-503', 'transient'],
  ['buildx', 'git-unreachable', 'git-unreachable'],
  ['buildx', 'load-several', 'load-several'],
  ['buildx', 'platform-absent', 'platform-absent'],
  ['buildx', 'pull-401', 'unauthorized'],
  ['buildx', 'pull-refused', 'connection-refused'],
  ['buildx', 'push-401', 'unauthorized'],
  ['buildx', 'push-413', 'push-too-large'],
  ['buildx', 'push-429', 'push-throttled'],
  ['buildx', 'push-429-plain', 'push-throttled'],
  ['buildx', 'push-503', 'transient'],
  ['buildx', 'push-refused', 'connection-refused'],
  ['buildx', 'secret-absent', 'secret-absent'],
  ['buildx', 'secret-without-id', 'input-list'],
  ['buildx', 'stage-absent', 'stage-absent'],
  ['buildx', 'step-failed', 'step-failed'],
  ['buildx', 'step-failed-arm64', 'step-failed'],
  ['buildx', 'tag-absent', 'manifest-unknown'],
  ['cosign', 'flags', 'flags-conflict'],
  ['cosign', 'key-mismatch', 'certificate-invalid'],
  ['cosign', 'leaf-expired', 'certificate-invalid'],
  ['cosign', 'signing-config-unreachable', 'trust-metadata-unreachable'],
  ['cosign', 'trusted-root-unreachable', 'trust-metadata-unreachable'],
  ['docker', 'engine', 'engine-unreachable'],
];

describe('what tools printed', () => {
  it.each(RECORDED)('%s %s is %s', async (tool, name, id) => {
    const text = await readFile(new URL(`${tool}-${name}.txt`, OUTPUT), 'utf8');
    expect(classifyOutput({ tool, text })?.id).toBe(id);
  });

  it('every recording is used', async () => {
    const files = (await readdir(OUTPUT)).filter((name) => !name.includes('-version.'));
    expect(files.sort()).toEqual(RECORDED.map(([tool, name]) => `${tool}-${name}.txt`).sort());
  });
});

describe('what users report', () => {
  it.each(QUOTED)('%s: %s is %j', (tool, id, text) => {
    expect(classifyOutput({ tool, text })?.id).toBe(id);
  });

  it.each(QUOTED)(
    '%s: %s, coloured, in capitals and behind a progress prefix',
    (tool, id, text) => {
      const lines = text.split('\n').map((line) => `#12 \x1b[31m${line}\x1b[0m`);
      expect(classifyOutput({ tool, text: lines.join('\r\n') })?.id).toBe(id);
      expect(classifyOutput({ tool, text: `a\n${text.toUpperCase()}\nb` })?.id).toBe(id);
    },
  );
});

describe('the catalogue', () => {
  it('has a text for every entry', () => {
    const ids = new Set([...QUOTED.map(([, id]) => id), ...RECORDED.map(([, , id]) => id)]);
    expect(KNOWN_FAILURES.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('names each entry once', () => {
    const ids = KNOWN_FAILURES.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  // Our own sentence comes before the tool's when an error is classified again.
  it.each(QUOTED)('%s: %s stays what it is when told in our words', (tool, id, text) => {
    const known = classifyOutput({ tool, text });
    const told = `${tool} failed with exit code 1: ${known?.message}\n${text}`;
    expect(classifyOutput({ tool, text: told })?.id).toBe(id);
    expect(classifyOutput({ tool, text: known?.message ?? text })?.id ?? id).toBe(id);
  });

  it.each(QUOTED)('%s: %s is told in whole sentences', (tool, _, text) => {
    const known = classifyOutput({ tool, text });
    expect(ERROR_CODES).toContain(known?.code);
    expect(known?.message).not.toMatch(/\{\w+\}|undefined|^\s*$/);
    expect(known?.hint).not.toMatch(/(?<!\$\{)\{\w+\}|undefined|^\s*$/);
  });
});

describe('where a text stands', () => {
  const step = 'ERROR: process "/bin/sh -c curl x" did not complete successfully: exit code: 22';
  it.each([
    ['a program in a RUN', `#7 1.234 curl: (22) 403 Forbidden\n${step}`, 'step-failed'],
    ['the same, repeated at the end', `------\n1.234 denied: no\n------\n${step}`, 'step-failed'],
    ['after a bare return', `#7 1.2 50%\rERROR: denied: no\n${step}`, 'step-failed'],
    ['emulation inside a RUN', `#7 1.2 exec /bin/sh: exec format error\n${step}`, 'exec-format'],
    ['a full disk inside a RUN', `#7 1.2 write: No space left on device\n${step}`, 'disk-full'],
    ['BuildKit itself', '#7 ERROR: unexpected status: 403 Forbidden', 'forbidden'],
    ['a warning', 'WARNING: tuf refresh failed: connection refused', undefined],
    ['nothing known', 'Error: all is lost', undefined],
    ['nothing', '', undefined],
  ])('%s', (_, text, id) => {
    expect(classifyOutput({ tool: 'buildx', text })?.id).toBe(id);
  });

  it('what cosign says is not looked for in the output of others', () => {
    const text = 'no signatures found';
    expect(classifyOutput({ tool: 'cosign', text })?.id).toBe('nothing-found');
    expect(classifyOutput({ tool: 'buildx', text })).toBeUndefined();
  });

  it('fills in what the tool named, shortened', () => {
    const text = `ERROR: process "/bin/sh -c ${'x'.repeat(900)}" did not complete successfully: exit code: 3`;
    const { message = '' } = classifyOutput({ tool: 'buildx', text }) ?? {};
    expect(message).toContain('exit code 3');
    expect(message.length).toBeLessThan(260);
  });

  it('shows no credential', () => {
    const text =
      'dockerfile parse error on line 1: unknown instruction: https://u:hunter2@example.com/?sig=abc';
    const { message = '' } = classifyOutput({ tool: 'buildx', text }) ?? {};
    expect(message).not.toMatch(/hunter2|abc/);
  });
});
