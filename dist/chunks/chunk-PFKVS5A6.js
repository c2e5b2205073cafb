import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  formatPlatform,
  normalizePlatform
} from "./chunk-NQQT4RC4.js";
import {
  formatRepository,
  hasQuerySecret,
  parseDigest,
  parseReference,
  parseRepository
} from "./chunk-SHLUNWKC.js";
import {
  formatAttributes,
  parseList
} from "./chunk-LJCXF7ZE.js";
import {
  ShapeError,
  asObject,
  asText,
  parseJson,
  shown
} from "./chunk-KBW2CNOB.js";
import {
  ActionError
} from "./chunk-QF5QQBM2.js";

// src/plan/builder-spec.ts
function findOwn(builder) {
  return builder.kind === "own" || builder.kind === "auto" ? builder.own : void 0;
}
function usesEngine(builder) {
  if (builder.kind === "existing") return "perhaps";
  const own = findOwn(builder);
  if (own === void 0 || builder.kind === "auto") return true;
  return hasNodeHere(own);
}
function hasNodeHere({ driver, nodes }) {
  return driver === "docker-container" && nodes.some(({ endpoint }) => endpoint === void 0);
}
function listOnePerNode({ nodes }, platforms) {
  const first = /* @__PURE__ */ new Map();
  for (const platform of platforms) {
    const name = formatPlatform(platform);
    const at = Math.max(
      nodes.findIndex((one) => one.platforms.includes(name)),
      0
    );
    if (!first.has(at)) first.set(at, platform);
  }
  return first;
}
function listNative(builder) {
  const nodes = findOwn(builder)?.nodes ?? [];
  return nodes.flatMap(({ endpoint, platforms }) => endpoint === void 0 ? [] : platforms);
}

// src/image/registry-host.ts
function parseRegistryHost(text) {
  const host = text.replace(/^https?:\/\//i, "").replace(/\/+$/, "").replace(/\/v[12]$/, "");
  if (host.includes("/")) return void 0;
  const parsed = parseRepository(`${host}/org/app`);
  return parsed.ok && parsed.repository.path === "org/app" ? parsed.repository.registry : void 0;
}
function findGitHubRegistry(serverUrl) {
  if (serverUrl === "https://github.com") return "ghcr.io";
  const [, host] = /^https:\/\/([a-z\d.-]+)$/i.exec(serverUrl) ?? [];
  return host === void 0 ? void 0 : `containers.${host.toLowerCase()}`;
}
var ECR_PRIVATE = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)$/;
var ECR_PUBLIC = /^(?:public\.ecr\.aws|ecr-public\.aws\.com)$/;
function parseEcrHost(host) {
  if (ECR_PUBLIC.test(host)) return { kind: "public", region: "us-east-1" };
  const region = ECR_PRIVATE.exec(host)?.[1];
  return region === void 0 ? void 0 : { kind: "private", region };
}
function findRegistryService(host) {
  if (host === "ghcr.io") return "ghcr";
  if (host === "docker.io" || host === "dhi.io") return "dockerhub";
  if (parseEcrHost(host) !== void 0) return "aws-ecr";
  if (/(?:^|\.)gcr\.io$|-docker\.pkg\.dev$/.test(host)) return "google";
  return /\.azurecr\.(?:io|cn|us)$/.test(host) ? "azure-acr" : void 0;
}
function findAwsDomain(region) {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  return region.startsWith("eusc-") ? "amazonaws.eu" : "amazonaws.com";
}

// src/plan/contexts.ts
var REMOTE_CONTEXT = /^(https?:\/\/|git:\/\/|ssh:\/\/|[\w.-]+@[\w.-]+:|github\.com\/)/i;
function isRemoteContext(context) {
  return REMOTE_CONTEXT.test(context);
}
function dockerfilePath({
  context,
  file
}) {
  if (isRemoteContext(context)) return void 0;
  return file ?? `${context.replace(/\/+$/, "")}/Dockerfile`;
}
function isLocalSource(source) {
  return !isRemoteContext(source) && !/^[a-z][a-z0-9+.-]*:/i.test(source);
}
function checkContexts({
  inputs,
  facts,
  problems
}) {
  checkContext({ inputs, facts, problems });
  for (const { name, source } of inputs.buildContexts) {
    if (isRemoteContext(source)) checkRemote("build-contexts", source, problems);
    const kind = facts.paths.named[source];
    if (!isLocalSource(source) || kind === "directory" || kind === "later") continue;
    problems.push({
      input: "build-contexts",
      value: `${name}=${source}`,
      problem: "names a folder that does not exist",
      fix: "Give a folder, relative to the workspace, or write `docker-image://\u2026` for an image.",
      ...noteLacking(kind)
    });
  }
}
function checkContext({
  inputs,
  facts,
  problems
}) {
  if (isRemoteContext(inputs.context)) {
    checkRemote("context", inputs.context, problems);
    refuseNamesake({ inputs, facts, problems });
    return;
  }
  if (facts.paths.context === "later") return;
  const hasContext = facts.paths.context === "directory";
  if (!hasContext) {
    const problem = facts.paths.context === "missing" ? "does not exist" : "is not a readable folder";
    const fix = `Check the repository out first (\`actions/checkout\`) and give a folder below the workspace.${describeBeside(facts)}`;
    const lacking = noteLacking(facts.paths.context);
    problems.push({ input: "context", value: inputs.context, problem, fix, ...lacking });
  }
  if (hasContext || inputs.file !== void 0) checkDockerfile({ inputs, facts, problems });
}
function refuseNamesake({
  inputs: { context },
  facts: { paths },
  problems
}) {
  if (!paths.hasNamesake) return;
  problems.push({
    input: "context",
    value: CREDENTIALS.test(context) || hasQuerySecret(context) ? void 0 : context,
    problem: "is an address, and a folder here is called the same, which buildx would build instead",
    fix: "Write `./` before it where the folder is meant. Where it is not, look who has put it there, and remove it."
  });
}
function checkDockerfile({
  inputs,
  facts,
  problems
}) {
  const kind = facts.paths.dockerfile;
  if (kind === "file" || kind === "later") return;
  if (inputs.file !== void 0 && isRemoteContext(inputs.file)) {
    problems.push({
      input: "file",
      value: inputs.file,
      problem: "is a URL, whose content nobody could tell from the commit that is signed",
      fix: "Check the file in, or fetch it in an earlier step, where its digest can be compared."
    });
    return;
  }
  const problem = {
    missing: "does not exist",
    directory: "is a folder, not a Dockerfile",
    other: "is not a regular file",
    unreadable: "cannot be read"
  }[kind];
  problems.push({
    input: "file",
    value: dockerfilePath(inputs),
    problem,
    fix: `Is the repository checked out (\`actions/checkout\`)? The path counts from the workspace, not from the context.${describeBeside(facts)}`,
    ...noteLacking(kind)
  });
}
var MAX_BESIDE = 12;
function describeBeside({ paths: { beside } }) {
  const names = beside.filter((name) => !name.startsWith(".")).sort();
  if (names.length === 0) return "";
  const more = names.length > MAX_BESIDE ? ", \u2026" : "";
  return ` There are: ${names.slice(0, MAX_BESIDE).join(", ")}${more}.`;
}
function noteLacking(kind) {
  return kind === void 0 || kind === "missing" ? { lacking: true } : {};
}
var CREDENTIALS = /^(?:ssh:\/\/[^/@]*:[^/@]*@|(?!ssh:)[a-z+]+:\/\/[^/]*@)/i;
var LOOPBACK = /^[a-z]+:\/\/(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])(?=[:/]|$)/i;
function checkRemote(input, context, problems) {
  const hasLogin = CREDENTIALS.test(context);
  const hasCredentials = hasLogin || hasQuerySecret(context);
  if (hasCredentials) {
    const what = hasLogin ? "a user name or password" : "a token or a signature in its query";
    problems.push({
      input,
      problem: `carries ${what}, which would stand in the log and in the provenance`,
      fix: "Remove it, and give the token as the build secret `GIT_AUTH_TOKEN`, or `HTTP_AUTH_TOKEN_<host>` where the address is that of an archive. What only a signed address opens is fetched in an earlier step."
    });
  }
  if (/^(http|git):\/\//i.test(context) && !LOOPBACK.test(context)) {
    problems.push({
      input,
      value: hasCredentials ? void 0 : context,
      problem: "is fetched without encryption, so that anybody on the way can change it",
      fix: "Use `https://`."
    });
  }
}

