import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/image/json-shape.ts
var ShapeError = class extends Error {
};
function parseJson(bytes, maxBytes) {
  if (bytes.byteLength > maxBytes)
    throw new ShapeError(`has ${bytes.byteLength} bytes, more than ${maxBytes}`);
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ShapeError("is not JSON");
  }
  return asObject(value, "a document");
}
function asObject(value, name) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new ShapeError(`has ${name} of another kind than an object`);
}
function asText(value, name) {
  if (typeof value === "string") return value;
  throw new ShapeError(`has ${name} of another kind than text`);
}
function shown(value) {
  return (JSON.stringify(value) ?? "nothing").slice(0, 80);
}
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export {
  ShapeError,
  parseJson,
  asObject,
  asText,
  shown,
  readJson,
  isRecord
};
