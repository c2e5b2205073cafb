import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  chooseLoaded,
  choosePlatforms,
  makeBuild,
  makeBuildArgs,
  makeCacheExport,
  makeCall,
  makeLoad
} from "./chunk-F7UYPCPL.js";
import {
  listRequired,
  planCommands
} from "./chunk-FIBSJE2I.js";
import {
  chooseShown
} from "./chunk-CNCLGDTI.js";
import "./chunk-VXBI6TKC.js";
import "./chunk-TPV272LM.js";
import "./chunk-7ORZKQFX.js";
import {
  formatRow,
  listDecisions
} from "./chunk-UXX5YRA4.js";
import {
  makeSigningConfigArgs,
  makeTrustedRootArgs,
  makeVerifyImageArgs,
  quoteShell
} from "./chunk-RFD7Z2AI.js";
import "./chunk-SA2GMFYJ.js";
import {
  readPlatform
} from "./chunk-PSIAJPV7.js";
import {
  MEDIA_TYPE,
  findOwn,
  foreseePolicy,
  isRemoteContext
} from "./chunk-PFKVS5A6.js";
import "./chunk-FG7OWVVX.js";
import {
  formatPlatform
} from "./chunk-NQQT4RC4.js";
import {
  makeCreateCommands
} from "./chunk-3MKCOJQC.js";
import "./chunk-O7GMNHRJ.js";
import "./chunk-HQSA4M7E.js";
import "./chunk-OHJM3DEI.js";
import "./chunk-5DJDJALV.js";
import {
  formatReference,
  formatRepository,
  redactArgument
} from "./chunk-SHLUNWKC.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import {
  describeError
} from "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";

// src/plan/needs.ts
function listNeeds(plan) {
  const pushed = plan.mode === "push" ? plan.destinations : [];
  return [
    ["permissions", listPermissions(plan).join(", ") || "none"],
    ...pushed.map(({ repository }) => {
      const name = formatRepository(repository);
      return ["push access", `${name} (${findLogin(plan, repository.registry)})`];
    })
  ];
}
function listPermissions({ build, mode, destinations, signing, logins }) {
  const hasIdentity = logins.some(({ identity }) => identity !== void 0);
  const usesToken = logins.some(({ source }) => source === "github-token");
  const isGitHub = usesToken || destinations.some(({ repository }) => repository.registry === "ghcr.io");
  return [
    ...isRemoteContext(build.context) ? [] : ["contents: read"],
    ...mode === "push" && isGitHub ? ["packages: write"] : [],
    ...signing.kind === "keyless" || hasIdentity ? ["id-token: write"] : []
  ];
}
function findLogin({ logins }, registry) {
  const login = logins.find((one) => one.registry === registry && one.use !== "pull");
  return login === void 0 ? "no login here: a docker login of the job counts" : `login by \`${login.source}\``;
}

// src/tools/shell.ts
var VARIABLE = /\u{E000}([A-Z][A-Z0-9_]*)\u{E001}/u;
function makeVariable(name) {
  return `\uE000${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}\uE001`;
}
function formatCommandLines(words) {
  const firstFlag = words.findIndex((word) => word.startsWith("-"));
  const start = firstFlag === -1 ? words.length : firstFlag;
  const lines = [
    words.slice(0, start).map(quoteWord).join(" "),
    ...words.slice(start).map((word) => `  ${quoteWord(word)}`)
  ];
  return lines.map((line, at) => at === lines.length - 1 ? line : `${line} \\`);
}
function quoteWord(word) {
  const parts = word.split(VARIABLE);
  if (parts.length === 1) return quoteShell(word);
  return parts.map((part, at) => at % 2 === 1 ? `"$${part}"` : part === "" ? "" : quoteShell(part)).join("");
}