// src/inputs/table-build.ts
var BUILD_ROWS = [
  {
    name: "platforms",
    group: "build",
    description: "Platforms to build for, by comma or one per line",
    default: "linux/amd64,linux/arm64"
  },
  {
    name: "context",
    group: "build",
    description: "Build context: a folder below the workspace, or a Git URL. `{{defaultContext}}` is the commit of this run on GitHub, without a checkout",
    default: "."
  },
  {
    name: "build-contexts",
    group: "build",
    description: "Further contexts, `name=\u2026` one per line: a folder, a Git URL, `docker-image://\u2026`, `oci-layout://\u2026`. A source may hold expressions",
    example: "assets=./assets"
  },
  {
    name: "file",
    group: "build",
    description: "Path of the Dockerfile. Default: `Dockerfile` in the context"
  },
  { name: "target", group: "build", description: "Stage of the Dockerfile to build" },
  {
    name: "build-args",
    group: "build",
    description: "Build arguments, `NAME=value` one per line. A value may hold the expressions of tag rules and `{{version}}`, `{{major}}`, `{{minor}}`, `{{patch}}`, `{{created}}`, `{{revision}}`; any other `{{\u2026}}` stays, and so does one after a backslash",
    example: "VERSION={{version}}"
  },
  {
    name: "secrets",
    group: "build",
    description: "Build secrets, `id=value` one per line (quote a value of several lines). Handed to BuildKit by file, never recorded",
    secret: true,
    example: "npm_token=${{ secrets.NPM_TOKEN }}"
  },
  {
    name: "secret-files",
    group: "build",
    description: "Build secrets that are files, `id=path` one per line",
    example: "npmrc=./.npmrc"
  },
  {
    name: "secret-envs",
    group: "build",
    description: "Build secrets that are variables of the step's environment, `id=NAME` by comma or one per line",
    example: "npm_token=NPM_TOKEN"
  },
  {
    name: "ssh",
    group: "build",
    description: "SSH agent sockets or keys for the build, `default` or `id=path`, by comma or one per line",
    example: "default"
  },
  {
    name: "pull",
    group: "build",
    description: "Always look for newer base images",
    default: "false"
  },
  { name: "no-cache", group: "build", description: "Build every step anew", default: "false" },
  {
    name: "no-cache-filters",
    group: "build",
    description: "Stages to build anew, by comma or one per line"
  },
  {
    name: "call",
    group: "build",
    description: "Evaluate the Dockerfile instead of building it: `check`, `outline` or `targets`. The result is printed, and a check that finds something fails",
    example: "check"
  },
  {
    name: "network",
    group: "steps",
    description: "Network of the steps: `default`, `none` or `host`"
  },
  {
    name: "add-hosts",
    group: "steps",
    description: "Host names for the steps, `host:ip`, by comma or one per line",
    example: "registry.internal:10.0.0.5"
  },
  {
    name: "allow",
    group: "steps",
    description: "Privileges that steps may ask for, by comma or one per line: `network.host`, `security.insecure`, `device`"
  },
  {
    name: "shm-size",
    group: "steps",
    description: "Size of `/dev/shm` in the steps",
    example: "2gb"
  },
  {
    name: "ulimit",
    group: "steps",
    description: "Limits of the steps, `type=soft[:hard]` one per line",
    example: "nofile=1024:1024"
  },
  { name: "cgroup-parent", group: "steps", description: "Parent cgroup of the steps" },
  {
    name: "push",
    group: "result",
    description: "Push the image: by digest first, and under its tags once it is signed and verified. `auto`: when there is something to push to, except in pull requests",
    default: "auto"
  },
  {
    name: "load",
    group: "result",
    description: "Load the image into the engine (the engine's own platform). Instead of pushing it, or with `push: true` after that",
    default: "false"
  },
  {
    name: "outputs",
    group: "result",
    description: "Outputs as buildx takes them, one per line: `type=local`, `tar`, `oci` and `docker` are made by the same build; `type=image` and `type=registry` without a name give attributes, such as `compression=zstd`, to what is pushed. Values of attributes may hold expressions",
    example: "type=oci,dest=image.tar"
  }
];

