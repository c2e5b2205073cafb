import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  classifyOutput,
  runChecked
} from "./chunk-O7GMNHRJ.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

// node_modules/yocto-queue/index.js
var Node = class {
  value;
  next;
  constructor(value) {
    this.value = value;
  }
};
var Queue = class {
  #head;
  #tail;
  #size;
  constructor() {
    this.clear();
  }
  enqueue(value) {
    const node = new Node(value);
    if (this.#head) {
      this.#tail.next = node;
      this.#tail = node;
    } else {
      this.#head = node;
      this.#tail = node;
    }
    this.#size++;
  }
  dequeue() {
    const current = this.#head;
    if (!current) {
      return;
    }
    this.#head = this.#head.next;
    this.#size--;
    if (!this.#head) {
      this.#tail = void 0;
    }
    return current.value;
  }
  peek() {
    if (!this.#head) {
      return;
    }
    return this.#head.value;
  }
  clear() {
    this.#head = void 0;
    this.#tail = void 0;
    this.#size = 0;
  }
  get size() {
    return this.#size;
  }
  *[Symbol.iterator]() {
    let current = this.#head;
    while (current) {
      yield current.value;
      current = current.next;
    }
  }
  *drain() {
    while (this.#head) {
      yield this.dequeue();
    }
  }
};

// node_modules/p-limit/index.js
function pLimit(concurrency) {
  let rejectOnClear = false;
  if (typeof concurrency === "object") {
    ({ concurrency, rejectOnClear = false } = concurrency);
  }
  validateConcurrency(concurrency);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run = async (function_, resolve, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve, reject, arguments_) => {
    const queueItem = { reject };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run.bind(void 0, function_, resolve, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve, reject) => {
    enqueue(function_, resolve, reject, arguments_);
  });
  Object.defineProperties(generator, {
    activeCount: {
      get: () => activeCount
    },
    pendingCount: {
      get: () => queue.size
    },
    clearQueue: {
      value() {
        if (!rejectOnClear) {
          queue.clear();
          return;
        }
        const abortError = AbortSignal.abort().reason;
        while (queue.size > 0) {
          queue.dequeue().reject(abortError);
        }
      }
    },
    concurrency: {
      get: () => concurrency,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises.push(promise);
            return promise;
          });
        } catch (error) {
          for (const promise of promises) {
            promise.catch(() => {
            });
          }
          throw error;
        }
        return Promise.all(promises);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency) {
  if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}

// src/stages/signing/sign-retry.ts
var MAX_DELAY_MS = 6e4;
var UNKNOWN_ATTEMPTS = 3;
var ATTEMPTS = {
  yes: Number.POSITIVE_INFINITY,
  once: 2,
  no: 1,
  unknown: UNKNOWN_ATTEMPTS
};
var UNKNOWN_HINT = "No tag was moved. Run the job again; when it fails in the same way, the lines of cosign above tell more.";
async function retryUntil(host, { deadlineMs, label }, attempt) {
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const remainingMs = Math.max(1, deadlineMs - host.clock.elapsedMs());
    try {
      return await attempt({ count, remainingMs });
    } catch (error) {
      if (host.signal.aborted || !(error instanceof ActionError) || !/^COMMAND_/.test(error.code))
        throw error;
      const known = classifyOutput({
        tool: "cosign",
        text: [error.message, ...error.details].join("\n")
      });
      const retry = error.code === "COMMAND_TIMED_OUT" ? "yes" : known?.retry ?? "unknown";
      const reason = known?.message ?? error.message;
      if (count >= ATTEMPTS[retry]) throw makeFailed(label, { reason, hint: known?.hint, error });
      const delayMs = Math.min(MAX_DELAY_MS, 1e3 * 2 ** (count - 1));
      if (host.clock.elapsedMs() + delayMs >= deadlineMs) {
        throw makeTimedOut(label, {
          reason,
          count,
          elapsedMs: host.clock.elapsedMs() - startedMs,
          error
        });
      }
      host.log.info(`${label}: ${reason}; again in ${delayMs / 1e3} s`);
      await host.clock.sleep(delayMs);
    }
  }
}
function makeFailed(label, { reason, hint, error }) {
  return new ActionError("SIGNING_FAILED", `The ${label} could not be made: ${reason}`, {
    hint: hint ?? error.hint ?? UNKNOWN_HINT,
    cause: error,
    details: error.details
  });
}
function makeTimedOut(label, {
  reason,
  count,
  elapsedMs,
  error
}) {
  const seconds = Math.round(elapsedMs / 1e3);
  const attempts = count === 1 ? "1 attempt" : `${count} attempts`;
  return new ActionError(
    "SIGNING_TIMED_OUT",
    `The ${label} could not be made in ${seconds} s and ${attempts}: ${reason}`,
    {
      hint: "No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev); `sign-timeout` sets how long it keeps trying.",
      cause: error,
      details: error.details
    }
  );
}