// src/stages/report/rehearse-build.ts
var FOLDER = makeVariable("run");
var BUILDER = "build-sign-dry-run";
function rehearseBuild(rehearsed) {
  const { plan, platforms, loaded } = rehearsed;
  const means = { builder: nameBuilder(plan), secrets: listSecretFiles(rehearsed) };
  const prepare = { title: "Prepare", lines: listPreparations(rehearsed) };
  if (plan.mode === "call") {
    const { call = "" } = plan;
    return {
      before: [prepare, makeStep("Evaluate", makeCall(plan, { ...means, call }))],
      after: []
    };
  }
  const isPushed = plan.mode === "push";
  const metadataFile = `${FOLDER}/metadata.json`;
  const build = makeBuild(plan, { ...means, platforms, metadataFile });
  const cache = makeCacheExport(plan, means);
  return {
    before: [prepare, makeStep(isPushed ? "Build, pushed by digest: no tag yet" : "Build", build)],
    after: [
      ...loaded.length > 0 ? [makeStep("Load", makeLoad(plan, { ...means, platforms: loaded }))] : [],
      ...cache === void 0 ? [] : [makeStep("Write the build cache, beside signing", cache)]
    ]
  };
}
function makeStep(title, command) {
  return { title, lines: formatBuildx(makeBuildArgs(command)) };
}
function formatBuildx(args) {
  return formatCommandLines(["docker", "buildx", ...args.map(redactArgument)]);
}
function nameBuilder({ builder }) {
  if (builder.kind === "existing") return builder.name;
  return findOwn(builder) === void 0 ? void 0 : BUILDER;
}
function listCreation(own) {
  const commands = makeCreateCommands(own, {
    name: BUILDER,
    image: own.images.at(-1),
    configFile: own.config === void 0 ? void 0 : `${FOLDER}/buildkitd.toml`,
    tlsFile: (node, part) => `${FOLDER}/certs/${node}-${part}.pem`,
    variables: {},
    labels: {},
    annotations: {}
  });
  return commands.flatMap(formatBuildx);
}
function listPreparations({ plan: { builder, build }, inputs }) {
  const own = findOwn(builder);
  const written = inputs.secrets.filter(({ id }) => build.secretIds.includes(id));
  return [
    "RUN=$(mktemp -d)",
    'mkdir "$RUN/bundles" "$RUN/predicates" "$RUN/secrets"',
    ...written.map(
      ({ id }, at) => `# the value of secret ${JSON.stringify(id)} goes into "$RUN/secrets/build-${at}"`
    ),
    ...own === void 0 ? [] : listCreation(own)
  ];
}
function listSecretFiles({ plan, inputs, facts }) {
  const isWanted = ({ id }) => plan.build.secretIds.includes(id);
  const written = inputs.secrets.filter(isWanted).map(({ id }, at) => ({ id, path: `${FOLDER}/secrets/build-${at}` }));
  const files = inputs.secretFiles.filter(isWanted).map(({ id, path }) => ({
    id,
    path: facts.paths.named[path] === "file" ? path : makeVariable(`file_of_${id}`)
  }));
  return [...written, ...files];
}
function rehearseCleanup({ builder }) {
  const args = ["docker", "buildx", "rm", "--force", BUILDER];
  return {
    title: "Clean up",
    lines: [
      ...findOwn(builder) === void 0 ? [] : [args.join(" ")],
      `rm -rf ${quoteWord(FOLDER)}`
    ]
  };
}
function nameByVariable(repository, variable) {
  return quoteWord(`${formatRepository(repository)}@${variable}`);
}

