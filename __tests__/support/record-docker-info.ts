/**
 * Keeps an engine's `docker info` as a fixture, without what names the machine.
 *
 *   DOCKER_HOST=… node __tests__/support/record-docker-info.ts graphdriver|containerd|unreachable
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const NAMES: Readonly<Record<string, unknown>> = {
  ID: '00000000-0000-0000-0000-000000000000',
  Name: 'runner',
  KernelVersion: '6.1.0',
  SystemTime: '2026-01-02T03:04:05.000000000Z',
  NCPU: 2,
  MemTotal: 8_000_000_000,
  HttpProxy: '',
  HttpsProxy: '',
  NoProxy: '',
  Labels: [],
  Runtimes: { runc: { path: 'runc' } },
  DefaultRuntime: 'runc',
  DefaultAddressPools: [],
  DockerRootDir: '/var/lib/docker',
};

function scrub(text: string): string {
  const info: Record<string, unknown> = JSON.parse(text);
  for (const [name, value] of Object.entries(NAMES)) if (info[name]) info[name] = value;
  const scrubbed = JSON.stringify(
    info,
    (key, value: unknown) => {
      if (key === 'Address') return '/run/containerd/containerd.sock';
      return key === 'Mirrors' || (key === 'Plugins' && Array.isArray(value)) ? [] : value;
    },
    2,
  );
  return `${scrubbed}\n`;
}

const [name = ''] = process.argv.slice(2);
const { stdout, stderr } = spawnSync('docker', ['info', '--format', '{{json .}}'], {
  encoding: 'utf8',
});
const folder = new URL('../fixtures/docker-info/', import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL(`${name}.json`, folder), scrub(stdout));
if (stderr !== '') writeFileSync(new URL(`${name}.stderr.txt`, folder), stderr);
