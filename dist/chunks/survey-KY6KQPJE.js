import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  checkDisk
} from "./chunk-IGMWSJLB.js";
import {
  checkBases,
  probeDestinations,
  tellTakenTags
} from "./chunk-PFKILCE3.js";
import {
  openAccess
} from "./chunk-KYH7S52R.js";
import {
  joinFailures,
  runTrack
} from "./chunk-PTLKZAO4.js";
import {
  readEngine
} from "./chunk-PSIAJPV7.js";
import "./chunk-PFKVS5A6.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-OHDHNXV6.js";
import {
  findFailureWithin
} from "./chunk-3OIHMHY7.js";
import "./chunk-QEDXMK73.js";
import "./chunk-OHJM3DEI.js";
import {
  makeEngineEnv
} from "./chunk-5DJDJALV.js";
import "./chunk-SHLUNWKC.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import {
  InputError
} from "./chunk-QF5QQBM2.js";
import "./chunk-7QRAHV2Z.js";

// src/plan/survey.ts
var LOGINS = ["registry", "username", "password", "registry-auth", "registry-identities"];
var BASES = [
  ...["working-directory", "context", "file", "target", "build-args", "build-contexts"],
  ...["call", "builder", "driver"]
];
var TAGS = ["images", "tags", "flavor", "platform-tags", "publish", "push"];
function planSurvey({
  plan,
  inputs,
  blamed,
  untrusted
}) {
  const isSound = (names) => names.every((name) => !blamed.has(name));
  const logins = plan.logins.filter((login) => isPlaced(login, inputs, isSound));
  const mayPush = !untrusted && isSound(["push"]);
  const destinations = mayPush ? plan.destinations.filter(
    (one) => isSound(LOGINS) && logins.length === plan.logins.length || isCovered(one, logins)
  ) : [];
  return { logins, destinations, checksBases: isSound(BASES), checksTags: isSound(TAGS) };
}
function isPlaced({ source, identity }, { registry }, isSound) {
  if (identity !== void 0) return isSound(["registry-identities"]);
  return source !== "password" || registry !== void 0 || isSound(["images", "tags"]);
}
function isCovered({ repository }, logins) {
  const fitting = logins.filter(
    ({ registry, repository: path, use }) => registry === repository.registry && (path === void 0 || path === repository.path) && use !== "pull"
  );
  return fitting.length === 1;
}

// src/stages/setup/survey.ts
var LIMIT_MS = 2e3;
async function surveyRefused(host, setting) {
  const { plan, inputs, facts, refusal, folder, timings } = setting;
  const blamed = new Set(
    refusal instanceof InputError ? refusal.problems.map(({ input }) => input) : []
  );
  const { untrusted } = facts;
  const survey = planSurvey({ plan, inputs, blamed, untrusted });
  const { logins, destinations } = survey;
  const asked = { ...plan, logins, destinations };
  const access = await openAccess(host, { plan: asked, inputs, folder: folder.path });
  const env = makeEngineEnv({
    env: host.env,
    folder: folder.path,
    userBuilders: void 0,
    actionsCache: false,
    recordsRun: false
  });
  const engine = readEngine(host, env);
  const track = (title, work) => runTrack(host, { title, timings, work });
  const { registry } = access;
  const found = await Promise.all(
    [
      engine,
      checkDisk(host, engine),
      track("Registry", (say) => probeDestinations(access, { ...asked, facts, say })),
      survey.checksBases && track("Base images", (say) => checkBases(host, { plan: asked, registry, say })),
      survey.checksTags && tellTakenTags(host, { plan: asked, facts, access })
    ].map((work) => findFailureWithin(host, LIMIT_MS, Promise.resolve(work)))
  );
  return joinFailures([refusal, ...found.filter((one) => one !== void 0)]);
}
export {
  surveyRefused
};
