import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CacheService, startCacheService } from '../../lab/services/cache.ts';
import { callService, upload } from '../support/artifact-client.ts';
import { type FixtureAction, makeFixtureAction } from '../support/fixture-action.ts';

const LIBRARY = new URL('../../node_modules/@actions/artifact/lib/artifact.js', import.meta.url)
  .href;

let service: CacheService;
let action: FixtureAction;

beforeAll(async () => {
  service = await startCacheService();
  action = await makeFixtureAction();
});

afterEach(async () => {
  service.artifacts.setRules({ numbering: 'create', listLagMs: 0 });
  await service.artifacts.remove(() => true);
});

afterAll(async () => {
  await action.remove();
  await service.stop();
});

const call = (method: string, fields: Readonly<Record<string, unknown>>, token?: string) =>
  callService(service, method, fields, token);
const CONTENT = new Uint8Array([1, 2, 3]);

async function listNames(fields: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const { artifacts } = await call('ListArtifacts', fields);
  return Array.isArray(artifacts) ? artifacts.map(({ name }) => name) : artifacts;
}

describe('the rules of artifacts', () => {
  it('takes a name at create and shows it after finalize', async () => {
    expect(await call('CreateArtifact', { name: 'a' })).toMatchObject({ status: 200, ok: true });
    expect(await call('CreateArtifact', { name: 'a' })).toMatchObject({
      status: 409,
      code: 'already_exists',
    });
    expect(await listNames()).toEqual([]);
    expect(await call('GetSignedArtifactURL', { name: 'a' })).toMatchObject({ status: 404 });
    await upload(service, { name: 'b', content: CONTENT, hash: 'sha256:0' });
    expect(await call('ListArtifacts', {})).toMatchObject({
      artifacts: [
        {
          workflow_run_backend_id: 'run',
          workflow_job_run_backend_id: 'forger',
          database_id: expect.stringMatching(/^\d+$/),
          name: 'b',
          size: '3',
          digest: 'sha256:0',
        },
      ],
    });
  });

  it.each([
    ['create', ['first', 'second']],
    ['finalize', ['second', 'first']],
  ] as const)('numbers at %s', async (numbering, order) => {
    service.artifacts.setRules({ numbering });
    const { signed_upload_url: url } = await call('CreateArtifact', { name: 'first' });
    await upload(service, { name: 'second', content: CONTENT });
    const headers = { 'x-ms-blob-type': 'BlockBlob' };
    await fetch(String(url), { method: 'PUT', body: CONTENT, headers });
    await call('FinalizeArtifact', { name: 'first', size: '3' });
    expect(await listNames()).toEqual(order);
  });

  it('filters by name and id, and deletes', async () => {
    for (const name of ['a', 'ab']) await upload(service, { name, content: CONTENT });
    const id = String(service.artifacts.entries().find(({ name }) => name === 'ab')?.id);
    expect(await listNames({ name_filter: 'a' })).toEqual(['a']);
    expect(await listNames({ id_filter: id })).toEqual(['ab']);
    expect(await call('DeleteArtifact', { name: 'ab' })).toMatchObject({ artifact_id: id });
    expect(await listNames()).toEqual(['a']);
    expect(await call('CreateArtifact', { name: 'ab' })).toMatchObject({ status: 200 });
  });

  it('refuses other runs, tokens that are over, wrong sizes and names', async () => {
    const over = await service.runtimeToken({ runId: 'run', lifetimeMs: -1_000 });
    const other = await service.runtimeToken({ runId: 'other' });
    expect(await call('ListArtifacts', {}, over)).toMatchObject({ status: 401 });
    expect(await call('ListArtifacts', {}, other)).toMatchObject({ status: 403 });
    expect(await call('CreateArtifact', { name: 'a/b' })).toMatchObject({ status: 400 });
    expect(await call('NoSuchMethod', {})).toMatchObject({ status: 404 });
    await call('CreateArtifact', { name: 'a' });
    expect(await call('FinalizeArtifact', { name: 'a', size: '3' })).toMatchObject({ status: 400 });
    expect(service.artifacts.calls.at(-1)).toEqual({
      method: 'FinalizeArtifact',
      name: 'a',
      jobId: 'forger',
      status: 400,
    });
  });
});

describe('jobs of one run', () => {
  const program = (code: string) =>
    `const { default: client } = await load(${JSON.stringify(LIBRARY)});
     const fs = await load('node:fs'); const name = process.env.GITHUB_JOB;
     fs.writeFileSync(name + '.txt', core.getInput('matrix')); ${code}`;
  const runLeg = async (job: string, index: number, code: string) =>
    action.run(program(code), {
      github: { repository: 'org/app', workspace: action.workspace, job, runAttempt: '2' },
      contexts: {
        matrix: { platform: `linux/${job}` },
        strategy: { 'job-index': index, 'job-total': 2 },
      },
      services: {
        cache: {
          url: service.url,
          runtimeToken: await service.runtimeToken({ runId: 'matrix', jobId: job }),
        },
      },
    });

  it('share artifacts at the same time, and unpack what another one left', async () => {
    const legs = await Promise.all(
      ['amd64', 'arm64'].map((job, index) =>
        runLeg(
          job,
          index,
          `await client.uploadArtifact(name, [name + '.txt'], '.');
           console.log(core.getInput('place'), process.env.GITHUB_RUN_ATTEMPT);`,
        ),
      ),
    );
    expect(legs.map(({ main }) => main.log.at(-1)?.text)).toEqual(['0/2 2', '1/2 2']);
    const last = await runLeg(
      's390x',
      1,
      `const { artifacts } = await client.listArtifacts();
       const other = artifacts.find(({ name }) => name === 'arm64');
       await client.downloadArtifact(other.id, { path: 'found', expectedHash: other.digest });
       console.log(fs.readFileSync('found/arm64.txt', 'utf8').replace(/\\s/g, ''));`,
    );
    expect(last.main.log.at(-1)?.text).toBe('{"platform":"linux/arm64"}');
  });

  it('have no matrix when there is none', async () => {
    const { main } = await action.run(
      `console.log(core.getInput('matrix'), core.getInput('place'), core.getInput('leg'))`,
    );
    expect(main.log.map(({ text }) => text)).toEqual(['null 0/1 leg']);
  });
});