// src/inputs/table-builder.ts
var BUILDER_ROWS = [
  {
    name: "driver",
    group: "builder",
    description: "Builder: `auto` (the engine's own BuildKit where it can do all that the step asks, which no push by digest is, else `docker-container`), `docker-container` (BuildKit in a container of its own), `docker` (the engine's own, which needs the containerd image store), `remote` (a buildkitd elsewhere, see `endpoint`), `kubernetes`",
    default: "auto"
  },
  {
    name: "driver-opts",
    group: "builder",
    description: "Options for the driver as `buildx create --driver-opt` takes them, one per line",
    example: "network=host"
  },
  {
    name: "endpoint",
    group: "builder",
    description: "Where the builder is: for `remote` the address of a buildkitd (`tcp://`, `ssh://`, `unix://`), for `docker-container` an engine or docker context. Default: the engine here",
    example: "tcp://buildkit.internal:1234"
  },
  {
    name: "nodes",
    group: "builder",
    description: "Several machines as one builder, each platform being built where it is native: a YAML list with `endpoint`, `platforms`, `name`, `driver-opts`, `buildkitd-flags`, and for TLS `cacert`, `cert` and `key` as text. An entry without `endpoint` is the engine here"
  },
  {
    name: "buildkitd-config",
    group: "builder",
    description: "Configuration of buildkitd (TOML), inline or the path of a file"
  },
  {
    name: "buildkitd-flags",
    group: "builder",
    description: "Flags of buildkitd. One that grants a privilege needs the same in `allow`",
    example: "--debug"
  },
  {
    name: "mirrors",
    group: "builder",
    description: "Mirrors of registries, `registry=mirror` one per line, for what is built from and for the image of the builder",
    example: "docker.io=mirror.gcr.io"
  },
  {
    name: "builder",
    group: "builder",
    description: "Name of an existing builder to use; it is never removed"
  },
  {
    name: "keep-builder",
    group: "builder",
    description: "Name of a builder that stays on the machine after the job, for runners of your own: later runs find its layers and cache mounts. It is made anew when its settings change. Releases, branches and pull requests have one each; forks, and machines that GitHub hosts, have none",
    example: "main"
  },
  {
    name: "keep-builder-max-size",
    group: "builder",
    description: "What the disk of a kept builder is pruned to, by BuildKit and after each job",
    default: "20gb"
  },
  {
    name: "export-builder",
    group: "builder",
    description: "Leave the builder to the steps that follow in this job: plain `docker buildx build` uses it. It is removed at the end of the job",
    default: "false"
  },
  {
    name: "emulation",
    group: "builder",
    description: "Emulation of foreign platforms: `auto` (installed when a step of the Dockerfile needs it and the machine has none), `binfmt` (for every foreign platform), `builtin` (what the BuildKit image brings; nothing is installed), `off`",
    default: "auto"
  },
  {
    name: "buildx-version",
    group: "builder",
    description: "buildx to use: a version (0.30.0 or newer; one that is not pinned here is verified by its Sigstore bundle first), `latest`, or the absolute path of an installed buildx. Default: the installed one where it is new enough, else the pinned version",
    example: "0.36.1"
  },
  {
    name: "emulation-image",
    group: "builder",
    description: "Image that installs the emulators. Default: tonistiigi/binfmt, pinned by digest"
  }
];

// src/inputs/table-cache.ts
var CACHE_ROWS = [
  {
    name: "cache",
    group: "cache",
    description: "Build cache: `auto` (the Actions cache where it is there, else the registry; the registry too for 20 jobs or more), `off`, or one or several of `gha`, `registry`, `local`, `s3`, `azblob`, `inline`, by comma or one per line; with where it is, an entry is `type=s3,bucket=\u2026,region=\u2026`. See [docs/cache.md](docs/cache.md)",
    default: "auto"
  },
  {
    name: "cache-scope",
    group: "cache",
    description: "Tells builds apart that are otherwise alike, so that they do not overwrite the cache of one another. Image, context, Dockerfile, target, platforms and the build arguments that a matrix varies are told apart without it",
    example: "${{ matrix.flavor }}"
  },
  {
    name: "cache-mode",
    group: "cache",
    description: "`max` writes the layers of all stages, `min` those of the image; `auto`: `max` where the image is built from several stages",
    default: "auto"
  },
  {
    name: "cache-timeout",
    group: "cache",
    description: "How long writing the cache and saving cache mounts may take, which happens while the image is signed and published; then they are left as they were",
    default: "5m"
  },
  {
    name: "cache-trust",
    group: "cache",
    description: "Whose caches are read: `signed` (those that this workflow signed on a trusted branch), `ref` (those too that GitHub keeps away from other refs), `any`; `auto`: `signed` for a tag, `ref` for what else is signed, `any` for what is not. See [docs/cache-trust.md](docs/cache-trust.md)",
    default: "auto"
  },
  {
    name: "cache-from",
    group: "cache",
    description: "Cache sources as buildx takes them, one per line; values may hold expressions. With it or `cache-to` set, `cache` chooses nothing"
  },
  {
    name: "cache-to",
    group: "cache",
    description: "Cache destinations as buildx takes them, one per line; values may hold expressions. With it or `cache-from` set, `cache` chooses nothing"
  }
];

// src/inputs/table-matrix.ts
var MATRIX_ROWS = [
  {
    name: "platform",
    group: "matrix",
    description: "The one of `platforms` that this leg of a matrix builds; the last leg to finish assembles the image, signs it, verifies it and moves its tags. Default: the platform that the matrix holds, where it is one of `platforms` and the only one",
    example: "${{ matrix.platform }}"
  },
  {
    name: "group",
    group: "matrix",
    description: "Name of the image that legs make together, the same in each of them. Default: derived from names, tags, context, file, target, build arguments and secret ids, which are then the same in each leg"
  },
  {
    name: "publish",
    group: "matrix",
    description: "`auto`: tags are moved as soon as the image is whole and verified. `off`: pushed by digest, signed, attested and verified, and no tag yet: the output `candidate` goes to the `publish/` action of a later job",
    default: "auto"
  },
  {
    name: "keep-alive",
    group: "matrix",
    description: "Temporary tags for what is not tagged yet: `auto` (only in registries that delete untagged manifests within hours), `on`, `off`",
    default: "auto"
  },
  {
    name: "matrix",
    group: "matrix",
    description: "The matrix of this job; set by its default",
    default: "${{ toJSON(matrix) }}",
    hidden: true
  },
  {
    name: "job-total",
    group: "matrix",
    description: "How many jobs the matrix has; set by its default",
    default: "${{ strategy.job-total }}",
    hidden: true
  }
];

// src/inputs/table-mounts.ts
var MOUNT_ROWS = [
  {
    name: "cache-mounts",
    group: "cache",
    description: "Keep what `RUN --mount=type=cache` gathers from run to run, in the Actions cache: `auto` (where `cache` is not `off`; saved on the default branch, read everywhere), `off`",
    default: "auto"
  },
  {
    name: "cache-mounts-max-size",
    group: "cache",
    description: "Cache mounts that hold more, all together and uncompressed, are not saved",
    default: "2gb"
  }
];

