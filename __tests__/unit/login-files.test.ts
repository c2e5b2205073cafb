import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { listPushed } from '../../src/plan/pushed.ts';
import { type FileLogin, makeLoginFiles } from '../../src/registry/login-files.ts';
import { makeCache, makePlaces } from '../support/make-cache.ts';

const login = (password: string, isRenewed = false): FileLogin => ({
  credential: { username: 'ann', password },
  isRenewed,
});

describe('the files of logins', () => {
  it('hold one that ends behind a program, which prints what is there when it is asked', () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'bsa-files-')), "it's a folder");
    const repository = { registry: '127.0.0.1:5000', path: 'octo/app' };
    const make = (password: string) =>
      makeLoginFiles({
        ...{ folder, config: undefined, pulls: new Map(), narrow: [], apart: new Map() },
        pushes: [{ repository, login: login(password, true) }],
      });
    const files = make('first');
    for (const { path, text, isProgram } of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      if (isProgram) chmodSync(path, 0o700);
    }
    const config = files.find(({ path }) => path.endsWith('/docker-push/config.json'));
    const helper = JSON.parse(config?.text ?? '{}').credHelpers['127.0.0.1:5000'];
    const program = join(folder, 'bin', `docker-credential-${helper}`);
    const ask = (): unknown => JSON.parse(execFileSync(program, ['get']).toString());
    expect(config?.text).not.toContain('first');
    expect(ask()).toMatchObject({ Username: 'ann', Secret: 'first' });
    const changed = make('second').filter(({ text }, at) => text !== files[at]?.text);
    for (const { path, text } of changed) writeFileSync(path, text);
    expect(ask()).toMatchObject({ Username: 'ann', Secret: 'second' });
  });

  it('have a path for each of several hosts', () => {
    const apart = new Map([['quay.io', undefined]]);
    const pushes = ['quay.io', 'ghcr.io'].map((registry) => ({
      repository: { registry, path: 'octo/app' },
      login: login(registry, true),
    }));
    const files = makeLoginFiles({
      ...{ folder: '/run', config: undefined, pulls: new Map(), narrow: [], apart, pushes },
    });
    const paths = files.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toContain('/run/buildx/config/quay.io@pull/config.json');
    expect(paths).toContain('/run/buildx/config/quay.io/octo/app/config.json');
    expect(paths.some((path) => path.includes('buildx/config/ghcr.io'))).toBe(false);
  });
});

describe('what a run writes to', () => {
  it('is its destinations and the caches it keeps in a registry, each once', () => {
    const app = { registry: 'ghcr.io', path: 'octo/app' };
    const to = makePlaces(
      'type=registry,ref=ghcr.io/octo/cache:main,mode=max',
      'type=gha,scope=x',
      'ghcr.io/octo/app:cache',
      'type=local,dest=/x',
    );
    const cache = makeCache({ to });
    expect(listPushed({ destinations: [{ repository: app, tags: [] }], cache })).toEqual([
      app,
      { registry: 'ghcr.io', path: 'octo/cache' },
    ]);
  });
});
