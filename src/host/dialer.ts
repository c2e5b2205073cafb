/** Connections that are the standard streams of a child. */
import { type ChildProcess, spawn } from 'node:child_process';
import net from 'node:net';
import type { Program } from '../tools/program.ts';

export interface Dialer {
  /** A new connection. */
  readonly dial: () => net.Socket;
  /** Ends what it has started. */
  readonly end: () => Promise<void>;
}

/** Milliseconds that a child has to end by itself. */
const PATIENCE_MS = 1000;

/**
 * `path`: of a socket of its own. HTTP/2 gets real sockets: on other streams an end at the wrong time breaks an assertion
 * of Node (js_stream_socket.js, a write that is never answered), and with it the process.
 */
export async function startDialer(program: Program, path: string): Promise<Dialer> {
  const children = new Map<ChildProcess, Promise<void>>();
  const server = net.createServer((socket) => {
    const child = startChild(program, socket);
    const ended = new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      child.on('error', () => resolve());
    });
    children.set(child, ended);
    void ended.then(() => children.delete(child));
  });
  await listen(server, path);
  return {
    dial: () => net.connect(path),
    end: async () => {
      server.close();
      const left = [...children];
      for (const [child] of left) stopChild(child);
      await Promise.all(left.map(([, ended]) => ended));
    },
  };
}

/** Rejects where no socket can be made. */
export function listen(server: net.Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

/** It ends with the connection, and the connection with it. */
function startChild({ file, args, env }: Program, socket: net.Socket): ChildProcess {
  const child = spawn(file, [...args], { env: { ...env }, stdio: ['pipe', 'pipe', 'ignore'] });
  for (const stream of [socket, child.stdin, child.stdout]) stream.on('error', () => undefined);
  socket.pipe(child.stdin);
  child.stdout.pipe(socket);
  child.on('error', () => socket.destroy());
  child.on('exit', () => child.stdin.destroy());
  socket.on('close', () => stopChild(child));
  return child;
}

/** At the end of its input buildx ends by itself, in milliseconds; at a signal it does not. */
function stopChild(child: ChildProcess): void {
  child.stdin?.end();
  child.stdout?.resume();
  const killing = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
  child.on('exit', () => clearTimeout(killing));
}
