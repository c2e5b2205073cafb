import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  chooseShown,
  makeOutputs,
  makeVerifyCommands,
  report,
  writeSummary
} from "./chunk-C2F4CPIF.js";
import "./chunk-ITWWWTO6.js";
import "./chunk-7G2AKSJU.js";
import "./chunk-CY3RUIBK.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-SITP2XBU.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  chooseShown,
  makeOutputs,
  makeVerifyCommands,
  report,
  writeSummary
};
