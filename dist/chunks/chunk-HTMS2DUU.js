import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  makeAttestArgs,
  makeSignArgs,
  makeVerifyImageArgs,
  readBundles
} from "./chunk-ITWWWTO6.js";
import {
  SIGNATURE_PREDICATE
} from "./chunk-CY3RUIBK.js";
import {
  classifyOutput,
  describeCommandFailure,
  runChecked
} from "./chunk-VNLRSYO5.js";
import {
  formatReference,
  formatRepository
} from "./chunk-BFWVZZ5T.js";
import {
  ActionError
} from "./chunk-SITP2XBU.js";

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

// src/stages/sign-retry.ts
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

// src/stages/make-bundle.ts
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

// src/plan/subjects.ts
function describeSubject({ kind, platform, digest }) {
  if (kind === "index") return "the index";
  return kind === "platform" ? platform ?? digest : `the attestation manifest of ${platform ?? digest}`;
}

// src/stages/sign.ts
async function makeBundles(host, { timeoutMs, ...wanted }) {
  const tasks = planTasks(wanted);
  const made = await runSigningTasks(host, { tasks, timeoutMs, tools: wanted.tools });
  return made.flatMap((bytes, index) => {
    const task = tasks[index];
    return task === void 0 ? [] : [{ subject: task.subject, predicateType: task.predicateType, bytes }];
  });
}
function planTasks({ image, repository, tools: { trust, check } }) {
  return planCommands({ image, repository, trust }).map((command) => ({
    ...command,
    check: (bytes) => check({ bytes, digest: command.subject.digest, predicateType: command.predicateType })
  }));
}
function planCommands({
  image,
  repository,
  trust
}) {
  const name = (subject) => formatReference({ repository, digest: subject.digest });
  const signatures = image.subjects.map(
    (subject) => ({
      subject,
      predicateType: SIGNATURE_PREDICATE,
      label: `signature of ${describeSubject(subject)}`,
      args: (tokenFile, bundleFile) => makeSignArgs({ image: name(subject), files: { ...trust, tokenFile, bundleFile } })
    })
  );
  const attestations = image.predicates.map(
    ({ spec, subject, file }) => ({
      subject,
      predicateType: spec.predicateType,
      label: describeAttestation(spec, subject),
      args: (tokenFile, bundleFile) => makeAttestArgs({
        image: name(subject),
        files: { ...trust, tokenFile, bundleFile },
        type: spec.cosignType,
        predicateFile: file
      })
    })
  );
  return [...signatures, ...attestations];
}
function describeAttestation({ kind }, subject) {
  if (kind === "candidate") return "record of what is handed over";
  return `${kind} attestation of ${describeSubject(subject)}`;
}

// src/stages/attach.ts
async function attachAll(host, {
  registry,
  repositories,
  bundles,
  createdAt
}) {
  const attached = [];
  const byDigest = /* @__PURE__ */ new Map();
  for (const bundle of bundles) {
    byDigest.set(bundle.subject.digest, [...byDigest.get(bundle.subject.digest) ?? [], bundle]);
  }
  const groups = [...byDigest.values()];
  const isIndex = (group) => group[0]?.subject.kind === "index";
  for (const repository of repositories) {
    const attach = async (group) => {
      attached.push(...await attachGroup({ registry, repository, group, createdAt }));
    };
    await settleAll(groups.filter((group) => !isIndex(group)).map(attach));
    await settleAll(groups.filter(isIndex).map(attach));
    host.log.info(
      `${formatRepository(repository)}: ${countBundles(bundles.length)} attached and read back`
    );
  }
  return attached;
}
async function keepAttached(registry, attached) {
  await settleAll(attached.map((one) => registry.ensureReferrers(one)));
}
async function attachGroup({
  registry,
  repository,
  group,
  createdAt
}) {
  const [first] = group;
  if (first === void 0) return [];
  const { digest, mediaType, sizeBytes } = first.subject;
  const subject = { digest, mediaType, sizeBytes };
  const referrers = await registry.attachBundles({
    repository,
    subject,
    bundles: group.map(({ bytes, predicateType }) => ({ bytes, predicateType })),
    createdAt
  });
  return [{ repository, subject, referrers }];
}
function countBundles(count) {
  return count === 1 ? "1 signature or attestation" : `${count} signatures and attestations`;
}
async function settleAll(work) {
  const settled = await Promise.allSettled(work);
  for (const one of settled) if (one.status === "rejected") throw one.reason;
}

