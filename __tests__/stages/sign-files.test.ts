import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { PROVENANCE_V1, SPDX } from '../../src/plan/attestations.ts';
import type { AttestationSpec, FileOutput, Policy } from '../../src/plan/types.ts';
import type { FileClaim } from '../../src/stages/image/file-claims.ts';
import { makeBundleChecker } from '../../src/stages/signing/check-bundle.ts';
import { signFiles } from '../../src/stages/signing/sign-files.ts';
import { answerCosign, readFlag } from '../support/fake-cosign.ts';
import { type FakeHost, makeFakeHost } from '../support/fake-host.ts';
import type { ScriptedCommand } from '../support/fake-script.ts';
import { hash } from '../support/hash.ts';
import { makeBuildSpec } from '../support/make-build-spec.ts';
import { makePolicy } from '../support/make-subjects.ts';
import { makeToken } from '../support/make-token.ts';

const COSIGN = { path: '/opt/cosign', env: {} };
const TRUST = { trustedRoot: '/trust/root.json', signingConfig: '/trust/config.json' };
const LOCAL: FileOutput = {
  type: 'local',
  dest: 'out',
  isFolder: true,
  prefix: '',
  split: undefined,
};
const TAR: FileOutput = { ...LOCAL, type: 'tar', dest: 'a.tar', isFolder: false };
const CONTENT = { 'out/app': 'app', 'out/lib/a': 'a' };

const state = (type: string, files: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    predicateType: type,
    predicate: {},
    subject: Object.entries(files).map(([path, text]) => ({
      name: path.replace('out/', ''),
      digest: { sha256: hash(text) },
    })),
  });
const PROVENANCE = { 'out/provenance.json': state(PROVENANCE_V1.predicateType, CONTENT) };
const SBOM = { 'out/sbom.spdx.json': state(SPDX.predicateType, CONTENT) };

interface Given {
  readonly files: Readonly<Record<string, string>>;
  readonly outputs?: readonly FileOutput[];
  readonly attestations?: readonly AttestationSpec[];
  readonly commands?: readonly ScriptedCommand[];
  readonly policy?: Policy;
  readonly change?: (host: FakeHost) => void;
}

function sign({ files, outputs = [LOCAL], attestations = [PROVENANCE_V1], ...given }: Given): {
  host: FakeHost;
  signing: Promise<readonly FileClaim[]>;
  code: Promise<string>;
} {
  const host = makeFakeHost({
    files,
    commands: [...(given.commands ?? []), { when: /^cosign /, answer: answerCosign }],
  });
  given.change?.(host);
  const policy = given.policy ?? makePolicy();
  const claims = {
    issuer: '',
    jobWorkflowRef: '',
    repository: '',
    ref: '',
    sha: '',
    eventName: '',
  };
  const signing = signFiles(host, {
    plan: { files: outputs, attestations, build: makeBuildSpec() },
    platforms: [{ os: 'linux', architecture: 'amd64' }],
    imageDigest: undefined,
    folder: '/run',
    signing: {
      spec: { timeoutMs: 60_000 },
      cosign: COSIGN,
      trust: TRUST,
      tokens: async () => ({
        text: makeToken(),
        expiresAtS: Number.POSITIVE_INFINITY,
        subject: '',
        claims,
      }),
      check: makeBundleChecker(host, {
        policy,
        cosign: COSIGN,
        folder: '/run',
        runId: '',
        ...TRUST,
      }),
    },
  });
  return { host, signing, code: signing.then(() => 'signed', errorCode) };
}

describe('files of a folder', () => {
  it('are signed by the statements about them, each once', async () => {
    const { host, signing } = sign({
      files: { ...CONTENT, ...PROVENANCE, ...SBOM },
      attestations: [PROVENANCE_V1, SPDX],
    });
    const bundles = (await signing).map(({ bundlePath }) => bundlePath);
    expect(bundles).toEqual(['out/provenance.sigstore.json', 'out/sbom.sigstore.json']);
    expect(bundles.every((path) => host.stored.has(path))).toBe(true);
    const made = host.commands.filter(({ args }) => args[0] === 'attest-blob');
    expect(made.map((command) => readFlag(command, 'type'))).toEqual([
      'slsaprovenance1',
      'spdxjson',
    ]);
    expect([...host.stored.keys()].filter((path) => path.includes('token'))).toEqual([]);
  });

  it('that BuildKit wrote about are told from those that only look like it', async () => {
    const forged = {
      'out/evil.spdx.json': state(SPDX.predicateType, { 'out/provenance.json': '' }),
    };
    const files = { ...CONTENT, ...forged };
    const { signing } = sign({
      files: { ...files, 'out/sbom.spdx.json': state(SPDX.predicateType, files) },
      attestations: [SPDX],
    });
    expect((await signing).map(({ bundlePath }) => bundlePath)).toEqual(['out/sbom.sigstore.json']);
  });

  it('that may not be read are not compared', async () => {
    const { host, code } = sign({
      files: { ...CONTENT, ...PROVENANCE },
      change: ({ files }) => {
        const { sha256 } = files;
        Object.assign(files, {
          sha256: async (path: string) => {
            if (path === 'out/app') throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
            return sha256(path);
          },
        });
      },
    });
    expect(await code).toBe('signed');
    expect(host.lines.join('\n')).toContain('1 of 2 files');
  });

  it('are no matter of signing where there are none', async () => {
    const { signing } = sign({
      files: { 'out/provenance.json': state(PROVENANCE_V1.predicateType, {}) },
    });
    expect(await signing).toEqual([]);
  });
});

