import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  makeOutputs,
  writeSummary
} from "./chunk-CNCLGDTI.js";
import {
  ActionError,
  describeError,
  errorCode
} from "./chunk-QF5QQBM2.js";

// src/outputs.ts
var rows = [
  {
    name: "digest",
    description: "Digest of the image index (or of the manifest, for an image without an index)"
  },
  { name: "digests", description: "JSON: platform \u2192 digest of its manifest" },
  {
    name: "tags",
    description: "The tags that were published (or loaded), as full references, one per line; with `dry-run`, those that `images` and `tags` give for this event"
  },
  { name: "version", description: "The first tag of this event, as in docker/metadata-action" },
  { name: "tag-names", description: "The tags of this event without the names of images" },
  { name: "labels", description: "The labels, one per line" },
  { name: "annotations", description: "The annotations with their levels, one per line" },
  {
    name: "json",
    description: "JSON: `tags`, `tag-names`, `labels` and `annotations` of this event, published or not"
  },
  { name: "bake-file", description: "Path of a bake file with tags and labels" },
  { name: "bake-file-tags", description: "Path of a bake file with the tags" },
  { name: "bake-file-labels", description: "Path of a bake file with the labels" },
  { name: "bake-file-annotations", description: "Path of a bake file with the annotations" },
  { name: "image", description: "The first image by digest: `name@sha256:\u2026`" },
  {
    name: "imageid",
    description: "Image ID: the digest of the image configuration for a loaded image, otherwise the digest"
  },
  { name: "metadata", description: "JSON: buildx's metadata of the build" },
  {
    name: "published",
    description: "`true` when every tag was moved and read back, or left to a later run; `false` when that run has all of them; empty for a leg that others finish"
  },
  {
    name: "verified",
    description: "`true` when all that the policy asks for was verified: an image from the registry, files by the bundles beside them"
  },
  {
    name: "signer-identity",
    description: "The identity (certificate SAN) that signed, as verifiers have to name it"
  },
  {
    name: "verify-commands",
    description: "cosign commands that verify what was published, one per line"
  },
  {
    name: "bundle-paths",
    description: "Paths of the Sigstore bundles beside the files that `outputs` left, one per line: what an upload step takes"
  },
  {
    name: "candidate",
    description: "JSON: what a leg, or a step with `publish: off`, pushed by digest and signed: name, digest and planned tags, for the `publish/` action"
  },
  {
    name: "group",
    description: "Which image this is, the same for each of its legs and for no other of the run"
  },
  {
    name: "matrix",
    description: "JSON for `strategy.matrix`: platform, runner (see `runners`) and index of each leg, were the platforms built side by side"
  },
  {
    name: "builder-ids",
    description: "Builders that the provenance may name, one per line: what the reusable workflow holds its legs to"
  },
  {
    name: "cache-mounts",
    description: "JSON: what was restored into cache mounts and what was saved of them, with bytes and seconds; empty where none is kept"
  },
  {
    name: "builder",
    description: "Name of the builder that built, as `docker buildx build --builder` takes it; see `export-builder`"
  },
  {
    name: "cache-hits",
    description: "JSON: how many steps of the Dockerfile came from a cache (`ratio`, `cached`, `total`), for each of `platforms`, and each of `steps` with what it took; `savedSeconds` where it is known what the steps from the cache once took"
  },
  { name: "timings", description: "JSON: stage \u2192 seconds" }
];
var OUTPUTS = rows;
var BUILD_ONLY = [
  ...[
    "imageid",
    "metadata",
    "candidate",
    "matrix",
    "builder-ids",
    "cache-mounts",
    "builder",
    "bundle-paths",
    "cache-hits",
    "version",
    "tag-names",
    "labels",
    "annotations"
  ],
  ...["json", "bake-file", "bake-file-tags", "bake-file-labels", "bake-file-annotations"]
];
var PUBLISH_OUTPUTS = [
  ...OUTPUTS.filter(({ name }) => !BUILD_ONLY.includes(name)),
  {
    name: "result",
    description: "JSON: a list with digest, digests, tags and verification commands of each image; `published` and `verified` speak of all of them, the other outputs are those of the first"
  }
];

// src/stages/report/report-images.ts
async function reportImages(host, {
  images,
  timings,
  error
}) {
  const [first = { moved: [], published: false }] = images;
  const all = images.map((one) => makeOutputs(one, timings));
  const isAll = (name) => String(error === void 0 && all.length > 0 && all.every((one) => one[name] === "true"));
  const outputs = {
    ...makeOutputs(first, timings),
    published: isAll("published"),
    verified: isAll("verified"),
    result: JSON.stringify(images.map((one) => summarize(one, timings)))
  };
  for (const { name } of PUBLISH_OUTPUTS) host.setOutput(name, outputs[name]);
  for (const [at, results] of images.entries()) {
    const isLast = at === images.length - 1;
    await writeSummary(host, { results, timings, error: isLast ? error : void 0 });
  }
}
var TOLD = ["group", "image", "digest", "published", "verified", "signer-identity"];
function summarize(results, timings) {
  const outputs = makeOutputs(results, timings);
  return {
    ...Object.fromEntries(TOLD.map((name) => [name, outputs[name]])),
    digests: outputs.digests === "" ? {} : JSON.parse(outputs.digests),
    tags: results.moved.map(({ reference }) => reference),
    "verify-commands": outputs["verify-commands"].split("\n").filter(Boolean)
  };
}
function tellFailure(host, error) {
  const { details, isLogged, place } = error instanceof ActionError ? error : { details: [], isLogged: false, place: void 0 };
  if (details.length > 0 && !isLogged) {
    const close = host.log.open("What the tool said");
    details.forEach(host.log.foreign);
    close();
  }
  if (error instanceof Error && error.stack !== void 0) host.log.debug(error.stack);
  const { file, line } = place ?? {};
  host.log.error(describeError(error), { title: errorCode(error), file, line });
  host.fail();
}

export {
  reportImages,
  tellFailure
};