// src/stages/verify.ts
var PARALLEL2 = 8;
var DEADLINE_MS = 6e4;
var USER_ATTEMPTS = 3;
function listRequired(subjects, policy) {
  return subjects.flatMap((subject) => [
    { subject, predicateType: SIGNATURE_PREDICATE },
    ...subject.kind === "platform" ? policy.attestations.map(({ predicateType }) => ({ subject, predicateType })) : []
  ]);
}
async function verifyAll(host, wanted) {
  const required = listRequired(wanted.subjects, wanted.policy);
  const limit = pLimit(PARALLEL2);
  const asUsers = wanted.repositories.map(
    (repository) => limit(() => verifyAsUsersDo(host, { wanted, repository }))
  );
  const checks = wanted.repositories.flatMap(
    (repository) => required.map((one) => limit(() => verifyOne({ wanted, repository, required: one })))
  );
  const problems = (await Promise.allSettled([...checks, ...asUsers])).flatMap(
    (one) => one.status === "rejected" ? [one.reason] : []
  );
  if (host.signal.aborted) throw host.signal.reason;
  if (problems.length > 0) throw gather(problems);
  for (const repository of wanted.repositories) {
    host.log.info(`${formatRepository(repository)}: ${countBundles(required.length)} verified`);
  }
  return required;
}
function gather(problems) {
  const [other] = problems.filter(
    (one) => !(one instanceof ActionError && one.code === "VERIFICATION_FAILED")
  );
  if (other !== void 0) return other;
  const failures = problems.filter((one) => one instanceof ActionError);
  const [first] = failures;
  if (failures.length === 1) return first;
  return new ActionError("VERIFICATION_FAILED", failures.map(({ message }) => message).join("\n"), {
    hint: first?.hint,
    details: failures.flatMap(({ details }) => details).slice(0, 40)
  });
}
async function verifyOne({
  wanted,
  repository,
  required
}) {
  const { registry, policy, check } = wanted;
  const { subject, predicateType } = required;
  const reasons = [];
  for await (const candidate of readBundles(registry, {
    repository,
    digest: subject.digest,
    predicateType
  })) {
    const verdict = await check({
      bytes: candidate.bytes,
      digest: subject.digest,
      predicateType
    });
    if (verdict.ok) return;
    reasons.push(`${candidate.digest}: ${verdict.reason}`);
  }
  const where = `${describeSubject(subject)} (${formatReference({ repository, digest: subject.digest })})`;
  const what = predicateType === SIGNATURE_PREDICATE ? "signature" : `attestation of type ${predicateType}`;
  throw new ActionError(
    "VERIFICATION_FAILED",
    `No ${what} of ${where} verifies; ${reasons.length} found in the registry`,
    {
      hint: `Expected identity ${policy.identity}, issuer ${policy.issuer}. No tag was moved.`,
      details: reasons
    }
  );
}
async function verifyAsUsersDo(host, { wanted, repository }) {
  const { policy, cosign, trustedRoot, subjects } = wanted;
  const top = subjects.at(-1);
  if (top === void 0) return;
  const image = formatReference({ repository, digest: top.digest });
  const command = {
    tool: "cosign",
    file: cosign.path,
    args: makeVerifyImageArgs({ image, predicateType: SIGNATURE_PREDICATE, policy, trustedRoot }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS
  };
  let result = await host.run(command);
  for (let attempt = 1; result.exitCode !== 0 && attempt < USER_ATTEMPTS; attempt++) {
    await host.clock.sleep(2e3 * attempt);
    result = await host.run(command);
  }
  if (result.exitCode === 0) return;
  const failure = describeCommandFailure(result, command);
  throw new ActionError(
    "VERIFICATION_FAILED",
    `cosign does not accept ${image}: ${failure.message}`,
    {
      hint: "Every bundle verifies by itself, so cosign does not find them as this registry lists them. No tag was moved; run the job again.",
      cause: failure,
      details: failure.details
    }
  );
}

export {
  pLimit,
  runSigningTasks,
  makeBundles,
  planCommands,
  attachAll,
  keepAttached,
  listRequired,
  verifyAll
};
