import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CacheService, startCacheService } from '../../lab/services/cache.ts';
import { PERMISSION } from '../../lab/services/cache-token.ts';
import { TransportError } from '../../src/host/host.ts';
import type { CacheHits } from '../../src/plan/cache-hits.ts';
import {
  openRecorder,
  type Recorder,
  type Recording,
} from '../../src/stages/build/build-record.ts';
import { type FakeHost, type FakeHostOptions, makeFakeHost } from '../support/fake-host.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';

const MAIN = { Scope: 'refs/heads/main', Permission: PERMISSION.read | PERMISSION.write };

function makeHits(seconds: number | undefined): CacheHits {
  const cached = seconds === undefined;
  const step = { platform: 'linux/amd64', step: '2/2', command: 'RUN make', cached, seconds };
  const count = { cached: cached ? 1 : 0, total: 1 };
  return { ...count, platforms: { 'linux/amd64': count }, steps: [step] };
}

interface Job {
  readonly host: FakeHost;
  readonly recorder: Recorder;
  readonly warnings: () => readonly string[];
}

describe('the record of a build, in the Actions cache', () => {
  let service: CacheService;
  let lastRun = 0;
  beforeAll(async () => {
    service = await startCacheService();
  });
  afterAll(() => service.stop());

  /** A job of a run; a new run unless told. */
  async function startJob({
    run = `run-${++lastRun}`,
    name = 'build',
    to = 'type=gha,scope=app',
    scopes = [MAIN],
    requests = [],
    ...more
  }: {
    run?: string;
    name?: string;
    to?: string;
    scopes?: readonly { Scope: string; Permission: number }[];
    requests?: FakeHostOptions['requests'];
  } & Partial<Pick<Recording, 'isMatrixTold' | 'attempt'> & Recording['job']> = {}): Promise<Job> {
    const host = makeFakeHost({
      env: {
        ACTIONS_RESULTS_URL: service.url,
        ACTIONS_RUNTIME_TOKEN: await service.runtimeToken({ runId: run, scopes }),
        ACTIONS_CACHE_SERVICE_V2: 'True',
      },
      requests,
      network: 'real',
    });
    const places = makePlaces(to);
    const sleep = async (): Promise<void> => new Promise((done) => void setTimeout(done, 100));
    const recorder = openRecorder(
      { ...host, clock: { ...host.clock, sleep } },
      {
        cache: makeCache({ from: places, to: places, name: 'app' }),
        ...{ runId: '1', attempt: 1, isMatrixTold: false, ...more },
        job: { name, matrix: more.matrix ?? {}, id: more.id ?? `${name} of ${run}` },
      },
    );
    const warnings = (): string[] => host.lines.filter((line) => line.startsWith('warning: '));
    return { host, recorder, warnings };
  }

  const keep = async (request: Parameters<typeof startJob>[0], seconds = 74): Promise<Job> => {
    const job = await startJob(request);
    await job.recorder.keep(makeHits(seconds));
    return job;
  };

  it('tells a later run what it was spared', async () => {
    const to = 'type=gha,scope=spared';
    const first = await startJob({ to });
    expect(await first.recorder.countSaved(makeHits(undefined))).toBeUndefined();
    await first.recorder.keep(makeHits(74));
    const second = await startJob({ to });
    const saved = { seconds: 74, isWhole: true };
    expect(await second.recorder.countSaved(makeHits(undefined))).toEqual(saved);
    await second.recorder.keep(makeHits(undefined));
    const third = await startJob({ to });
    expect(await third.recorder.countSaved(makeHits(undefined))).toEqual(saved);
    const elsewhere = await startJob({ to: 'type=gha,scope=other' });
    expect(await elsewhere.recorder.countSaved(makeHits(undefined))).toBeUndefined();
    expect([...first.warnings(), ...second.warnings()]).toEqual([]);
  });

  it.each<[string, string, string, RegExp]>([
    ['at GitHub', 'type=gha,scope=two', 'debug', /both write `gha`, scope `two`.*\n.*github\.job/],
    ['in a registry', 'type=registry,ref=r.io/a:two', 'debug', /`registry`, ref `r\.io\/a:two`/],
  ])(
    'warns the second job that writes to one place %s, and names both',
    async (_, to, name, text) => {
      const run = `run-${++lastRun}`;
      const first = await keep({ run, to });
      const second = await keep({ run, to, name });
      expect(first.warnings()).toEqual([]);
      expect(second.warnings()).toEqual([expect.stringMatching(text)]);
      expect(second.warnings()[0]).toContain('The jobs `build` and `debug` of this run');
    },
  );

  it('warns one of two jobs that write at the same time', async () => {
    const run = `run-${++lastRun}`;
    const to = 'type=gha,scope=same-time';
    const jobs = await Promise.all(['one', 'two'].map((name) => keep({ run, to, name })));
    expect(jobs.flatMap(({ warnings }) => warnings())).toHaveLength(1);
  });

  it('names the values of a matrix, and what tells its jobs apart', async () => {
    const run = `run-${++lastRun}`;
    const to = 'type=gha,scope=matrix';
    await keep({ run, to, matrix: { flavor: 'slim' }, id: 'slim' });
    const second = await keep({ run, to, matrix: { flavor: 'fat' }, id: 'fat' });
    expect(second.warnings()).toEqual([
      expect.stringMatching(/`build \(slim\)` and `build \(fat\)`.*\n.*join\(matrix\.\*, '-'\)/s),
    ]);
  });

  it('knows a workflow that was called twice', async () => {
    const shared = { run: `run-${++lastRun}`, to: 'type=gha,scope=called' };
    await keep({ ...shared, id: 'one' });
    const second = await keep({ ...shared, id: 'two' });
    expect(second.warnings()).toEqual([expect.stringContaining('an input of the workflow')]);
  });

  it.each<[string, Parameters<typeof startJob>[0], Parameters<typeof startJob>[0]]>([
    ['the same job again', {}, {}],
    ['another place', {}, { name: 'debug', to: 'type=gha,scope=else' }],
    ['another run', {}, { name: 'debug', run: 'run-else' }],
    ['another attempt', {}, { name: 'debug', attempt: 2 }],
    ['a matrix that the plan told of', { id: 'slim' }, { id: 'fat', isMatrixTold: true }],
  ])('says nothing of %s', async (what, one, other) => {
    const run = `run-${++lastRun}`;
    const to = `type=gha,scope=${what.replaceAll(' ', '-')}`;
    await keep({ run, to, ...one });
    const second = await keep({ run, to, ...other });
    expect(second.warnings()).toEqual([]);
  });

  it('says nothing where the first one never came to write', async () => {
    const run = `run-${++lastRun}`;
    const to = 'type=gha,scope=dead';
    const broken = { when: /^PUT /, answer: { status: 503 } };
    await keep({ run, to, requests: [broken] });
    expect((await keep({ run, to, name: 'debug' })).warnings()).toEqual([]);
  });

  it('is not left where the token may not write, nor where there is no service', async () => {
    const before = service.entries().length;
    await keep({ scopes: [{ ...MAIN, Permission: PERMISSION.read }] });
    expect(service.entries()).toHaveLength(before);
    const host = makeFakeHost();
    const cache = makeCache({ to: makePlaces('type=gha') });
    const job = { name: 'build', matrix: {}, id: '' };
    const none = openRecorder(host, { cache, runId: '1', attempt: 1, job, isMatrixTold: false });
    await none.keep(makeHits(1));
    expect(await none.countSaved(makeHits(undefined))).toBeUndefined();
    expect(host.unscripted).toEqual([]);
  });

  it.each<[string, NonNullable<FakeHostOptions['requests']>[number]['answer']]>([
    ['errors', { status: 500 }],
    ['garbage', { status: 200, body: '<html>' }],
    ['silence', new TransportError('timeout', 'results.example', 'no answer')],
  ])('costs nothing where the service answers with %s', async (_, answer) => {
    const { recorder, warnings, host } = await startJob({ requests: [{ when: /./, answer }] });
    await recorder.keep(makeHits(1));
    expect(await recorder.countSaved(makeHits(undefined))).toBeUndefined();
    expect(warnings()).toEqual([]);
    // Nothing more is asked of it.
    expect(host.requests).toHaveLength(1);
  });
});