// src/stages/report/rehearse-signing.ts
function rehearseSigning(signed) {
  const { plan } = signed;
  const [first] = plan.destinations;
  if (plan.mode !== "push" || first === void 0) return [];
  const { repository } = first;
  const image = foreseeImage(plan);
  const reading = { title: "Digests", lines: listReadings({ plan, repository, image }) };
  const { signing } = plan;
  if (signing.kind === "off") return [reading];
  const trust = nameTrust(signing);
  return [
    reading,
    ...fetchTrust(signing),
    ...listPredicateReadings({ repository, image, plan }),
    { title: "Sign and attest, uploading nothing", lines: listTasks({ repository, image, trust }) },
    {
      title: "Attach",
      lines: ["# The action checks each bundle and uploads it as a referrer of its manifest."]
    },
    {
      title: "Verify: the output `verify-commands`",
      lines: listVerifications(signed, image, signing)
    }
  ];
}
function foreseeImage(plan) {
  const { platforms } = plan.build;
  const hasIndex = platforms.length > 1 || plan.attestations.length > 0;
  const built = platforms.map((platform) => makeSubject("platform", platform, hasIndex));
  const attached = plan.attestations.length === 0 ? [] : platforms;
  const index = makeSubject("index", void 0, hasIndex);
  const subjects = [
    ...built,
    ...attached.map((platform) => makeSubject("attestation-manifest", platform, hasIndex)),
    ...hasIndex && plan.leg === void 0 ? [index] : []
  ];
  const predicates = built.flatMap(
    (subject) => plan.attestations.map((spec) => ({ spec, subject, file: namePredicate(spec, subject) }))
  );
  const { digest, mediaType } = index;
  return { digest, mediaType, bytes: new Uint8Array(), subjects, predicates };
}
function namePredicate({ kind }, { platform = "" }) {
  return `${FOLDER}/predicates/${kind}-${platform.replaceAll("/", "-")}.json`;
}
function makeSubject(kind, platform, hasIndex) {
  const name = platform === void 0 ? void 0 : formatPlatform(platform);
  const suffix = kind === "attestation-manifest" ? "_attestations" : "";
  const variable = makeVariable(hasIndex && name !== void 0 ? `${name}${suffix}` : "image");
  const mediaType = kind === "index" ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest;
  return { kind, platform: name, digest: variable, mediaType, sizeBytes: 0 };
}
function listReadings({
  plan,
  repository,
  image
}) {
  const raw = `docker buildx imagetools inspect --raw ${nameByVariable(repository, image.digest)}`;
  const parts = image.subjects.filter(({ digest }) => digest !== image.digest);
  return [
    `IMAGE=$(jq -r '."containerimage.digest"' "$RUN/metadata.json")`,
    ...parts.flatMap(({ kind, digest }, at) => {
      const platform = plan.build.platforms[at % plan.build.platforms.length];
      if (platform === void 0) return [];
      const name = nameVariable(digest);
      const own = nameVariable(makeSubject("platform", platform, true).digest);
      return kind === "platform" ? [`${name}=$(${raw} | jq -r '${selectPlatform(platform)}')`] : [`${name}=$(${raw} | jq -r --arg of "$${own}" '${OF_PLATFORM}')`];
    })
  ];
}
var OF_PLATFORM = '.manifests[] | select(.annotations["vnd.docker.reference.digest"] == $of) | .digest';
function selectPlatform({ os, architecture, variant }) {
  const asked = Object.entries({ os, architecture, variant }).flatMap(
    ([name, value]) => value === void 0 ? [] : [`.${name} == "${value}"`]
  );
  return `first(.manifests[] | select(.platform | ${asked.join(" and ")}) | .digest)`;
}
function nameVariable(placeholder) {
  return quoteWord(placeholder).replaceAll(/["$]/g, "");
}
function nameTrust({ trustedRoot, signingConfig }) {
  return {
    trustedRoot: trustedRoot ?? `${FOLDER}/trusted_root.json`,
    signingConfig: signingConfig ?? `${FOLDER}/signing_config.json`
  };
}
function fetchTrust(signing) {
  const trust = nameTrust(signing);
  const isPublic = signing.trustedRoot === void 0 || signing.signingConfig === void 0;
  if (!isPublic) return [];
  return [
    {
      title: "The public Sigstore's trusted root",
      lines: [
        ...formatCosign(makeTrustedRootArgs(trust.trustedRoot)),
        ...formatCosign(makeSigningConfigArgs(trust.signingConfig, signing))
      ]
    }
  ];
}
function listPredicateReadings({
  repository,
  image: { predicates, digest },
  plan
}) {
  if (predicates.length === 0) return [];
  const isOne = plan.build.platforms.length === 1;
  const inspect = `docker buildx imagetools inspect ${nameByVariable(repository, digest)}`;
  const lines = predicates.map(({ spec, subject, file }) => {
    const field = spec.kind === "spdx" ? "SBOM" : "Provenance";
    const part = spec.kind === "spdx" ? "SPDX" : "SLSA";
    const value = isOne ? `.${field}.${part}` : `(index .${field} "${subject.platform}").${part}`;
    return `${inspect} --format '{{ json ${value} }}' >${quoteWord(file)}`;
  });
  return [{ title: "SBOM and provenance, as BuildKit recorded them", lines }];
}
function listTasks({
  repository,
  image,
  trust
}) {
  return [
    '# "$RUN/secrets/token": an OIDC token for the audience `sigstore`',
    ...planCommands({ image, repository, trust }).flatMap(({ label, args }, at) => [
      `# ${label}`,
      ...formatCosign(args(`${FOLDER}/secrets/token`, `${FOLDER}/bundles/${at + 1}.json`))
    ])
  ];
}
function listVerifications({ plan, facts, identity }, image, { transparencyLog, trustedRoot }) {
  const { attestations } = plan;
  const policy = foreseePolicy({ facts, identity, attestations, transparencyLog });
  const top = image.subjects.at(-1);
  if (top === void 0) return [];
  const required = listRequired(image.subjects, policy);
  return plan.destinations.flatMap(
    ({ repository }) => chooseShown(required, top).flatMap(
      ({ subject, predicateType }) => formatCosign(
        makeVerifyImageArgs({
          image: formatReference({ repository, digest: subject.digest }),
          predicateType,
          policy,
          trustedRoot
        })
      )
    )
  );
}
function formatCosign(args) {
  return formatCommandLines(["cosign", ...args]);
}

// src/stages/report/rehearse.ts
function rehearse(host, { plan, inputs, facts, group }) {
  const { findings, ...platforms } = foreseePlatforms(host, plan);
  const rehearsed = { plan, inputs, facts, ...platforms };
  const commands = inputs.workflow === void 0 ? formatSteps(listSteps(rehearsed)) : [];
  const rehearsal = {
    decisions: listDecisions(plan, group),
    needs: listNeeds(plan),
    findings: [...plan.findings, ...findings],
    labels: plan.build.labels,
    annotations: plan.build.annotations,
    commands
  };
  print(host, rehearsal);
  return rehearsal;
}
function listSteps(rehearsed) {
  const { plan, inputs, facts } = rehearsed;
  const { before, after } = rehearseBuild(rehearsed);
  const identity = inputs.certificateIdentity;
  return [
    ...before,
    ...rehearseSigning({ plan, facts, identity }),
    ...after,
    ...listTagging(plan),
    rehearseCleanup(plan)
  ];
}
function listTagging({ mode, publish, leg }) {
  if (mode !== "push") return [];
  const line = publish === "off" ? "# None: the output `candidate` goes to the publishing job." : leg === void 0 ? "# The action writes the same manifest under each tag of the plan, and reads it back." : "# The last leg to finish puts the image together, signs its index, and moves the tags.";
  return [{ title: "Tags", lines: [line] }];
}
function foreseePlatforms(host, plan) {
  const engine = readPlatform(host, void 0);
  try {
    const loaded = chooseLoaded(plan, engine);
    return { platforms: choosePlatforms(plan, engine), loaded, findings: [] };
  } catch (error) {
    return { platforms: plan.build.platforms, loaded: [], findings: [describeError(error)] };
  }
}
function formatSteps(steps) {
  return steps.flatMap(({ title, lines }, at) => [
    ...at === 0 ? [] : [""],
    `## ${title}`,
    ...lines
  ]);
}
function print({ log }, { needs, findings, commands }) {
  log.group(
    "Needs",
    needs.map(([name, value]) => formatRow(name, value))
  );
  if (commands.length > 0) {
    const close = log.open("Commands");
    for (const line of commands.flatMap((command) => command.split("\n"))) log.foreign(line);
    close();
  }
  if (findings.length === 0) return;
  log.info("To do this for real, the job lacks:");
  for (const line of findings.flatMap((finding) => finding.split("\n"))) log.foreign(`  ${line}`);
}
export {
  rehearse
};
