import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureTool } from '../../src/stages/tools/install-tool.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server.ts';
import { makeToolWorld, readCode, type ToolWorld } from '../support/tool-world.ts';

const say = (): void => undefined;

let world: ToolWorld;
let server: ReleaseServer;

beforeEach(async () => {
  world = await makeToolWorld();
  server = await startReleaseServer();
});

afterEach(async () => {
  await Promise.all([server.stop(), world.remove()]);
});

describe('a version that is refused', () => {
  const WORDS = [
    'latest',
    '../x',
    '',
    '3',
    '3.1',
    'v3',
    '3.1.3/../x',
    '3.1.3 ',
    '3.1.x',
    '>=3.1.3',
    'main',
  ];
  const OLD = ['3.0.3', 'v3.0.3', '2.6.1', '3.0.4-rc.1', '0.0.0'];
  it.each([...WORDS, ...OLD])('%j, before anything is asked', async (version) => {
    for (const kind of ['pinned', 'release'] as const) {
      const source = { baseUrl: server.baseUrl };
      const work = ensureTool(world.host, {
        tool: 'cosign',
        choice: { kind, version },
        say,
        source,
      });
      expect(await readCode(work)).toBe('TOOL_VERSION_REFUSED');
    }
    expect(server.asked).toEqual([]);
    expect(world.commands).toEqual([]);
  });
});

describe('a path', () => {
  const install = (path: string): ReturnType<typeof ensureTool> =>
    ensureTool(world.host, { tool: 'cosign', choice: { kind: 'path', path }, say });
  const prints = (text: string): Promise<string> =>
    world.writeScript('own/cosign', `echo '${text}'`);

  it('is used as it is, with its hash told', async () => {
    const path = await prints('{"gitVersion":"v3.1.1-2"}');
    const sha256 = await world.host.files.sha256(path);
    expect(await install(path)).toEqual({ path, version: '3.1.1+2', sha256 });
  });

  it.each([
    ['that is too old', '{"gitVersion":"v3.0.3"}'],
    ['that is a pre-release of the floor', '{"gitVersion":"v3.0.4-rc.1"}'],
    ['without a version', '{"gitVersion":"devel"}'],
    ['of something else', 'hello'],
  ])('of a cosign %s is refused', async (_, text) => {
    expect(await readCode(install(await prints(text)))).toBe('TOOL_VERSION_REFUSED');
  });

  it.each(['cosign', './cosign', '/nonexistent/cosign', '/etc/passwd', '/usr'])(
    'as %s is refused',
    async (path) => {
      expect(await readCode(install(path))).toBe('TOOL_VERSION_REFUSED');
      expect(world.commands).toEqual([]);
    },
  );

  it('of a binary that fails is told as that', async () => {
    const path = await world.writeScript('own/cosign', 'echo broken >&2; exit 3');
    expect(await readCode(install(path))).toBe('COMMAND_FAILED');
  });
});