describe('an archive', () => {
  const list = (stdout: string): ScriptedCommand => ({ when: /^tar -tf /, answer: { stdout } });
  const extract: ScriptedCommand = {
    when: /^tar -xf /,
    answer: ({ args }, { stored }) => {
      const [into = '', , ...members] = args.slice(3);
      for (const member of members)
        stored.set(`${into}/${member}`, PROVENANCE['out/provenance.json']);
      return {};
    },
  };

  it('is signed, and the statements in it', async () => {
    const { host, signing } = sign({
      files: { 'a.tar': 'archive' },
      outputs: [TAR],
      commands: [list('app\nlib/provenance.json\nprovenance.json\n'), extract],
    });
    expect((await signing).map(({ bundlePath }) => bundlePath)).toEqual([
      'a.tar.sigstore.json',
      'a.tar.provenance.sigstore.json',
    ]);
    const extracted = host.commands.find(({ args }) => args[0] === '-xf');
    expect(extracted?.args.slice(4)).toEqual(['--', 'provenance.json']);
    expect(host.commands.find(({ args }) => args[0] === '-tf')?.args[1]).toBe('./a.tar');
  });

  it.each<[string, Given, string]>([
    ['is gone', { files: {}, outputs: [TAR] }, 'BUILD_RESULT_INVALID'],
    [
      'has no statement',
      { files: { 'a.tar': '' }, outputs: [TAR], commands: [list('app\n'), extract] },
      'PREDICATE_MISSING',
    ],
  ])('that %s is a failure', async (_, given, code) => {
    expect(await sign(given).code).toBe(code);
  });
});

describe('nothing is signed', () => {
  const files = { ...CONTENT, ...PROVENANCE };
  it.each<[string, Given, string]>([
    ['where the folder is gone', { files: {} }, 'BUILD_RESULT_INVALID'],
    ['where the statement is gone', { files: CONTENT }, 'PREDICATE_MISSING'],
    ['where another kind is missing', { files, attestations: [SPDX] }, 'PREDICATE_MISSING'],
    [
      'where a file is gone',
      { files: { ...PROVENANCE, 'out/app': 'app' } },
      'BUILD_RESULT_INVALID',
    ],
    ['where a file is changed', { files: { ...files, 'out/app': 'b' } }, 'BUILD_RESULT_INVALID'],
    [
      'by another identity',
      { files, policy: makePolicy({ identity: 'https://github.com/x' }) },
      'BUNDLE_REJECTED',
    ],
    [
      'but what BuildKit stated',
      {
        files,
        commands: [
          {
            when: /^cosign attest-blob/,
            answer: (command, host) => {
              const statement = readFlag(command, 'statement');
              const text = `${Buffer.from(host.stored.get(statement) ?? '')} `;
              host.stored.set('/other', text);
              const args = command.args.map((arg) => arg.replace(statement, '/other'));
              return answerCosign({ ...command, args }, host);
            },
          },
        ],
      },
      'BUNDLE_REJECTED',
    ],
  ])('%s', async (_, given, code) => {
    const { host, code: told } = sign(given);
    expect(await told).toBe(code);
    expect([...host.stored.keys()].filter((path) => path.startsWith('out/p'))).toEqual(
      Object.keys(given.files).filter((path) => path.startsWith('out/p')),
    );
  });

  it('where its bundle cannot be put', async () => {
    const { code } = sign({
      files,
      change: ({ files: disk }) => {
        const { write } = disk;
        Object.assign(disk, {
          write: async (path: string, content: string) => {
            if (path.startsWith('out/')) throw new Error('EROFS: read-only file system');
            return write(path, content);
          },
        });
      },
    });
    expect(await code).toBe('BUNDLE_NOT_WRITTEN');
  });
});
