import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-AB63MX5P.js";
import "./chunk-6XQK4FQF.js";
import "./chunk-IKZJUTYM.js";
import "./chunk-2FZMAOGD.js";
import "./chunk-47DOBBPO.js";
import "./chunk-3MKVHCXP.js";
import "./chunk-QHDQVQTD.js";
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
