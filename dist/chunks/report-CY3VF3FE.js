import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  chooseShown,
  makeOutputs,
  makeVerifyCommands,
  report,
  writeSummary
} from "./chunk-4JHDA56H.js";
import "./chunk-M63ZKQ2Z.js";
import "./chunk-D2INIKDE.js";
import "./chunk-NABOAXJ3.js";
import "./chunk-VMR5KFCI.js";
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