// src/inputs/table-names.ts
var NAME_ROWS = [
  {
    name: "images",
    group: "image",
    description: "Image names to publish to, one per line, without a tag; `name=\u2026` with `enable=true|false`, and with `tags=\u2026` for some of the tags only: `immutable`, `floating` or a pattern such as `1.*`, several times for several, `!` before one for all but those. Upper case in the name is lowered. Empty: build only, or full references in `tags`",
    example: "ghcr.io/${{ github.repository }}"
  },
  {
    name: "tags",
    group: "image",
    description: "With `images`: tag rules as in docker/metadata-action (`type=semver,pattern={{version}}`, `type=ref,event=branch`, `type=sha`, `type=raw,value=\u2026` or a bare tag); empty means branch, Git tag or pull request of the event. Without `images`: full references as in docker/build-push-action",
    example: "type=semver,pattern={{version}}"
  },
  {
    name: "flavor",
    group: "image",
    description: "Flavor of the tag rules as in docker/metadata-action: `latest=auto|true|false`, `prefix=\u2026`, `suffix=\u2026`; and `latest=release`, which moves `latest` only for the release that GitHub marks as the latest"
  },
  {
    name: "labels",
    group: "image",
    description: "Image labels, `key=value` one per line; with `images`, added to the labels derived from the repository. May hold expressions, such as `{{version}}`"
  },
  {
    name: "annotations",
    group: "image",
    description: "Annotations, `key=value` one per line, on the manifests or on the levels named before a colon: `index`, `manifest`, `index-descriptor`, `manifest-descriptor`, by comma, each with a platform or without (`manifest[linux/amd64]:key=value`). With `images`, added to those derived from the repository. May hold expressions",
    example: "index,manifest:org.opencontainers.image.title=App"
  },
  {
    name: "platform-tags",
    group: "image",
    description: "Further tags for each platform, which name its manifest instead of the index: `true` for `{{tag}}-{{arch}}` (`1.2.3-amd64`, `1.2.3-arm-v7`), or a template of `{{tag}}`, `{{os}}` and `{{arch}}`",
    default: "false",
    example: "{{tag}}-{{os}}-{{arch}}"
  },
  {
    name: "allow-downgrade",
    group: "image",
    description: "Move tags backwards too. Otherwise a tag that names the image of a later run, of a higher version (`latest`, `1`, `1.2`) or of a newer commit of its branch is left alone, with a notice",
    default: "false"
  },
  {
    name: "sep-tags",
    group: "image",
    description: "What stands between the tags in the outputs `tags` and `tag-names`. Default: a line break"
  },
  {
    name: "sep-labels",
    group: "image",
    description: "What stands between the labels in the output `labels`. Default: a line break"
  },
  {
    name: "sep-annotations",
    group: "image",
    description: "What stands between the annotations in the output `annotations`. Default: a line break"
  },
  {
    name: "bake-target",
    group: "image",
    description: "Name of the target in the bake files",
    default: "docker-metadata-action"
  }
];

// src/inputs/table-publish.ts
var PUBLISH_ROWS = [
  {
    name: "candidates",
    group: "matrix",
    description: "What to publish: outputs `candidate` of earlier jobs, one per line, as a JSON list, or as `toJSON(needs.build.outputs)` has them. Default: every candidate of this run, from its artifacts; those have to be signed",
    example: "${{ toJSON(needs.build.outputs) }}"
  }
];
var SHARED_WITH_PUBLISH = [
  "group",
  "allow-downgrade",
  "sign",
  "trusted-root",
  "signing-config",
  "cosign-version",
  "sign-timeout",
  "certificate-identity",
  "registry",
  "username",
  "password",
  "registry-auth",
  "registry-identities",
  "github-token",
  "builder-ids"
];

