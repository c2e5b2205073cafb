/** Messages of gRPC in a stream: a flag of compression, four bytes of length, and the message (PROTOCOL-HTTP2.md of gRPC). */

const HEAD_BYTES = 5;

/** Takes what arrives, in pieces of any size; returns the messages that are whole with it. Compressed ones are left out. */
export function readFrames(): (chunk: Uint8Array) => readonly Uint8Array[] {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    const messages: Uint8Array[] = [];
    for (;;) {
      if (rest.length < HEAD_BYTES) return messages;
      const end = HEAD_BYTES + rest.readUInt32BE(1);
      if (rest.length < end) return messages;
      if (rest[0] === 0) messages.push(rest.subarray(HEAD_BYTES, end));
      rest = rest.subarray(end);
    }
  };
}

/** One message, not compressed. */
export function writeFrame(message: Uint8Array): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}
