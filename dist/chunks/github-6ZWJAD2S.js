import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  context,
  getOctokit
} from "./chunk-CNW2YUWL.js";
import "./chunk-SRIOCYOF.js";
import "./chunk-Q52A66BP.js";
import "./chunk-7QRAHV2Z.js";
export {
  context,
  getOctokit
};
