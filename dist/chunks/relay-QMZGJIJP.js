import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import "./chunk-7QRAHV2Z.js";

// src/host/relay.ts
import http from "node:http";
import net2 from "node:net";

// src/host/dialer.ts
import { spawn } from "node:child_process";
import net from "node:net";
var PATIENCE_MS = 1e3;
async function startDialer(program, path) {
  const children = /* @__PURE__ */ new Map();
  const server = net.createServer((socket) => {
    const child = startChild(program, socket);
    const ended = new Promise((resolve) => {
      child.on("exit", () => resolve());
      child.on("error", () => resolve());
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
    }
  };
}
function listen(server, path) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
}
function startChild({ file, args, env }, socket) {
  const child = spawn(file, [...args], { env: { ...env }, stdio: ["pipe", "pipe", "ignore"] });
  for (const stream of [socket, child.stdin, child.stdout]) stream.on("error", () => void 0);
  socket.pipe(child.stdin);
  child.stdout.pipe(socket);
  child.on("error", () => socket.destroy());
  child.on("exit", () => child.stdin.destroy());
  socket.on("close", () => stopChild(child));
  return child;
}
function stopChild(child) {
  child.stdin?.end();
  child.stdout?.resume();
  const killing = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS).unref();
  child.on("exit", () => clearTimeout(killing));
}

// src/host/relay-calls.ts
import http2 from "node:http2";