// src/inputs/table.ts
var rows = [
  ...NAME_ROWS,
  ...BUILD_ROWS,
  ...MATRIX_ROWS,
  ...CACHE_ROWS,
  ...MOUNT_ROWS,
  {
    name: "provenance",
    group: "attestations",
    description: "SLSA provenance: `auto` (`mode=max` for a public repository, `mode=min` otherwise), `true`, `false`, or attributes such as `mode=min`",
    default: "auto"
  },
  {
    name: "sbom",
    group: "attestations",
    description: "SBOM per platform: `auto` (made), `true`, `false`, or attributes such as `generator=<image>`",
    default: "auto"
  },
  {
    name: "attests",
    group: "attestations",
    description: "Attestations as buildx takes them, one per line. An entry counts where `sbom` or `provenance`, whichever it is about, is `auto`",
    example: "type=sbom,generator=docker/buildkit-syft-scanner:1"
  },
  {
    name: "sign",
    group: "signing",
    description: "Sign with cosign, keyless, with the identity of this workflow: `auto` (whenever the image is pushed, and files of `outputs` wherever the job has `id-token: write`), `true`, `false`",
    default: "auto"
  },
  {
    name: "trusted-root",
    group: "signing",
    description: "Path of a Sigstore trusted root (`trusted_root.json`) for a Sigstore of your own. Default: the public one, fetched and checked by cosign's TUF client; on a GitHub other than github.com, which that does not know, there is none"
  },
  {
    name: "signing-config",
    group: "signing",
    description: "Path of a Sigstore signing config for a Sigstore of your own. Needs `trusted-root`"
  },
  {
    name: "cosign-version",
    group: "signing",
    description: "cosign to use: a version (3.0.4 or newer; one that is not pinned here is verified by its Sigstore bundle first), or the absolute path of an installed cosign. Default: the pinned version"
  },
  {
    name: "sign-timeout",
    group: "signing",
    description: "How long to keep trying when Sigstore is unavailable, such as `15m` or `90s`; at most `60m`",
    default: "15m"
  },
  {
    name: "certificate-identity",
    group: "signing",
    description: "The identity that signatures have to carry, exactly. Default: the identity of this workflow as GitHub states it in its OIDC token"
  },
  ...BUILDER_ROWS,
  {
    name: "registry",
    group: "access",
    description: "Registry host that `username` and `password` belong to. Default: the host of the first image"
  },
  { name: "username", group: "access", description: "User name for the registry" },
  {
    name: "password",
    group: "access",
    description: "Password or token for the registry",
    secret: true
  },
  {
    name: "registry-auth",
    group: "access",
    description: "Several logins, as a YAML list of `registry`, `username`, `password` as in docker/login-action, with its `scope` and `ecr`, and `for`: `push` (only the repositories that are written to), `pull` (only others, such as base images) or `both`. Not together with `registry`, `username`, `password`",
    example: "- { registry: ghcr.io, username: bot, password: '${{ secrets.GHCR_TOKEN }}' }",
    secret: true
  },
  {
    name: "registry-identities",
    group: "access",
    description: "Logins without a stored secret, by the OIDC token of the job: a YAML list with `type` (`aws-ecr`, `gcp-wif`, `azure-acr`, `dockerhub`), `registry` and what the service needs; see docs/registries.md. Needs `id-token: write`",
    example: "- { type: aws-ecr, registry: 123456789012.dkr.ecr.eu-central-1.amazonaws.com, role-to-assume: arn:aws:iam::123456789012:role/push }"
  },
  {
    name: "github-token",
    group: "access",
    description: "Token for GitHub: login to ghcr.io (`containers.\u2026` of an Enterprise Server or ghe.com) when no other login is given, and the repository's visibility where the event does not tell",
    default: "${{ github.token }}",
    secret: true
  },
  {
    name: "allow-untrusted-head",
    group: "run",
    description: "In `pull_request_target`, `workflow_run` and `issue_comment`: build the code of a pull request from a fork, which is refused otherwise; without logins, build secrets, cache export, tags and signature. See docs/events.md",
    default: "false"
  },
  {
    name: "dry-run",
    group: "run",
    description: "Print the plan, what it needs of the job, and the commands (secrets hidden), set the outputs that are names (`version`, `tags`, `labels`, `json` \u2026) and stop. Needs no checkout, engine, network or permission",
    default: "false"
  },
  {
    name: "runners",
    group: "run",
    description: 'JSON: platform \u2192 label of a runner, list of labels, or `{"group": \u2026, "labels": \u2026}`, for the output `matrix`. A platform without variant, a system (`linux`) and `default` stand for all that begin with them; the most specific entry counts. Default: what GitHub hosts',
    example: '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}'
  },
  {
    name: "working-directory",
    group: "run",
    description: "Folder below the workspace that relative paths of all inputs count from. Default: the workspace"
  },
  {
    name: "workflow-ref",
    group: "run",
    description: "For the reusable workflow of this action: where it comes from",
    hidden: true
  },
  {
    name: "workflow-sha",
    group: "run",
    description: "For the reusable workflow of this action: its commit",
    hidden: true
  },
  {
    name: "builder-ids",
    group: "run",
    description: "For the reusable workflow of this action: builders that the plan lets a provenance name",
    hidden: true
  },
  {
    name: "prepared",
    group: "run",
    description: "For the reusable workflow of this action: what changed the sources before the build",
    hidden: true
  }
];
var INPUTS = rows;
var shared = SHARED_WITH_PUBLISH;
var PUBLISH_INPUTS = [
  ...PUBLISH_ROWS,
  ...INPUTS.filter(({ name }) => shared.includes(name))
];

// src/inputs/reader.ts
var DEFAULTS = new Map(
  INPUTS.map((row) => [row.name, row.default])
);
var MAX_WORD_CHARS = 4096;
function report(reader, problem) {
  reader.problems.push(problem);
}
function readText({ env }, name) {
  const value = env[`INPUT_${name.toUpperCase()}`]?.replace(/^\uFEFF/, "").trim();
  return value === "" ? void 0 : value;
}
function readOrDefault(reader, name) {
  const fallback = DEFAULTS.get(name) ?? "";
  return readText(reader, name) ?? (fallback.includes("${{") ? "" : fallback);
}
function readWord(reader, name) {
  const value = readOrDefault(reader, name);
  if (value === "") return void 0;
  if (/[\0-\x1f\x7f]/.test(value)) {
    report(reader, {
      input: name,
      value,
      problem: "holds control characters",
      fix: "Give one line of plain text."
    });
  } else if (value.startsWith("-")) {
    report(reader, {
      input: name,
      value,
      problem: "starts with a dash, like an option",
      fix: "Give a value, such as `./name`."
    });
  } else if (value.length > MAX_WORD_CHARS) {
    report(reader, {
      input: name,
      value,
      problem: `is longer than ${MAX_WORD_CHARS} characters`,
      fix: "Give a shorter value."
    });
  }
  return value;
}
var TRUE = /^(true|True|TRUE)$/;
var FALSE = /^(false|False|FALSE)$/;
function parseBoolean(text) {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : void 0;
}
function readBoolean(reader, name) {
  const value = readOrDefault(reader, name);
  const parsed = parseBoolean(value);
  if (parsed === void 0 && value !== "") {
    report(reader, {
      input: name,
      value,
      problem: "is not a boolean",
      fix: "Use `true` or `false`."
    });
  }
  return parsed ?? false;
}
function readAutoOrBoolean(reader, name) {
  const value = readOrDefault(reader, name);
  const parsed = parseBoolean(value);
  if (parsed === void 0 && value !== "auto" && value !== "") {
    report(reader, {
      input: name,
      value,
      problem: "is not one of its values",
      fix: "Use `auto`, `true` or `false`."
    });
  }
  return parsed ?? "auto";
}
function readChoice(reader, name, accepted) {
  const value = readOrDefault(reader, name);
  const found = accepted.find((one) => one === value);
  if (found === void 0) {
    const choices = accepted.map((one) => `\`${one}\``).join(", ");
    report(reader, {
      input: name,
      value,
      problem: "is not one of its values",
      fix: `Use ${choices}.`
    });
  }
  return found ?? accepted[0];
}
function readList(reader, name, comma) {
  try {
    return parseList(readOrDefault(reader, name), { comma });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fix = "One entry per line; quote an entry that holds quotes or line breaks as in CSV.";
    report(reader, { input: name, problem: `is not a valid list (${why})`, fix });
    return [];
  }
}

