import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-LCUV6STV.js";
import "./chunk-NKVGCDRP.js";
import "./chunk-ADBW4SQC.js";
import "./chunk-LZCHSUES.js";
import "./chunk-LXXGWIAF.js";
import "./chunk-MSEQM234.js";
import "./chunk-A4JVQFDR.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
