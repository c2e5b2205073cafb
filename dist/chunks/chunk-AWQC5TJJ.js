import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  quoteField,
  splitPair
} from "./chunk-UUMA4HQ5.js";

// src/tools/create-builder.ts
function makeCreateCommands(own, means) {
  const last = own.nodes.length - 1;
  return own.nodes.map((node, at) => [
    "create",
    `--name=${means.name}`,
    ...at === 0 ? [`--driver=${own.driver}`] : ["--append"],
    `--node=${nameNode(means.name, node, at)}`,
    ...listOptions(own, { node, at, means }).map((option) => `--driver-opt=${quoteField(option)}`),
    ...makeFlags(own, node),
    ...means.configFile === void 0 ? [] : [`--buildkitd-config=${means.configFile}`],
    ...node.platforms.length === 0 ? [] : [`--platform=${node.platforms.join(",")}`],
    ...at === last ? ["--bootstrap"] : [],
    ...node.endpoint === void 0 ? [] : ["--", node.endpoint]
  ]);
}
function nameNode(builder, { label }, at) {
  return label === void 0 ? `${builder}${at}` : `${builder}-${label}`;
}
function listNodeNames(name, { nodes }) {
  return nodes.map((node, at) => nameNode(name, node, at));
}
function listOptions({ driver }, { node, at, means }) {
  const given = new Set(
    node.driverOpts.map((option) => splitPair(option)?.key.toLowerCase() ?? "")
  );
  const { image, variables, tlsFile } = means;
  const ours = [
    ...image === void 0 || driver === "remote" ? [] : [["image", image]],
    ...driver === "docker-container" ? listVariables(variables) : [],
    ...node.tls.map((part) => [part, tlsFile(at, part)])
  ];
  return [
    ...ours.flatMap(([key, value]) => given.has(key.toLowerCase()) ? [] : [`${key}=${value}`]),
    ...node.driverOpts,
    ...driver === "kubernetes" ? ["labels", "annotations"].flatMap((name) => joinPairs(node, name, means[name])) : []
  ];
}
function findDriverOption({ driverOpts }, name) {
  return driverOpts.map(splitPair).findLast((pair) => pair?.key.toLowerCase() === name)?.value;
}
function joinPairs(node, name, ours) {
  const pairs = Object.entries(ours).map(([key, value]) => `${key}=${value}`);
  if (pairs.length === 0) return [];
  const theirs = findDriverOption(node, name)?.replaceAll('"', "") ?? "";
  return [`${name}=${[...theirs === "" ? [] : [theirs], ...pairs].join(",")}`];
}
function listVariables(variables) {
  return Object.entries(variables).map(([name, value]) => [`env.${name}`, value]);
}
function makeFlags({ entitlements }, { flags }) {
  const all = [
    ...entitlements.map((one) => `--allow-insecure-entitlement=${one}`),
    ...flags === "" ? [] : [flags]
  ];
  return all.length === 0 ? [] : [`--buildkitd-flags=${all.join(" ")}`];
}
var PROXIES = /^(?:https?_proxy|no_proxy|all_proxy)$/i;
var LOOPBACK = /^(?:[a-z]+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.[\d.]+|\[::1\])(?::|\/|$)/i;
function listProxies(env, { isHostNetwork: isHostNetwork2 }) {
  const found = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === void 0 || value === "" || !PROXIES.test(name)) continue;
    if (isHostNetwork2 || /^no_proxy$/i.test(name) || !LOOPBACK.test(value)) found[name] = value;
  }
  return found;
}
function isHostNetwork({ nodes }) {
  return nodes.every(({ driverOpts }) => driverOpts.includes("network=host"));
}

export {
  makeCreateCommands,
  listNodeNames,
  findDriverOption,
  listProxies,
  isHostNetwork
};
