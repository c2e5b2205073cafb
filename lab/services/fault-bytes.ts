/** What happens to the bytes of an exchange on their way. */
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';

/** As much goes out as comes in, and nothing of it: one wrong byte of a description may be of no account. */
export function makeGarbler(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(chunk.map((byte) => byte ^ 0xff)));
    },
  });
}

export function resetAfter(request: IncomingMessage, bytes: number): void {
  if (bytes === 0) resetClient(request);
  let received = 0;
  request.on('data', ({ length }: Buffer) => {
    received += length;
    if (received >= bytes) resetClient(request);
  });
  request.once('end', () => resetClient(request));
}

/** Sends RST instead of FIN: clients see `connection reset by peer`, not an early end. */
export function resetClient({ socket }: IncomingMessage): void {
  socket.resetAndDestroy();
}
