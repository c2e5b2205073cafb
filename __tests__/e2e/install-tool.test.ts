import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  jest,
} from '@jest/globals';
import {
  type ClaimOverrides,
  GITHUB_ISSUER,
  type Oidc,
  startOidc,
} from '../../lab/services/oidc.ts';
import { type Sigstore, startSigstore } from '../../lab/services/sigstore.ts';
import { ensureTool } from '../../src/stages/tools/install-tool.ts';
import { makeReleaseUrls, type Publisher } from '../../src/tools/releases.ts';
import { type Cosign, findSigningTools, makeCosign } from '../support/lab-cosign.ts';
import { expectSuccess } from '../support/lab-signing.ts';
import { type ReleaseServer, startReleaseServer } from '../support/release-server.ts';
import { makeToolWorld, readCode, type ToolWorld } from '../support/tool-world.ts';

/** For a machine where the tools have to be built first. */
const SETUP_TIMEOUT_MS = 20 * 60_000;
const platform = { os: 'linux', arch: 'amd64' } as const;
const BUILDER = 'docker/github-builder/.github/workflows/bake.yml';
/** What GitHub says of the job that releases buildx 0.37.0. */
const DOCKERS: ClaimOverrides = {
  repository: 'docker/buildx',
  ref: 'refs/tags/v0.37.0',
  job_workflow_ref: `${BUILDER}@a492c6d04fd3315f67230809b44d60cc0acd50b3`,
};

jest.setTimeout(60_000);

