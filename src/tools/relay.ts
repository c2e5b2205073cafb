/** A relay between a program and a daemon, as data: see the Host. */
import type { Program } from './program.ts';

/** A call that is kept waiting. */
export interface RelayedCall {
  /** What is asked, without its frame. */
  readonly message: Uint8Array;
  /** Asks the same method something else, of the same build; resolves when that is over, whatever came of it. */
  readonly ask: (message: Uint8Array) => Promise<void>;
}

/** A way to a daemon that speaks gRPC, for another program; one path of it is held up, the answers of another are read. */
export interface RelayRequest {
  /** Path of the socket that it listens at: below some 100 bytes. */
  readonly socket: string;
  /** Its standard streams lead to the daemon; it is started for each connection. */
  readonly dial: Program;
  /** The daemon is an engine: gRPC begins where a request of its API asks for that. */
  readonly isEngine: boolean;
  /** Calls of `path` are passed on when `until` resolves. */
  readonly holds: { readonly path: string; readonly until: (call: RelayedCall) => Promise<void> };
  /** `onMessage` gets each message, without its frame, of the answers to calls of `path`. */
  readonly watches: { readonly path: string; readonly onMessage: (message: Uint8Array) => void };
}

export interface Relay {
  /** Ends its connections. */
  close(): Promise<void>;
}
