import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  chooseShown,
  makeOutputs,
  makeVerifyCommands,
  report,
  writeSummary
} from "./chunk-AZH3PLUF.js";
import "./chunk-VGDG5YUE.js";
import "./chunk-ES2GDGJH.js";
import "./chunk-NABOAXJ3.js";
import "./chunk-FYKMIND7.js";
import "./chunk-7NSMW4EP.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-LJCXF7ZE.js";
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
