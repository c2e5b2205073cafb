import { describe, expect, it } from '@jest/globals';
import { PROVENANCE_V1 } from '../../src/plan/attestations.ts';
import type { SignedFile } from '../../src/stages/image/file-claims.ts';
import { makeOutputs, makeVerifyCommands, type Results } from '../../src/stages/report/report.ts';
import { formatSummary } from '../../src/stages/report/summary.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';
import { makePolicy, TOP } from '../support/make-subjects.ts';

async function makeResults(inputs: InputTexts, files?: readonly SignedFile[]): Promise<Results> {
  return {
    plan: await makePlanOf({ inputs }),
    policy: makePolicy(),
    build: { metadata: { digest: TOP.digest, configDigest: undefined, json: '{}' } },
    moved: [],
    published: false,
    ...(files === undefined ? {} : { files }),
  };
}

/** A statement about a folder, and the signature of an archive. */
async function makeFiles(inputs: InputTexts): Promise<readonly SignedFile[]> {
  const [folder, archive] = (await makePlanOf({ inputs })).files;
  if (folder === undefined || archive === undefined) throw new Error('no files');
  const { digest } = TOP;
  const stated = { output: folder, platform: 'linux/amd64', spec: PROVENANCE_V1, digest };
  const signed = { output: archive, platform: undefined, spec: undefined, digest };
  return [
    {
      ...stated,
      file: '/run/s',
      about: 'out/app',
      bundlePath: 'out/p.json',
      storedAt: '/w/out/p.json',
    },
    {
      ...signed,
      file: 'a.tar',
      about: 'a.tar',
      bundlePath: 'a.tar.json',
      storedAt: '/w/a.tar.json',
    },
  ];
}

const summarize = (results: Results): string =>
  formatSummary({
    results,
    timings: {},
    error: undefined,
    commands: makeVerifyCommands(results),
  });

describe('the summary of files', () => {
  it('has their bundles and the commands', async () => {
    const inputs = { push: 'false', outputs: 'type=local,dest=out\ntype=oci,dest=a.tar' };
    const results = await makeResults(inputs, await makeFiles(inputs));
    const text = summarize(results);
    expect(text).toMatch(/^### ✅ Built, not pushed: .*; its files are signed and verified$/m);
    expect(text).toContain('| `out` | linux/amd64 | provenance | `out/p.json` |');
    expect(text).toContain('| `a.tar` |  | signature | `a.tar.json` |');
    expect(makeOutputs(results, {})).toMatchObject({
      verified: 'true',
      published: 'false',
      'bundle-paths': '/w/out/p.json\n/w/a.tar.json',
      'signer-identity': results.policy?.identity,
    });
    const commands = makeVerifyCommands(results);
    expect(commands[0]).toMatch(
      /^cosign verify-blob-attestation --bundle=out\/p.json .* out\/app$/,
    );
    expect(commands[1]).toMatch(/^cosign verify-blob --bundle=a.tar.json .* a.tar$/);
  });

  it('says why they are not signed', async () => {
    const inputs = { push: 'false', outputs: 'out', sign: 'false' };
    expect(summarize(await makeResults(inputs))).toContain(
      'Not part of these files: no signature (turned off by `sign: false`).',
    );
  });
});
