import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  exec,
  getExecOutput
} from "./chunk-FY4I7R7V.js";
import "./chunk-7QRAHV2Z.js";
export {
  exec,
  getExecOutput
};