describe('a release that only its signature vouches for', () => {
  let [verifier, folder]: string[] = [];
  let oidc: Oidc;
  let sigstore: Sigstore;
  let signer: Cosign;
  let server: ReleaseServer;
  let world: ToolWorld;

  beforeAll(async () => {
    verifier = (await findSigningTools()).cosign;
    folder = await mkdtemp(join(tmpdir(), 'install-tool-'));
    oidc = await startOidc();
    sigstore = await startSigstore({ oidc, folder, rekor: 'v2' });
    signer = await makeCosign({ file: verifier, oidc, sigstore });
  }, SETUP_TIMEOUT_MS);

  afterAll(async () => {
    await Promise.all([sigstore.stop(), oidc.stop()]);
    await Promise.all([folder ?? '', signer.folder].map((each) => rm(each, { recursive: true })));
  });

  beforeEach(async () => {
    world = await makeToolWorld();
    server = await startReleaseServer();
  });

  afterEach(async () => {
    sigstore.setForgery(undefined);
    await Promise.all([server.stop(), world.remove()]);
  });

  const file = (name: string): string => join(folder ?? '', name);

  /** Signs `binary` as the job with these claims would, and publishes `served` with the bundle. */
  async function release({
    tool,
    version,
    claims,
    verb,
    binary,
    served = binary,
  }: {
    tool: 'cosign' | 'buildx';
    version: string;
    claims: ClaimOverrides;
    verb: 'sign-blob' | 'attest-blob';
    binary: string;
    served?: string;
  }): Promise<void> {
    await writeFile(file('binary'), binary);
    await writeFile(file('predicate'), '{"buildDefinition":{},"runDetails":{}}');
    const flags = ['--type', 'slsaprovenance1', '--predicate', file('predicate')];
    oidc.setClaims(claims);
    const args = [verb, ...(verb === 'attest-blob' ? flags : []), '--bundle', file('bundle')];
    expectSuccess(await signer.sign([...args, file('binary')]));
    const urls = makeReleaseUrls(tool, { version, platform, baseUrl: '' });
    server.publish(urls.binary, [{ kind: 'whole', bytes: served }]);
    server.publish(urls.bundle, [{ kind: 'whole', bytes: await readFile(file('bundle')) }]);
  }

  const install = (tool: 'cosign' | 'buildx', version: string, publisher?: Publisher) =>
    ensureTool(world.host, {
      tool,
      choice: { kind: 'release', version },
      say: () => undefined,
      source: {
        baseUrl: server.baseUrl,
        trustedRoot: sigstore.trustedRootFile,
        verifier: verifier ?? '',
        ...(publisher && { publisher }),
      },
    });

  describe('buildx, by the provenance of its build', () => {
    const makeBuildx = (version = '0.37.0'): string =>
      `#!/bin/sh\n: > ${world.trace('ran')}\necho 'github.com/docker/buildx v${version} 0123456'\n`;
    const genuine = () =>
      ({
        tool: 'buildx',
        version: '0.37.0',
        claims: DOCKERS,
        verb: 'attest-blob',
        binary: makeBuildx(),
      }) as const;

    it('is accepted from the run for its tag, and checked again when it is found', async () => {
      await release(genuine());
      expect(await install('buildx', '0.37.0')).toMatchObject({ version: '0.37.0' });
      expect((await install('buildx', '0.37.0')).path).toContain('build-sign-buildx');
    });

    it.each<[string, ClaimOverrides]>([
      ['somebody else who used the same builder', { ...DOCKERS, repository: 'evil/buildx' }],
      ['the run of another tag', { ...DOCKERS, ref: 'refs/tags/v0.36.1' }],
      ['the run of a branch', { ...DOCKERS, ref: 'refs/heads/master' }],
      ['another workflow', { ...DOCKERS, job_workflow_ref: `${BUILDER}.evil@v1` }],
      ['a look-alike of the builder', { ...DOCKERS, job_workflow_ref: `evil/${BUILDER}@v1` }],
    ])('is refused from %s', async (_, claims) => {
      await release({ ...genuine(), claims });
      expect(await readCode(install('buildx', '0.37.0'))).toBe('TOOL_SIGNATURE_INVALID');
      expect(world.wasRun('ran')).toBe(false);
    });

    it('is refused with one changed byte', async () => {
      const binary = makeBuildx();
      await release({ ...genuine(), binary, served: `${binary}\n` });
      expect(await readCode(install('buildx', '0.37.0'))).toBe('TOOL_SIGNATURE_INVALID');
      expect(world.wasRun('ran')).toBe(false);
    });

    it('is refused with a plain signature in place of the provenance', async () => {
      await release({ ...genuine(), verb: 'sign-blob' });
      expect(await readCode(install('buildx', '0.37.0'))).toBe('TOOL_SIGNATURE_INVALID');
    });

    it('is refused when it is another version under that tag', async () => {
      await release({ ...genuine(), binary: makeBuildx('0.36.9') });
      expect(await readCode(install('buildx', '0.37.0'))).toBe('TOOL_VERSION_REFUSED');
    });
  });

  describe('cosign, by a signature over the binary', () => {
    const claims: ClaimOverrides = {
      job_workflow_ref: 'sigstore/cosign/.github/workflows/r.yml@x',
    };
    const publisher: Publisher = {
      issuer: GITHUB_ISSUER,
      identity: { exact: `https://github.com/${claims.job_workflow_ref}` },
      repository: undefined,
      fromTag: false,
      format: 'signature',
    };
    const genuine = () =>
      ({
        tool: 'cosign',
        version: '3.1.9',
        claims,
        verb: 'sign-blob',
        binary: world.makeBinary('ran', '3.1.9'),
      }) as const;

    it('is accepted from its publisher', async () => {
      await release(genuine());
      expect(await install('cosign', '3.1.9', publisher)).toMatchObject({ version: '3.1.9' });
    });

    it('is refused from anybody else, unrun', async () => {
      await release({
        ...genuine(),
        claims: { job_workflow_ref: 'evil/x/.github/workflows/r.yml@x' },
      });
      expect(await readCode(install('cosign', '3.1.9', publisher))).toBe('TOOL_SIGNATURE_INVALID');
      expect(world.wasRun('ran')).toBe(false);
    });

    it("is refused under the real publisher's identity, which this Sigstore cannot have", async () => {
      await release(genuine());
      expect(await readCode(install('cosign', '3.1.9'))).toBe('TOOL_SIGNATURE_INVALID');
    });

    it.each([
      ['nothing', ''],
      ['a page of a proxy', '<html></html>'],
      ['an empty object', '{}'],
      ['the older format', '{"base64Signature":"AA==","cert":"AA==","rekorBundle":{}}'],
    ])('is refused with %s as its bundle', async (_, bundle) => {
      await release(genuine());
      const urls = makeReleaseUrls('cosign', { version: '3.1.9', platform, baseUrl: '' });
      server.publish(urls.bundle, [{ kind: 'whole', bytes: bundle }]);
      expect(await readCode(install('cosign', '3.1.9', publisher))).toBe('TOOL_SIGNATURE_INVALID');
      expect(world.wasRun('ran')).toBe(false);
    });
  });
});