// src/plan/outputs.ts
var OURS = ["name", "push", "push-by-digest", "name-canonical", "dest", "tar"];
function isImage({ type }) {
  return type === "image" || type === "registry";
}
function pushes({ type, attributes }) {
  return type === "registry" || isOn(attributes["push"]);
}
function isOn(value) {
  return value === "1" || parseBoolean(value ?? "") === true;
}
function asksToPush({ outputs }) {
  return outputs.some((entry) => isImage(entry) && pushes(entry));
}
function pushesByDigest({ outputs, images }) {
  return images === "" && outputs.some((entry) => isImage(entry) && isByDigest(entry));
}
function listDigestNames({ outputs }) {
  return outputs.flatMap(
    (entry) => isImage(entry) && isByDigest(entry) ? [entry.attributes["name"] ?? ""] : []
  ).filter((name) => name !== "").join(",");
}
function isByDigest({ attributes }) {
  return isOn(attributes["push-by-digest"]);
}
function asksToLoad({ load, outputs }) {
  return load || outputs.some(isLoad);
}
function isLoad({ type, attributes }) {
  return type === "docker" && attributes["dest"] === void 0;
}
function isFile(entry) {
  return !isImage(entry) && !isLoad(entry) && entry.type !== "cacheonly";
}
function planFiles({ outputs, call }) {
  if (call !== void 0) return [];
  return outputs.flatMap((entry) => {
    const { type, attributes } = entry;
    if (!isFile(entry) || type === "image" || type === "registry" || type === "cacheonly")
      return [];
    const split = attributes["platform-split"];
    return [
      {
        type,
        // A name that starts with a dash would be an option of cosign.
        dest: (attributes["dest"] ?? "").replace(/(?<=.)\/+$/, "").replace(/^-/, "./-"),
        isFolder: type === "local" || type !== "tar" && /^(0|f|false)$/i.test(attributes["tar"] ?? ""),
        prefix: attributes["attestation-prefix"] ?? "",
        split: split === void 0 ? void 0 : isOn(split)
      }
    ];
  });
}
function canAttest(files) {
  return files.length > 0 && files.every(({ type }) => type !== "docker");
}
function planOutputs({
  inputs,
  destinations,
  references,
  mode,
  problems
}) {
  const images = inputs.outputs.filter(isImage);
  const refuse = (entry, problem) => problems.push({ input: "outputs", value: formatEntry(entry), ...problem });
  for (const entry of images) {
    const problem = judgeImage(entry, { inputs, destinations });
    if (problem !== void 0) refuse(entry, problem);
  }
  const files = inputs.outputs.filter(isFile);
  const holdsOne = inputs.platforms.length < 2 && mode !== "push";
  for (const entry of files) {
    if (entry.type === "docker" && !holdsOne) refuse(entry, DOCKER_ARCHIVE);
  }
  const imageAttributes = pickForeign(
    Object.assign({}, ...images.map((entry) => entry.attributes))
  );
  const finish = (entry) => {
    if (mode !== "push" || !isLayout(entry)) return withName(entry, references);
    if (differs(entry, imageAttributes)) refuse(entry, OTHER_LAYOUT);
    const name = destinations.map(({ repository }) => formatRepository(repository)).join(",");
    return { ...entry, attributes: { ...imageAttributes, ...entry.attributes, name } };
  };
  return {
    imageAttributes,
    exports: mode === "call" ? [] : files.map((entry) => formatEntry(finish(entry)))
  };
}
function pickForeign(attributes) {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !OURS.includes(name)));
}
function isLayout({ type, attributes }) {
  return type === "oci" && /^(0|f|false)$/i.test(attributes["tar"] ?? "");
}
function differs({ attributes }, pushed) {
  return Object.entries(pickForeign(attributes)).some(([key, value]) => pushed[key] !== value);
}
var OTHER_LAYOUT = {
  problem: "is a layout with another content than the image that is pushed beside it",
  fix: "Give its attributes to `type=image` as well, or make an archive: `type=oci,dest=image.tar`."
};
var DOCKER_ARCHIVE = {
  problem: "cannot hold several platforms or attestations",
  fix: "Use `type=oci`, which `docker load` takes too."
};
function judgeImage({ type, attributes }, { inputs, destinations }) {
  const byDigest = isByDigest({ type, attributes });
  const { name } = attributes;
  if (name !== void 0) {
    const own = destinations.map(({ repository }) => formatRepository(repository));
    const isOurs = name.split(",").every((one) => own.includes(nameRepository(one)));
    const isPushed = byDigest || pushes({ type, attributes });
    if (!isPushed || isOurs && byDigest) return judgeAttributes(attributes);
    return {
      problem: "would be pushed under a name by itself, before anything is signed",
      fix: "Give the name in `images`, or with `push: true` in `tags`, and leave `name` and `push` out here."
    };
  }
  if (pushes({ type, attributes }) && inputs.images === "" && inputs.tags === "")
    return {
      problem: "asks for a push, and there is no name to push to",
      fix: "Set e.g. `images: ghcr.io/${{ github.repository }}`."
    };
  return judgeAttributes(attributes);
}
var KINDS = [
  [
    "compression",
    /^(uncompressed|gzip|estargz|zstd)$/,
    "`gzip`, `zstd`, `estargz`, `uncompressed`"
  ],
  ["compression-level", /^-?\d{1,2}$/, "a number such as `9`"],
  ["force-compression", /^(true|false|1|0)$/i, "`true` or `false`"],
  ["oci-mediatypes", /^(true|false|1|0)$/i, "`true` or `false`"]
];
function judgeAttributes(attributes) {
  const wrong = KINDS.find(([name, pattern]) => {
    const value = attributes[name];
    return value !== void 0 && !pattern.test(value);
  });
  return wrong && { problem: `has a wrong \`${wrong[0]}\``, fix: `Use ${wrong[2]}.` };
}
function nameRepository(name) {
  const parsed = parseReference(name);
  return parsed.ok ? formatRepository(parsed.reference.repository) : "";
}
function withName(entry, references) {
  const isArchive = entry.type === "oci" || entry.type === "docker";
  if (!isArchive || "name" in entry.attributes || references.length === 0) return entry;
  return { ...entry, attributes: { ...entry.attributes, name: references.join(",") } };
}
function formatEntry({ type, attributes }) {
  return formatAttributes({ type, ...attributes });
}

