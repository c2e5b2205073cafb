import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureTool } from '../../src/stages/tools/install-tool.ts';
import { hash } from '../support/hash.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server.ts';
import { makeToolWorld, readCode, type ToolWorld } from '../support/tool-world.ts';

const say = (): void => undefined;

let world: ToolWorld;
let server: ReleaseServer;
/** A binary that leaves a trace when it is run, and another one that must never run. */
let binary: string;
let forged: string;

beforeEach(async () => {
  world = await makeToolWorld();
  server = await startReleaseServer();
  binary = world.makeBinary('ran', '3.1.9');
  forged = world.makeBinary('forged', '3.1.9');
});

afterEach(async () => {
  await Promise.all([server.stop(), world.remove()]);
});

describe('a release that is not pinned', () => {
  const RELEASE = '/sigstore/cosign/releases/download/v3.1.9/cosign-linux-amd64';
  let verifier: string;

  beforeEach(async () => {
    // Accepts a file whose hash stands in the bundle; real signatures are checked in the e2e tests.
    verifier = await world.writeScript(
      'verifier',
      `for arg; do case "$arg" in --bundle=*) bundle="\${arg#--bundle=}";; --out=*) : > "\${arg#--out=}";; esac; file="$arg"; done
if [ "$1" = trusted-root ]; then [ ! -e ${world.trace('offline')} ]; exit; fi
grep -q "$(sha256sum < "$file" | cut -c1-64)" "$bundle"`,
    );
  });

  const install = (version = '3.1.9'): ReturnType<typeof ensureTool> =>
    ensureTool(world.host, {
      tool: 'cosign',
      choice: { kind: 'release', version },
      say,
      source: { baseUrl: server.baseUrl, verifier },
    });
  const publish = (bytes: string): void => {
    server.publish(RELEASE, [{ kind: 'whole', bytes }]);
    server.publish(`${RELEASE}.sigstore.json`, [{ kind: 'whole', bytes: hash(binary) }]);
  };

  it('is installed when its signature verifies, and found the next time', async () => {
    publish(binary);
    const { path, version, sha256 } = await install();
    expect({ version, sha256 }).toEqual({ version: '3.1.9', sha256: hash(binary) });
    expect(await readFile(path, 'utf8')).toBe(binary);
    const again = await install('v3.1.9');
    expect(again.path).toContain('build-sign-cosign');
    expect(server.asked.filter((asked) => asked === RELEASE)).toHaveLength(1);
  });

  it('is refused, unrun, when the signature is of something else', async () => {
    publish(forged);
    expect(await readCode(install())).toBe('TOOL_SIGNATURE_INVALID');
    expect(world.wasRun('forged')).toBe(false);
  });

  it('is refused without a bundle, and its binary is not even asked for', async () => {
    server.publish(RELEASE, [{ kind: 'whole', bytes: binary }]);
    expect(await readCode(install())).toBe('TOOL_SIGNATURE_INVALID');
    expect(server.asked).toEqual([`${RELEASE}.sigstore.json`]);
  });

  it('is downloaded again when its file in the tool cache does not verify', async () => {
    publish(binary);
    await install();
    const kept = join(world.folder, 'cache', 'build-sign-cosign', '3.1.9', 'amd64', 'cosign');
    await writeFile(kept, forged);
    expect(await readFile((await install()).path, 'utf8')).toBe(binary);
    expect(world.wasRun('forged')).toBe(false);
    expect(world.warnings).toHaveLength(1);
  });

  it('is refused when it is a genuine release of another version', async () => {
    binary = binary.replace('v3.1.9', 'v3.1.8');
    publish(binary);
    expect(await readCode(install())).toBe('TOOL_VERSION_REFUSED');
  });

  it('waits for the trusted root, and says so when there is none', async () => {
    publish(binary);
    await writeFile(world.trace('offline'), '');
    expect(await readCode(install())).toBe('TRUSTED_ROOT_UNAVAILABLE');
    expect(world.sleepsMs).toEqual([1000, 2000, 4000]);
    expect(world.wasRun('ran')).toBe(false);
  });

  it('is checked in an environment of its own', async () => {
    publish(binary);
    Object.assign(world.host.env, { COSIGN_CERTIFICATE_IDENTITY_REGEXP: '.*', TUF_MIRROR: 'x' });
    await install();
    const names = new Set(world.commands.flatMap(({ env }) => Object.keys(env)));
    expect([...names].filter((name) => /^(COSIGN_|TUF_MIRROR|SIGSTORE_)/.test(name))).toEqual([]);
    const roots = world.commands.flatMap(({ env }) => env['TUF_ROOT'] ?? []);
    expect(roots.length).toBeGreaterThan(0);
    expect(roots.every((root) => root.startsWith(world.folder))).toBe(true);
  });

  it('cannot be checked where no cosign is pinned', async () => {
    await world.remove();
    world = await makeToolWorld({ os: 'windows' });
    const release = RELEASE.replace('linux', 'windows');
    server.publish(`${release}.sigstore.json`, [{ kind: 'whole', bytes: '{}' }]);
    const choice = { kind: 'release', version: '3.1.9' } as const;
    const work = ensureTool(world.host, {
      tool: 'cosign',
      choice,
      say,
      source: { baseUrl: server.baseUrl },
    });
    expect(await readCode(work)).toBe('ENVIRONMENT_UNSUPPORTED');
  });
});
