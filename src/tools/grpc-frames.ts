/** Messages of gRPC in a stream: a flag of compression, four bytes of length, and the message (PROTOCOL-HTTP2.md of gRPC). */

const HEAD_BYTES = 5;

/** Takes what arrives, in pieces of any size; returns the messages that are whole with it. Compressed ones are left out. */
export function readFrames(): (chunk: Uint8Array) => readonly Uint8Array[] {
  let pieces: Buffer[] = [];
  let size = 0;
  let wanted = HEAD_BYTES;
  return (chunk) => {
    pieces.push(Buffer.from(chunk));
    size += chunk.length;
    const messages: Uint8Array[] = [];
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

/** Bytes that the next message takes, or its head where that is not there. */
function measure(bytes: Buffer): number {
  return bytes.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + bytes.readUInt32BE(1);
}

/** One message, not compressed. */
export function writeFrame(message: Uint8Array): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