// src/plan/signing.ts
var SIGNATURE_PREDICATE = "https://sigstore.dev/cosign/sign/v1";
function formatPermissions({ serverUrl }, destinations) {
  const home = findGitHubRegistry(serverUrl);
  const isGitHub = destinations.some(({ repository }) => repository.registry === home);
  return [
    "permissions:",
    "  contents: read",
    ...isGitHub ? ["  packages: write"] : [],
    "  id-token: write"
  ].join("\n");
}
function planSigning({
  inputs,
  facts,
  destinations,
  result,
  problems
}) {
  checkTrustInputs({ inputs, facts, problems });
  if (inputs.sign === false) return { kind: "off", reason: "turned off by `sign: false`" };
  if (result === "nothing" || result === "bare files") {
    demandNothing(inputs, problems);
    return {
      kind: "off",
      reason: result === "nothing" ? "nothing is pushed" : "a folder is signed by its SBOM and provenance, and neither is asked for"
    };
  }
  if (result === "files") {
    const reason = findInability(inputs, facts);
    if (reason !== void 0) return { kind: "off", reason };
  }
  if (result === "image") refuseShortNames({ inputs, destinations, problems });
  demandOwnSigstore({ inputs, facts, problems });
  return {
    kind: "keyless",
    timeoutMs: inputs.signTimeoutMs,
    cosign: inputs.cosign,
    trustedRoot: inputs.trustedRoot,
    signingConfig: inputs.signingConfig,
    // The public log would publish the name of a private repository for good.
    transparencyLog: inputs.signingConfig === void 0 ? facts.visibility === "public" : facts.signingConfigLogs
  };
}
function demandNothing(inputs, problems) {
  const isByEvent = inputs.call !== void 0 || inputs.push === "auto" && inputs.images !== "" && !asksToLoad(inputs);
  if (inputs.sign === true && !isByEvent) {
    problems.push({
      input: "sign",
      value: "true",
      problem: "needs an image in a registry, an archive, or files with SBOM or provenance, and there is none",
      fix: "Set `push: true` with `images`, or `sign: auto`."
    });
  }
}
function findInability({ sign, trustedRoot }, facts) {
  if (facts.untrusted) return "this event has no identity to sign with";
  if (sign === "auto" && trustedRoot === void 0 && facts.serverUrl !== HOME)
    return "the public Sigstore takes identities of github.com alone";
  if (sign === "auto" && !facts.oidcAvailable) return "the job has no `id-token: write`";
  return void 0;
}
var HOME = "https://github.com";
function demandOwnSigstore({
  inputs: { trustedRoot, signingConfig },
  facts: { serverUrl },
  problems
}) {
  if (trustedRoot !== void 0 || signingConfig !== void 0 || serverUrl === HOME) return;
  problems.push({
    input: "trusted-root",
    problem: `is missing: the public Sigstore takes identities of github.com alone, and this job is one of ${serverUrl}`,
    fix: "Give `trusted-root` and `signing-config` of a Sigstore of your own, or set `sign: false` to publish unsigned."
  });
}
function refuseShortNames({
  inputs,
  destinations,
  problems
}) {
  for (const { repository } of destinations) {
    if (repository.path.length > 1) continue;
    problems.push({
      input: inputs.images === "" ? "tags" : "images",
      value: formatRepository(repository),
      problem: "has a name of one letter, which cosign cannot sign",
      fix: "Use a longer name, or `sign: false`."
    });
  }
}
function checkTrustInputs({
  inputs,
  facts,
  problems
}) {
  const files = [
    { input: "trusted-root", value: inputs.trustedRoot, kind: facts.paths.trustedRoot },
    { input: "signing-config", value: inputs.signingConfig, kind: facts.paths.signingConfig }
  ];
  for (const { input, value, kind } of files) {
    if (value !== void 0 && kind !== "file" && kind !== "later") {
      const problem = kind === "missing" ? "does not exist" : "is not a readable file";
      problems.push({
        input,
        value,
        problem,
        fix: "Give the path of a JSON file made by `cosign`.",
        ...noteLacking(kind)
      });
    }
  }
  if (inputs.trustedRoot === void 0 !== (inputs.signingConfig === void 0)) {
    const missing = inputs.trustedRoot === void 0 ? "trusted-root" : "signing-config";
    problems.push({
      input: missing,
      problem: "is missing: a Sigstore of your own needs both `trusted-root` and `signing-config`",
      fix: "Give both, or neither for the public Sigstore."
    });
  }
}
function makeMissingPermission(facts, destinations) {
  if (facts.untrusted) return makeUntrusted();
  return new ActionError(
    "OIDC_PERMISSION_MISSING",
    `Signing needs the permission \`id-token: write\`, which job \`${facts.jobName}\` does not have`,
    {
      hint: `Add this to the job (in the calling workflow too, when the job is in a reusable workflow):
${formatPermissions(facts, destinations)}
Or set \`sign: false\` to publish unsigned.`
    }
  );
}
function makeUntrusted() {
  return new ActionError(
    "UNTRUSTED_EVENT",
    "A pull request from a fork, or a run by Dependabot, can neither push nor sign: GitHub gives it a token that only reads, no secrets and no identity",
    {
      hint: "Leave `push` at `auto`, which only builds then, and publish from another event, such as `push` to the default branch."
    }
  );
}
function foreseePolicy({
  facts,
  identity,
  attestations,
  transparencyLog
}) {
  const { serverUrl, workflowRef, repository, ref, sha, eventName } = facts;
  const issuer = findIssuer(serverUrl);
  const claims = { issuer, jobWorkflowRef: workflowRef, repository, ref, sha, eventName };
  return makePolicy({ facts, claims, identity, attestations, transparencyLog });
}
function findIssuer(serverUrl) {
  if (serverUrl === HOME) return "https://token.actions.githubusercontent.com";
  const [, tenant] = /^https:\/\/([\w-]+)\.ghe\.com$/.exec(serverUrl) ?? [];
  return tenant === void 0 ? `${serverUrl}/_services/token` : `https://token.actions.${tenant}.ghe.com`;
}
function makePolicy({
  facts,
  claims,
  identity,
  attestations,
  transparencyLog
}) {
  return {
    identity: identity ?? `${facts.serverUrl}/${claims.jobWorkflowRef}`,
    issuer: claims.issuer,
    repository: claims.repository,
    sha: claims.sha,
    ref: claims.ref,
    trigger: claims.eventName,
    attestations,
    transparencyLog
  };
}

