import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  context,
  getOctokit
} from "./chunk-NZOQBFCW.js";
import "./chunk-4F6LOOIK.js";
import "./chunk-6BL7ZXWT.js";
import "./chunk-7QRAHV2Z.js";
export {
  context,
  getOctokit
};
