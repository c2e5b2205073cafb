import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  chooseShown,
  makeOutputs,
  makeVerifyCommands,
  report,
  writeSummary
} from "./chunk-LNQFXZX7.js";
import "./chunk-37UMVEGI.js";
import "./chunk-22KI7PT2.js";
import "./chunk-SFMCQVLU.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-YDMBHURF.js";
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
