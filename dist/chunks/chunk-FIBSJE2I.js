import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  pLimit,
  runSigningTasks
} from "./chunk-7ORZKQFX.js";
import {
  makeAttestArgs,
  makeSignArgs,
  makeVerifyImageArgs,
  readBundles
} from "./chunk-RFD7Z2AI.js";
import {
  SIGNATURE_PREDICATE
} from "./chunk-PFKVS5A6.js";
import {
  describeCommandFailure
} from "./chunk-O7GMNHRJ.js";
import {
  formatReference,
  formatRepository
} from "./chunk-SHLUNWKC.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

// src/plan/subjects.ts
function describeSubject({ kind, platform, digest }) {
  if (kind === "index") return "the index";
  return kind === "platform" ? platform ?? digest : `the attestation manifest of ${platform ?? digest}`;
}

// src/stages/signing/sign.ts
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

// src/stages/signing/attach.ts
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

// src/stages/signing/verify.ts
var PARALLEL = 8;
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
  const limit = pLimit(PARALLEL);
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
  makeBundles,
  planCommands,
  attachAll,
  keepAttached,
  listRequired,
  verifyAll
};
