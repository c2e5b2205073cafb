import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  exec,
  getExecOutput
} from "./chunk-NMVRYZ7W.js";
import "./chunk-7QRAHV2Z.js";
export {
  exec,
  getExecOutput
};
