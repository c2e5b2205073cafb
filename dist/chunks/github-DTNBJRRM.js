import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  context,
  getOctokit
} from "./chunk-GZ6KC46V.js";
import "./chunk-WZSTMOKB.js";
import "./chunk-7E4S5DLL.js";
import "./chunk-7QRAHV2Z.js";
export {
  context,
  getOctokit
};