// src/stages/signing/make-bundle.ts
var PARALLEL = 32;
var ATTEMPT_DEADLINE_MS = 12e4;
async function runSigningTasks(host, { tasks, timeoutMs, tools }) {
  const limit = pLimit(PARALLEL);
  const making = {
    tools,
    deadlineMs: host.clock.elapsedMs() + timeoutMs,
    state: { failed: false }
  };
  const made = await Promise.allSettled(
    tasks.map((task) => limit(() => makeBundle(host, task, making)))
  );
  const failures = made.filter((one) => one.status === "rejected").map(({ reason }) => reason);
  const [first] = failures.filter((reason) => !(reason instanceof Stopped));
  if (first !== void 0) throw first;
  return made.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
}
var Stopped = class extends Error {
};
async function makeBundle(host, task, { tools, deadlineMs, state }) {
  const startedMs = host.clock.elapsedMs();
  try {
    const bytes = await retryUntil(
      host,
      { deadlineMs, label: task.label },
      (attempt) => {
        if (state.failed) throw new Stopped();
        return attemptBundle(host, { task, tools, attempt });
      }
    );
    host.log.info(
      `${task.label}: made and checked in ${((host.clock.elapsedMs() - startedMs) / 1e3).toFixed(1)} s`
    );
    return bytes;
  } catch (error) {
    state.failed = true;
    throw error;
  }
}
async function attemptBundle(host, { task, tools, attempt }) {
  const { cosign, tokens, folder } = tools;
  const id = host.randomHex(6);
  const tokenFile = `${folder}/secrets/token-${id}`;
  const bundleFile = `${folder}/bundles/${id}.json`;
  await host.files.write(tokenFile, (await tokens()).text);
  try {
    await runChecked(host, {
      tool: "cosign",
      file: cosign.path,
      args: task.args(tokenFile, bundleFile),
      env: cosign.env,
      deadlineMs: Math.min(ATTEMPT_DEADLINE_MS, attempt.remainingMs)
    });
  } finally {
    await host.files.remove(tokenFile);
  }
  const bytes = await readBundle(host, bundleFile);
  await requireVerified(task, bytes);
  return bytes;
}
async function readBundle({ files }, path) {
  if (await files.kind(path) === "file") return files.readBytes(path);
  throw new ActionError("COMMAND_FAILED", "cosign ended with exit code 0 and wrote no bundle");
}
async function requireVerified({ check, label }, bytes) {
  const verdict = await check(bytes);
  if (verdict.ok) return;
  throw new ActionError("BUNDLE_REJECTED", `The ${label} does not verify, so it is not used`, {
    hint: `${verdict.reason}
Do trusted root and signing config belong to the same Sigstore, and is \`certificate-identity\` right?`,
    details: verdict.details
  });
}

export {
  pLimit,
  runSigningTasks
};
