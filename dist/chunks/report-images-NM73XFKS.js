import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-PBQ644CO.js";
import "./chunk-SYTRSLOM.js";
import "./chunk-ZADLZNEU.js";
import "./chunk-I2AZETDF.js";
import "./chunk-YG2SY5US.js";
import "./chunk-IWIURKPM.js";
import "./chunk-JMIVSI2C.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-SHLUNWKC.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
