import type { HttpRequest } from '../../src/host/host.ts';
import { sendRequest } from '../../src/host/http.ts';
import type { RegistryHost } from '../../src/registry/context.ts';

/** A Host with a real network and a time of its own: waiting costs nothing and is recorded. */
export interface RegistryHostFake extends RegistryHost {
  /** Milliseconds of each sleep, in order. */
  readonly sleeps: number[];
  readonly lines: string[];
  readonly masked: string[];
  /** Every request that left, with its headers. */
  readonly sent: HttpRequest[];
}

export function makeRegistryHost(): RegistryHostFake {
  const [sleeps, lines, masked, sent]: [number[], string[], string[], HttpRequest[]] = [
    [],
    [],
    [],
    [],
  ];
  const startMs = Date.parse('2026-01-01T00:00:00Z');
  let elapsedMs = 0;
  const write = (line: string): void => {
    lines.push(line);
  };
  return {
    sleeps,
    lines,
    masked,
    sent,
    mask: (value) => {
      masked.push(value);
    },
    fetch: (request) => {
      sent.push(request);
      return sendRequest(request, new AbortController().signal);
    },
    clock: {
      now: () => new Date(startMs + elapsedMs),
      elapsedMs: () => elapsedMs,
      sleep: async (ms) => {
        sleeps.push(ms);
        elapsedMs += ms;
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
    log: {
      info: write,
      debug: write,
      notice: write,
      warning: write,
      error: write,
      group: (title, grouped) => lines.push(title, ...grouped),
      open: () => () => undefined,
      foreign: write,
    },
  };
}
