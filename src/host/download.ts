/** Downloads of large files: to disk, resumed where they broke off, given up when nothing comes any more. */
import { createWriteStream } from 'node:fs';
import { stat, truncate } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Download, TransportError } from './host.ts';
import { loadClient, parseLocation, REDIRECTS, toTransportError } from './http.ts';

const MAX_REDIRECTS = 5;

/**
 * Appends to `file` what it has not got yet. A server that cannot go on behind that sends all of it again. Returns the
 * status of an answer that is no file. Throws TransportError; what has come until then stays.
 */
export async function downloadFile(
  wanted: Download,
  cancelled: AbortSignal,
): Promise<number | undefined> {
  const timeout = AbortSignal.timeout(Math.ceil(wanted.timeoutMs));
  const signal = AbortSignal.any([timeout, cancelled]);
  try {
    return await receive(wanted, signal);
  } catch (error) {
    throw toTransportError(error, new URL(wanted.url).host, signal);
  }
}

async function receive(wanted: Download, signal: AbortSignal): Promise<number | undefined> {
  const { file, idleMs } = wanted;
  const from = await sizeOf(file);
  const { url, response } = await open({ url: wanted.url, from, idleMs, signal });
  const { statusCode: status, headers, body } = response;
  const resumes = status === 206 && startsAt(headers['content-range'], from);
  if (status === 200 || resumes) {
    await pipeline(body, createWriteStream(file, { flags: resumes ? 'a' : 'w', mode: 0o600 }));
    return undefined;
  }
  await body.dump();
  // 416: nothing stands behind what is there. Whether that is the file, its hash will say.
  if (status === 416 && from > 0) return undefined;
  if (status !== 206) return status;
  await truncate(file, 0);
  throw new TransportError('other', url.host, `${url.host} sent another part than was asked for`);
}

/** The answer behind all redirects. There are no credentials that another origin could see. */
async function open({
  url: first,
  from,
  idleMs,
  signal,
}: {
  url: string;
  from: number;
  idleMs: number;
  signal: AbortSignal;
}) {
  const { request, agent } = await loadClient();
  let url = new URL(first);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await request(url, {
      method: 'GET',
      headers: from > 0 ? { range: `bytes=${from}-` } : {},
      dispatcher: agent,
      signal,
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
    });
    const { location } = response.headers;
    if (!REDIRECTS.has(response.statusCode) || typeof location !== 'string')
      return { url, response };
    await response.body.dump();
    url = parseLocation(location, url);
  }
  throw new TransportError('other', url.host, `${url.host} redirects without an end`);
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

/** `bytes 100-199/200` */
function startsAt(range: string | string[] | undefined, from: number): boolean {
  return new RegExp(`^bytes ${from}-\\d+/`).test(String(range));
}
