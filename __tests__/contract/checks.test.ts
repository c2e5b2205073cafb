import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from './sources.ts';

it('npm run check finds nothing: types, lint, format, generated files, dist', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/check.ts')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((line) => line.startsWith('ok '));
  expect({ status, findings: status === 0 ? '' : stdout + stderr }).toEqual({
    status: 0,
    findings: '',
  });
  expect(lines).toHaveLength(4);
}, 120_000);
