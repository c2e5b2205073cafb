import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import type { Platform } from '../../src/image/platform.ts';
import { ensureEmulation } from '../../src/stages/emulation.ts';
import { openRunFolder } from '../../src/stages/run-folder.ts';
import { parseState } from '../../src/state.ts';
import { makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';

const ENGINE = { os: 'linux', arch: 'amd64', version: '28', containerdStore: true, rootDir: '' };
const PLATFORMS: readonly Platform[] = [
  { os: 'linux', architecture: 'amd64' },
  { os: 'linux', architecture: 'arm64' },
  { os: 'linux', architecture: 's390x' },
];
const HANDLERS = '/proc/sys/fs/binfmt_misc';
const status = (...names: string[]): string =>
  `${JSON.stringify({ supported: [], emulators: names }, undefined, 2)}\n`;

async function ensure({
  files = {},
  commands = [],
  mode = 'auto',
  platforms = PLATFORMS,
}: {
  files?: Record<string, string>;
  commands?: readonly ScriptedCommand[];
  mode?: 'auto' | 'off';
  platforms?: readonly Platform[];
}) {
  const host = makeFakeHost({ files, commands });
  const folder = await openRunFolder(host);
  const said: string[] = [];
  const ensuring = ensureEmulation(host, {
    spec: { mode, image: 'example.com/binfmt@sha256:0' },
    platforms,
    engine: ENGINE,
    env: { PATH: '/bin' },
    folder,
    say: (line) => said.push(line),
  });
  return { host, said, ensuring };
}

const remembered = ({ state }: { state: Map<string, string> }) =>
  parseState(state.get('run') ?? '')?.emulators;

describe('emulators', () => {
  it('that are missing are installed, and the post step knows them before', async () => {
    const { host, ensuring } = await ensure({
      files: { [`${HANDLERS}/qemu-s390x`]: 'enabled\n' },
      commands: [
        {
          when: /^docker run --rm --privileged .*example\.com\/binfmt@sha256:0 --install arm64$/,
          answer: (_, job) => {
            expect(remembered(job)?.names).toEqual(['qemu-aarch64']);
            return { stdout: status('qemu-aarch64', 'qemu-s390x') };
          },
        },
      ],
    });
    expect(await ensuring).toEqual({ installed: ['qemu-aarch64'] });
    expect(remembered(host)).toEqual({
      image: 'example.com/binfmt@sha256:0',
      names: ['qemu-aarch64'],
    });
  });

  it.each<[string, Parameters<typeof ensure>[0]]>([
    [
      'that are there already',
      {
        files: {
          [`${HANDLERS}/qemu-aarch64`]: 'enabled\n',
          [`${HANDLERS}/qemu-s390x`]: 'enabled\n',
        },
      },
    ],
    ['that nothing needs', { platforms: [{ os: 'linux', architecture: 'amd64' }] }],
    ['that are turned off', { mode: 'off' }],
  ])('%s are neither installed nor removed', async (_, given) => {
    const { host, said, ensuring } = await ensure(given);
    expect(await ensuring).toEqual({ installed: [] });
    expect(host.commands).toEqual([]);
    expect(remembered(host)).toBeUndefined();
    expect(said).toHaveLength(1);
  });

  it('that are there and disabled are installed', async () => {
    const { ensuring } = await ensure({
      files: {
        [`${HANDLERS}/qemu-aarch64`]: 'disabled\n',
        [`${HANDLERS}/qemu-s390x`]: 'enabled\n',
      },
      commands: [{ when: /--install arm64$/, answer: { stdout: status('qemu-aarch64') } }],
    });
    expect(await ensuring).toEqual({ installed: ['qemu-aarch64'] });
  });

  it.each<[string, ScriptedCommand['answer']]>([
    ['the installer fails', { exitCode: 125, stderr: 'docker: Error response from daemon' }],
    ['it succeeds and lists others', { stdout: status('qemu-s390x') }],
    ['it succeeds and lists none', { stdout: '{\n  "supported": [],\n  "emulators": null\n}\n' }],
    ['it succeeds and lists nothing', { stdout: '', stderr: 'error: permission denied' }],
  ])('are not there when %s', async (_, answer) => {
    const { ensuring } = await ensure({ commands: [{ when: /^docker run/, answer }] });
    expect(await ensuring.then(() => 'installed', errorCode)).toBe('EMULATION_FAILED');
  });
});
