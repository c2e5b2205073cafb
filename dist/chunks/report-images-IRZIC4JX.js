import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-QJUGQ4N3.js";
import "./chunk-WWDZCH22.js";
import "./chunk-45NBUADJ.js";
import "./chunk-I2AZETDF.js";
import "./chunk-DQZMLET6.js";
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
