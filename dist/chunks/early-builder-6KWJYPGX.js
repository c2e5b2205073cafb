import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  ensureBuilder,
  findShared,
  makeCacheConfig,
  makeKey,
  makeSetupEnv,
  obtainBuilder,
  readTls
} from "./chunk-YSCF7Z7Q.js";
import {
  nameImage
} from "./chunk-QDNYTBA3.js";
import {
  draftRun,
  findUsableBuildx,
  stopOn,
  withConfig
} from "./chunk-IXQPVSTI.js";
import {
  makeSigningTokens,
  startPolicing
} from "./chunk-CL3JVLAE.js";
import {
  gatherFacts
} from "./chunk-LKOHCVR5.js";
import {
  keepTemp
} from "./chunk-RSG6BFU7.js";
import {
  openAccess
} from "./chunk-KYH7S52R.js";
import {
  makeTimings
} from "./chunk-PTLKZAO4.js";
import "./chunk-7ORZKQFX.js";
import "./chunk-UXX5YRA4.js";
import "./chunk-RFD7Z2AI.js";
import "./chunk-SA2GMFYJ.js";
import {
  findEngine
} from "./chunk-PSIAJPV7.js";
import {
  findOwn
} from "./chunk-PFKVS5A6.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import {
  removeBuilder
} from "./chunk-IB3NVN46.js";
import {
  orderImages
} from "./chunk-GJRLLONP.js";
import "./chunk-EI3N3EFW.js";
import "./chunk-BVMKXS4Y.js";
import "./chunk-3OIHMHY7.js";
import "./chunk-QEDXMK73.js";
import "./chunk-3MKCOJQC.js";
import "./chunk-O7GMNHRJ.js";
import "./chunk-HQSA4M7E.js";
import "./chunk-OHJM3DEI.js";
import {
  makeEngineEnv
} from "./chunk-5DJDJALV.js";
import "./chunk-SHLUNWKC.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import {
  describeError
} from "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";

// src/stages/setup/early-builder.ts
function startEarly(outside, { parsed, folder }) {
  const lines = [];
  const dropping = new AbortController();
  const trace = traceBuilder(folder);
  const host = stopOn(keepTemp(makeQuiet(outside), folder), dropping.signal);
  const say = (line) => lines.push(line);
  let tokens;
  const identify = (spec) => {
    tokens = makeSigningTokens(outside, spec);
    return tokens;
  };
  const booting = boot(host, { parsed, folder: trace.folder, say, identify }).catch(
    (error) => {
      outside.log.debug(`No builder has booted early: ${describeError(error)}`);
      return void 0;
    }
  );
  let isTaken = false;
  let dropped;
  const drop = async () => {
    if (isTaken) return;
    dropping.abort();
    dropped ??= booting.then((booted) => trace.remove(outside, booted !== void 0));
    await dropped;
  };
  const take = async (settle, tell) => {
    const booted = await booting;
    if (booted === void 0) return void 0;
    const settings = await settle();
    if (makeKey(outside.env, settings) === makeKey(outside.env, booted) && dropped === void 0) {
      isTaken = true;
      lines.forEach(tell);
      return booted.name;
    }
    await drop();
    return void 0;
  };
  return { take, drop, tokens: () => tokens };
}
async function boot(host, { parsed, folder, say, identify }) {
  const { inputs } = parsed;
  const facts = await gatherFacts(host, { ...inputs, githubToken: void 0 });
  const isHere = await findUsableBuildx(host, { choice: inputs.buildx, say, folder: folder.path });
  if (facts.visibility === void 0 || isHere === void 0) return void 0;
  const named = await nameImage(host, { parsed, facts });
  const { plan, refusal } = await draftRun(host, named);
  const planned = findOwn(plan.builder);
  if (refusal !== void 0 || planned?.driver !== "docker-container") return void 0;
  if (planned.kept !== void 0) return void 0;
  const setting = { plan, inputs, folder };
  await openAccess(host, { ...setting, folder: folder.path });
  const buildx = { path: isHere, env: makeSetupEnv(host, setting) };
  const own = withConfig(planned, await makeConfig(host, { plan, facts, inputs, identify }));
  const settings = { own, tls: readTls(inputs) };
  return bootHere(host, { ...setting, ...settings, buildx, say });
}
async function bootHere(host, {
  plan,
  inputs,
  folder,
  own: wanted,
  tls,
  buildx,
  say
}) {
  const settle = async () => ({ own: wanted, tls });
  if (await findShared(host, { settle, env: buildx.env, folder: folder.path }) !== void 0)
    return void 0;
  const env = makeEngineEnv({ env: host.env, folder: folder.path });
  const images = orderImages(host, wanted, { env, registry: NOBODY, say: () => void 0 });
  if (!await images.isLocal) return void 0;
  const own = await images.own;
  const name = await ensureBuilder(host, {
    spec: plan.builder,
    buildx,
    engine: () => findEngine(host, plan, { env, folder: folder.path }),
    boot: () => obtainBuilder(host, { own, inputs, buildx, folder, say }),
    say
  });
  return name === void 0 ? void 0 : { name, own, tls };
}
var NOBODY = { probeManifest: async () => void 0 };
async function makeConfig(host, {
  plan,
  facts,
  inputs,
  identify
}) {
  const { signing, attestations } = plan;
  const isSigned = plan.cache.trust.actionsCache?.kind === "signed";
  if (!isSigned || signing.kind === "off")
    return makeCacheConfig(plan, { facts, policing: void 0 });
  const identity = inputs.certificateIdentity;
  const timings = makeTimings(host.clock);
  const tokens = identify(signing);
  const asked = { spec: signing, attestations, facts, identity, timings, tokens };
  const policing = startPolicing(host, asked);
  return makeCacheConfig(plan, { facts, policing });
}
function traceBuilder(folder) {
  let made;
  const remember = (resource) => {
    const { builder: name, buildx: path } = resource;
    if (name !== void 0 && path !== void 0) made = { name, path };
    folder.remember(resource);
  };
  return {
    folder: { ...folder, remember },
    remove: async (host, isWhole) => {
      if (made === void 0) return;
      const { name, path } = made;
      const env = makeEngineEnv({ env: host.env, folder: folder.path });
      const isGone = await removeBuilder(host, { name, buildx: { path, env } });
      if (isGone && isWhole) folder.remember({ builder: void 0 });
    }
  };
}
function makeQuiet(host) {
  const { debug } = host.log;
  const log = {
    ...{ debug, info: debug, notice: debug, warning: debug, annotate: debug, error: debug },
    ...{ foreign: debug, group: debug, open: () => () => void 0 }
  };
  return { ...host, log };
}
export {
  startEarly
};
