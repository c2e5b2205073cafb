import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { writeFrame } from '../../src/tools/grpc-frames.ts';
import { makeGate } from '../support/gates.ts';
import {
  call,
  endScenes,
  eventually,
  HELD,
  openScene,
  reply,
  upgrade,
} from '../support/relay-scene.ts';

afterEach(endScenes);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const ABSENT = { file: '/nowhere/tool', args: [], env: {} };
const ENGINE = { isEngine: true };

describe.each([
  ['a daemon', {}],
  ['an engine', ENGINE],
])('a relay to %s', (_, given) => {
  it.each([
    ['', 'gives way'],
    ["process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);", 'is deaf'],
  ])('leaves nobody behind when it is closed: %j %s', async (child) => {
    const { client, socket, close, readPids } = await openScene({ child, ...given });
    await call(client, '/a');
    const pids = readPids();
    expect(pids.map(isAlive)).toEqual([true]);
    await close();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await eventually(() => client.destroyed)).toBe(true);
    await expect(once(connect(socket), 'connect')).rejects.toThrow(/ENOENT|ECONNREFUSED/);
  });

  it('ends a connection, and an answer that has begun, when the daemon does', async () => {
    const { client, readPids } = await openScene({
      ...given,
      serve: (stream) => {
        stream.respond({ ':status': 200 });
        stream.write('begun');
      },
    });
    const stream = client.request({ ':method': 'POST', ':path': '/a' });
    stream.on('error', () => undefined);
    await once(stream, 'data');
    for (const pid of readPids()) process.kill(pid, 'SIGKILL');
    expect(await eventually(() => client.destroyed && stream.closed)).toBe(true);
  });

  it('ends a child when its client goes', async () => {
    const { client, readPids } = await openScene(given);
    await call(client, '/a');
    expect(readPids().filter(isAlive).length).toBe(1);
    client.destroy();
    expect(await eventually(() => !readPids().some(isAlive))).toBe(true);
  });
});

describe('a daemon that is out of reach', () => {
  it('is an error for who calls, and only for them', async () => {
    const { client, close } = await openScene({ dial: ABSENT });
    expect((await call(client, '/a', { body: 'q' })).headers).toEqual([]);
    expect(await eventually(() => client.destroyed)).toBe(true);
    await close();
  });

  it('is one too where it is an engine', async () => {
    await expect(openScene({ dial: ABSENT, ...ENGINE })).rejects.toThrow('socket hang up');
  });
});

describe('an engine', () => {
  it('holds a call back where gRPC has begun', async () => {
    const gate = makeGate(/held/);
    const asked: string[] = [];
    const { client } = await openScene({
      ...ENGINE,
      holds: { path: HELD, until: () => gate.pass('held') },
      serve: (stream, { path }) => {
        asked.push(path);
        reply(stream, { body: 'answer', trailers: { 'grpc-status': '0' } });
      },
    });
    const calling = call(client, HELD, { body: writeFrame(Buffer.from('q')) });
    await gate.reached;
    await call(client, '/other');
    expect(asked).toEqual(['/other']);
    gate.open();
    const { body, trailers } = await calling;
    expect(body.toString()).toBe('answer');
    expect(trailers).toEqual([['grpc-status', '0']]);
  });

  it.each([
    ['GET', '/info', '', 200],
    ['POST', '/build', 'x'.repeat(200_000), 200],
    ['HEAD', '/absent', '', 404],
  ])('answers %s %s', async (method, path, body, status) => {
    const { socket } = await openScene(ENGINE);
    const headers = { 'x-asked': 'by us' };
    const asked = http.request({ socketPath: socket, method, path, headers });
    asked.end(body);
    const [response] = await once(asked, 'response');
    expect(response.statusCode).toBe(status);
    expect(response.headers['x-thing']).toBe('a, b');
    expect(await text(response)).toBe(
      method === 'HEAD' ? '' : `${method} ${path} by us ${body.length}`,
    );
  });

  it('has other protocols, which are passed on untouched', async () => {
    const { socket } = await openScene(ENGINE);
    const session = await upgrade(socket, '/session');
    for (const sent of ['a', 'PRI * HTTP/2.0']) {
      session.write(sent);
      expect((await once(session, 'data')).toString()).toBe(sent);
    }
    session.end();
    await once(session, 'close');
  });

  it('may refuse another protocol', async () => {
    const { socket } = await openScene(ENGINE);
    await expect(upgrade(socket, '/refused')).rejects.toThrow('refused: 403');
  });
});
