import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  chooseShown,
  makeOutputs,
  makeVerifyCommands,
  report,
  writeSummary
} from "./chunk-5GLOIJBH.js";
import "./chunk-Q2FFKWH5.js";
import "./chunk-NWLKYBMM.js";
import "./chunk-WZHCULRY.js";
import "./chunk-K6K7I2MP.js";
import "./chunk-55C6DSLZ.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-SHLUNWKC.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  chooseShown,
  makeOutputs,
  makeVerifyCommands,
  report,
  writeSummary
};