// src/tools/grpc-frames.ts
var HEAD_BYTES = 5;
function readFrames() {
  let pieces = [];
  let size = 0;
  let wanted = HEAD_BYTES;
  return (chunk) => {
    pieces.push(Buffer.from(chunk));
    size += chunk.length;
    const messages = [];
    if (size < wanted) return messages;
    let rest = Buffer.concat(pieces);
    for (wanted = measure(rest); rest.length >= wanted; wanted = measure(rest)) {
      if (rest[0] === 0) messages.push(rest.subarray(HEAD_BYTES, wanted));
      rest = rest.subarray(wanted);
    }
    pieces = [rest];
    size = rest.length;
    return messages;
  };
}
function measure(bytes) {
  return bytes.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + bytes.readUInt32BE(1);
}
function writeFrame(message) {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

// src/host/relay-calls.ts
var WINDOW_BYTES = 16 * 1024 * 1024;
var SESSION = { settings: { initialWindowSize: WINDOW_BYTES }, maxSessionMemory: 512 };
var { NGHTTP2_CANCEL, NGHTTP2_FLAG_END_STREAM, NGHTTP2_INTERNAL_ERROR } = http2.constants;
function joinConnections({ socket, upstream, request }) {
  const session = http2.performServerHandshake(socket, SESSION);
  const client = http2.connect("http://localhost", {
    ...SESSION,
    createConnection: () => upstream
  });
  for (const end of [socket, session, client]) end.on("error", () => void 0);
  client.on("connect", () => client.setLocalWindowSize(WINDOW_BYTES));
  session.setLocalWindowSize(WINDOW_BYTES);
  session.on("close", () => upstream.destroy());
  client.on("close", () => socket.destroy());
  client.on("goaway", () => session.close());
  session.on("stream", (stream, _headers, _flags, raw) => {
    const headers = joinHeaders(raw);
    stream.on("error", () => void 0);
    if (headers[":path"] !== request.holds.path) return pass(stream, { headers, client, request });
    hold(stream, { headers, client, request });
  });
}
function joinHeaders(raw) {
  const headers = {};
  for (let at = 0; at < raw.length; at += 2) {
    const [name = "", value = ""] = raw.slice(at, at + 2);
    const earlier = headers[name];
    headers[name] = earlier === void 0 ? value : [earlier, value].flat();
  }
  return headers;
}
function hold(stream, passing) {
  const { headers, client, request } = passing;
  const chunks = [];
  stream.on("data", (chunk) => chunks.push(chunk));
  stream.on("end", async () => {
    const body = Buffer.concat(chunks);
    const [message] = readFrames()(body);
    if (stream.aborted) return;
    if (message === void 0) {
      pass(stream, passing, body);
      return;
    }
    const call = {
      message,
      ask: (other) => ask(client, { headers, message: other })
    };
    await request.holds.until(call).catch(() => void 0);
    if (!stream.destroyed && !client.destroyed) pass(stream, passing, body);
  });
}
async function ask(client, { headers, message }) {
  if (client.closed || client.destroyed) return;
  const stream = client.request({ ...headers });
  await new Promise((resolve) => {
    stream.on("error", () => void 0);
    stream.on("close", resolve);
    stream.resume();
    stream.end(writeFrame(message));
  });
}
function pass(stream, { headers, client, request }, body) {
  if (client.closed || client.destroyed) return;
  const passed = client.request({ ...headers });
  passed.on("error", () => void 0);
  passed.on("response", (_headers, flags, raw) => {
    const endStream = (flags & NGHTTP2_FLAG_END_STREAM) !== 0;
    if (stream.destroyed || stream.closed) return;
    stream.respond(joinHeaders(raw), { endStream, waitForTrailers: !endStream });
    if (endStream) return;
    passEnd(passed, stream, client);
    passed.pipe(stream, { end: false });
    if (headers[":path"] !== request.watches.path) return;
    const read = readFrames();
    passed.on("data", (chunk) => {
      for (const message of read(chunk)) show(message, request);
    });
  });
  passed.on("close", () => {
    if (!stream.headersSent) breakOff(stream, passed, client);
  });
  stream.on("close", () => {
    if (!passed.closed) passed.close(stream.rstCode || NGHTTP2_CANCEL);
  });
  if (body === void 0) stream.pipe(passed);
  else passed.end(body);
}
function show(message, { watches }) {
  try {
    watches.onMessage(message);
  } catch {
  }
}
function passEnd(from, to, client) {
  const ended = new Promise((resolve) => from.on("end", resolve));
  const come = new Promise((resolve) => {
    from.on("trailers", (_headers, _flags, raw) => resolve(joinHeaders(raw)));
    from.on("close", () => resolve(void 0));
  });
  void come.then(async (trailers) => {
    if (trailers === void 0) {
      breakOff(to, from, client);
      return;
    }
    await ended;
    if (to.destroyed || to.closed) return;
    to.on("wantTrailers", () => to.sendTrailers(trailers));
    to.end();
  });
}
function breakOff(to, { rstCode }, client) {
  const isGone = client.closed || client.destroyed;
  if (!isGone && !to.closed) to.close(rstCode || NGHTTP2_INTERNAL_ERROR);
}

// src/host/relay.ts
async function startRelay(request) {
  const { dial, end } = await startDialer(request.dial, `${request.socket}.d`);
  const join = (socket, upstream) => joinConnections({ socket, upstream, request });
  const server = request.isEngine ? serveEngine(dial, join) : net2.createServer((socket) => join(socket, dial()));
  const sockets = /* @__PURE__ */ new Set();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await listen(server, request.socket);
  return {
    close: async () => {
      const closed = new Promise((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await Promise.all([end(), closed]);
    }
  };
}
function serveEngine(dial, join) {
  const server = http.createServer((asked, answer) => {
    const passed = passOn(asked, dial);
    passed.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.on("close", () => passed.destroy());
    asked.pipe(passed);
  });
  server.on("upgrade", (asked, client, head) => {
    client.on("error", () => void 0);
    const passed = passOn(asked, dial);
    passed.on("error", () => client.destroy());
    passed.on("response", (response) => {
      client.write(formatHead(response));
      response.pipe(client);
    });
    passed.on("upgrade", (response, upstream, begun) => {
      upstream.on("error", () => client.destroy());
      client.write(formatHead(response));
      if (head.length > 0) client.unshift(head);
      if (begun.length > 0) upstream.unshift(begun);
      if (/\/grpc$/.test(asked.url ?? "")) {
        join(client, upstream);
        return;
      }
      client.pipe(upstream).pipe(client);
      client.on("close", () => upstream.destroy());
      upstream.on("close", () => client.destroy());
    });
    passed.end();
  });
  return server;
}
function passOn({ method, url, headers }, dial) {
  return http.request({ method, path: url, headers, createConnection: dial });
}
function formatHead({ statusCode, statusMessage, rawHeaders }) {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage ?? ""}`];
  for (let at = 0; at < rawHeaders.length; at += 2)
    lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join("\r\n")}\r
\r
`;
}
export {
  startRelay
};
