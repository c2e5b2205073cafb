import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/host/host.ts
var TransportError = class extends Error {
  kind;
  /** Host and port only: never a path or a query, which may carry a signature. */
  host;
  constructor(kind, host, message, cause) {
    super(message, { cause });
    this.name = "TransportError";
    this.kind = kind;
    this.host = host;
  }
};

export {
  TransportError
};
