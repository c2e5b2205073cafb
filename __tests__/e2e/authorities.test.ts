/** A certificate authority of one's own, given to Node alone, and the real cosign, which is written in Go. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { probeCommand } from '../../lab/provision/commands.ts';
import { ensureLabTools, type LabTools } from '../../lab/provision/tools.ts';
import { makeTlsFiles, type TlsFiles } from '../../lab/services/tls-files.ts';
import { makeFiles } from '../../src/host/files.ts';
import { openRunFolder } from '../../src/stages/job/run-folder.ts';
import { makeCosignEnv } from '../../src/tools/child-env.ts';
import { makeFakeHost } from '../support/fake-host.ts';

const IMAGE = 'org/app@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const PATH = process.env['PATH'] ?? '';

let tools: LabTools;
let tls: TlsFiles;
let server: Server;
let host: string;
let temp: string;
const asked: string[] = [];

beforeAll(async () => {
  tools = await ensureLabTools(console.log);
  tls = await makeTlsFiles();
  temp = await mkdtemp(join(tmpdir(), 'bsa-authorities-'));
  const pair = { cert: await readFile(tls.server.cert), key: await readFile(tls.server.key) };
  server = createServer(pair, ({ url = '' }, response) => {
    asked.push(url);
    response.writeHead(url === '/v2/' ? 200 : 404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(temp, { recursive: true, force: true });
  await tls.stop();
});

/** Runs cosign as the action would. buildx, which is given the same, speaks no TLS with loopback. */
async function reachesRegistry(more: Readonly<Record<string, string>>): Promise<boolean> {
  const env = { PATH, RUNNER_TEMP: temp, ...more };
  const { path: folder } = await openRunFolder({
    ...makeFakeHost({ env }),
    files: makeFiles(temp),
  });
  const args = ['tree', `${host}/${IMAGE}`];
  asked.length = 0;
  const toolEnv = makeCosignEnv({ env, folder });
  await probeCommand({ file: tools.cosign, args, env: toolEnv, timeoutMs: 20_000 });
  return asked.length > 0;
}

describe('cosign', () => {
  it('does not trust an authority that nobody knows', async () => {
    expect(await reachesRegistry({})).toBe(false);
  });

  it('trusts the one that NODE_EXTRA_CA_CERTS names, as Node does', async () => {
    expect(await reachesRegistry({ NODE_EXTRA_CA_CERTS: tls.ca })).toBe(true);
  });
});
