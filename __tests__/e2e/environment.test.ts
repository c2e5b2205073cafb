import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, NATIVE, useWorld } from '../support/e2e-world.ts';

const world = useWorld();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const LONG = 'l'.repeat(120);

describe('a runner whose folders are called', () => {
  it.each([
    ['as no folder should', 'it\'s "a" b=c,d#é&$HOME;`id`'],
    ['what divides a PATH', 'a:b'],
    ['longer than a socket may be', `${LONG}/${LONG}`],
  ])('%s builds, signs and writes files like any other', async (_, name) => {
    const { lab, run, registry } = world();
    const root = join(folder, name);
    const tempDir = join(root, '_temp');
    const workspace = join(root, 'work', 'app');
    const context = 'con t,ext';
    const dest = join(root, 'o,u"t');
    await mkdir(tempDir, { recursive: true });
    await mkdir(join(workspace, context), { recursive: true });
    const lines = [
      `FROM ${lab.baseImage} AS work`,
      'RUN --mount=type=secret,id=given --mount=type=secret,id=filed cat /run/secrets/* > /seen',
      'FROM scratch',
      'COPY --from=work /seen /seen',
      'COPY --from=more Dockerfile /copied',
    ];
    await writeFile(join(workspace, context, 'Dockerfile'), `${lines.join('\n')}\n`);
    await writeFile(join(workspace, 'se"c,ret=x'), 'of-a-file ');
    const released = await run({
      inputs: {
        ...BARE,
        platforms: NATIVE,
        images: `${registry.host}/octo/odd`,
        context,
        'build-contexts': `more=${context}`,
        secrets: 'given=of-an-input',
        'secret-files': '"filed=se""c,ret=x"',
        outputs: `type=local,"dest=${dest.replaceAll('"', '""')}"`,
      },
      tempDir,
      workspace,
    });
    expect(released.error).toBeUndefined();
    expect(released.warnings).toEqual([]);
    expect(await readFile(join(dest, 'seen'), 'utf8')).toBe('of-a-file of-an-input');
  });
});

it.each([
  ['of the runner', 'ca\u0308che', 'temp'],
  ['below a folder for temporary files of such a name', 'c\u00e4che', 't\u00e9mp'],
])('a cache in a folder %s that no header can name is written and read', async (_, name, temp) => {
  const { lab, run } = world();
  const tempDir = join(folder, temp);
  await mkdir(tempDir, { recursive: true });
  const workspace = await makeWorkspace(lab, [`RUN echo ${name}`]);
  const cache = join(folder, name);
  const job = {
    inputs: {
      ...BARE,
      push: 'false',
      platforms: NATIVE,
      'cache-from': `type=local,src=${cache}`,
      'cache-to': `type=local,dest=${cache},mode=max`,
    },
    ...{ tempDir, workspace, wanted: 'built' as const },
  };
  const first = await run(job);
  expect([first.error, first.warnings]).toEqual([undefined, []]);
  expect(await readdir(cache)).toContain('index.json');
  const second = await run(job);
  expect([second.error, second.warnings]).toEqual([undefined, []]);
  expect(second.text).toContain('100 % of 1 step from the cache');
  expect((await readdir('/tmp')).filter((one) => one.startsWith('bsa-layers-'))).toEqual([]);
});

it('a TMPDIR that is not there is left out, and the log says so', async () => {
  const { run } = world();
  const built = await run({
    inputs: { ...BARE, push: 'false' },
    wanted: 'built',
    env: { TMPDIR: join(folder, 'nowhere') },
  });
  expect(built.error).toBeUndefined();
  expect(built.text).toContain('TMPDIR is left out');
});