// src/image/manifest.ts
var MEDIA_TYPE = {
  ociIndex: "application/vnd.oci.image.index.v1+json",
  ociManifest: "application/vnd.oci.image.manifest.v1+json",
  dockerList: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  ociEmpty: "application/vnd.oci.empty.v1+json",
  inToto: "application/vnd.in-toto+json",
  /** Artifact type of BuildKit's attestation manifests; they have a `subject` and so stand among the referrers. */
  attestationManifest: "application/vnd.docker.attestation.manifest.v1+json",
  /** Artifact type and layer type of a Sigstore bundle. */
  bundle: "application/vnd.dev.sigstore.bundle.v0.3+json"
};
var MANIFEST_MEDIA_TYPES = [
  MEDIA_TYPE.ociIndex,
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerList,
  MEDIA_TYPE.dockerManifest
];
var MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
var MAX_DESCRIPTORS = 5e3;
var INDEX_TYPES = [MEDIA_TYPE.ociIndex, MEDIA_TYPE.dockerList];
var IMAGE_TYPES = [MEDIA_TYPE.ociManifest, MEDIA_TYPE.dockerManifest];
function parseManifest(bytes, contentType) {
  try {
    return { ok: true, manifest: toManifest(parseJson(bytes, MAX_MANIFEST_BYTES), contentType) };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, reason: error.message };
    throw error;
  }
}
function parseConfigPlatform(bytes) {
  try {
    return toPlatform(parseJson(bytes, MAX_MANIFEST_BYTES));
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function listPlatformManifests(index) {
  return index.manifests.flatMap((descriptor) => {
    const { platform } = descriptor;
    if (platform === void 0 || platform.os === "unknown" || isAttestationDescriptor(descriptor))
      return [];
    return [{ platform, descriptor }];
  });
}
function listAttestationManifests(index) {
  const listed = new Set(index.manifests.map(({ digest }) => digest));
  return index.manifests.flatMap((descriptor) => {
    const describes = parseDigest(descriptor.annotations["vnd.docker.reference.digest"]);
    if (!isAttestationDescriptor(descriptor) || describes === void 0 || !listed.has(describes))
      return [];
    return [{ describes, descriptor }];
  });
}
function isAttestationDescriptor({ annotations }) {
  return annotations["vnd.docker.reference.type"] === "attestation-manifest";
}
function isEmptyImage(manifest) {
  return manifest.kind === "image" && manifest.layers.length === 0;
}
function listPredicateLayers(manifest) {
  return manifest.layers.flatMap((descriptor) => {
    const predicateType = descriptor.annotations["in-toto.io/predicate-type"];
    return descriptor.mediaType === MEDIA_TYPE.inToto && predicateType !== void 0 ? [{ predicateType, descriptor }] : [];
  });
}
function toManifest(json, contentType) {
  if (json["schemaVersion"] !== 2)
    throw new ShapeError(`has schema version ${shown(json["schemaVersion"])}`);
  const stated = json["mediaType"] === void 0 ? void 0 : asText(json["mediaType"], "mediaType");
  const served = contentType?.split(";")[0]?.trim().toLowerCase() || void 0;
  if (stated !== void 0 && served !== void 0 && stated !== served) {
    throw new ShapeError(`calls itself ${shown(stated)} and was served as ${shown(served)}`);
  }
  const isIndex = json["manifests"] !== void 0;
  if (isIndex === (json["layers"] !== void 0 || json["config"] !== void 0)) {
    throw new ShapeError("is not clearly either an index or an image manifest");
  }
  const mediaType = stated ?? served ?? (isIndex ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest);
  if (!(isIndex ? INDEX_TYPES : IMAGE_TYPES).includes(mediaType))
    throw new ShapeError(`has the media type ${shown(mediaType)}`);
  return isIndex ? toIndex(json, mediaType) : toImage(json, mediaType);
}
function toIndex(json, mediaType) {
  return {
    kind: "index",
    mediaType,
    manifests: toDescriptors(json["manifests"], "manifests"),
    annotations: toAnnotations(json["annotations"])
  };
}
function toImage(json, mediaType) {
  return {
    kind: "image",
    mediaType,
    ...json["artifactType"] === void 0 ? {} : { artifactType: asText(json["artifactType"], "artifactType") },
    config: toDescriptor(json["config"], "config"),
    layers: toDescriptors(json["layers"], "layers"),
    ...json["subject"] === void 0 ? {} : { subject: toDescriptor(json["subject"], "subject") },
    annotations: toAnnotations(json["annotations"])
  };
}
function toDescriptors(value, name) {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new ShapeError(`has ${name} that are not a list`);
  if (value.length > MAX_DESCRIPTORS) throw new ShapeError(`has ${value.length} ${name}`);
  return value.map((entry) => toDescriptor(entry, name));
}
function toDescriptor(value, name) {
  const json = asObject(value, name);
  const digest = typeof json["digest"] === "string" ? parseDigest(json["digest"]) : void 0;
  if (digest === void 0) throw new ShapeError(`has ${name} without a sha256 digest`);
  const size = json["size"];
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0)
    throw new ShapeError(`has ${name} without a size`);
  const platform = json["platform"] === void 0 ? void 0 : toPlatform(asObject(json["platform"], `the platform of ${name}`));
  return {
    mediaType: asText(json["mediaType"], `the media type of ${name}`),
    digest,
    sizeBytes: size,
    ...typeof json["artifactType"] === "string" ? { artifactType: json["artifactType"] } : {},
    annotations: toAnnotations(json["annotations"]),
    ...platform === void 0 ? {} : { platform }
  };
}
function toPlatform(json) {
  const { os, architecture, variant, "os.version": osVersion, "os.features": features } = json;
  if (typeof os !== "string" || typeof architecture !== "string" || os === "" || architecture === "")
    return void 0;
  const named = typeof variant === "string" ? { os, architecture, variant } : { os, architecture };
  const isText = (value) => typeof value === "string" && value !== "";
  const osFeatures = Array.isArray(features) ? features.filter(isText) : [];
  return {
    ...normalizePlatform(named),
    ...isText(osVersion) ? { osVersion } : {},
    ...osFeatures.length > 0 ? { osFeatures } : {}
  };
}
function toAnnotations(value) {
  if (value === void 0 || value === null) return {};
  const entries = Object.entries(asObject(value, "annotations"));
  return Object.fromEntries(
    entries.map(([key, text]) => [key, asText(text, `the annotation ${shown(key)}`)])
  );
}

export {
  report,
  readText,
  readOrDefault,
  readWord,
  parseBoolean,
  readBoolean,
  readAutoOrBoolean,
  readChoice,
  readList,
  parseRegistryHost,
  findGitHubRegistry,
  parseEcrHost,
  findRegistryService,
  findAwsDomain,
  findOwn,
  usesEngine,
  hasNodeHere,
  listOnePerNode,
  listNative,
  isRemoteContext,
  dockerfilePath,
  isLocalSource,
  checkContexts,
  noteLacking,
  MEDIA_TYPE,
  MANIFEST_MEDIA_TYPES,
  MAX_MANIFEST_BYTES,
  parseManifest,
  parseConfigPlatform,
  listPlatformManifests,
  listAttestationManifests,
  isEmptyImage,
  listPredicateLayers,
  asksToPush,
  pushesByDigest,
  listDigestNames,
  asksToLoad,
  planFiles,
  canAttest,
  planOutputs,
  SIGNATURE_PREDICATE,
  planSigning,
  makeMissingPermission,
  makeUntrusted,
  foreseePolicy,
  makePolicy
};
