/** A way to a builder on which a build waits until the caches that it names have been read (see `import-gate`). */
import type { Host } from '../../host/host.ts';
import {
  CONTROL_STATUS,
  countImports,
  GATEWAY_SOLVE,
  makeImportSolve,
  readSolveImports,
} from '../../tools/buildkit-messages.ts';
import { followImportVertices, type ImportVertices } from '../../tools/import-vertices.ts';
import type { Relay, RelayedCall, RelayRequest } from '../../tools/relay.ts';

const LOOK_MS = 20;
/** So long after it was told to read caches there is none that it has not begun with. */
const SETTLED_MS = 1500;

/** Open until it is closed. Rejects where no socket can be made. */
export async function openGate(
  host: Pick<Host, 'relay' | 'clock'>,
  way: Pick<RelayRequest, 'socket' | 'dial' | 'isEngine'>,
): Promise<Relay> {
  const imports = followImportVertices();
  const closing = new AbortController();
  const relay = await host.relay({
    ...way,
    watches: { path: CONTROL_STATUS, onMessage: imports.read },
    holds: {
      path: GATEWAY_SOLVE,
      until: (call) => readFirst(host, { call, imports, closing: closing.signal }),
    },
  });
  return {
    close: () => {
      closing.abort();
      return relay.close();
    },
  };
}

/** Until the caches that a build names have been read, or could not be; who ends the build ends this. */
async function readFirst(
  { clock }: Pick<Host, 'clock'>,
  {
    call,
    imports,
    closing,
  }: {
    call: RelayedCall;
    imports: ImportVertices;
    closing: AbortSignal;
  },
): Promise<void> {
  const wanted = readSolveImports(call.message);
  if (wanted.length === 0) return;
  await call.ask(makeImportSolve(wanted));
  const askedMs = clock.elapsedMs();
  const isRead = (): boolean => {
    const { started, pending } = imports.count();
    const isSettled = clock.elapsedMs() - askedMs >= SETTLED_MS;
    return pending === 0 && (started >= countImports(wanted) || isSettled);
  };
  await new Promise<void>((resolve) => {
    const stop = clock.repeat(LOOK_MS, async () => {
      if (!isRead() && !closing.aborted) return;
      stop();
      resolve();
    });
  });
}
