import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-O7MCZ7SR.js";
import "./chunk-GGU3OLUO.js";
import "./chunk-RNL22UVH.js";
import "./chunk-V3SLQHFG.js";
import "./chunk-66NN7XJR.js";
import "./chunk-VCHEAQKV.js";
import "./chunk-2ZDAI6C6.js";
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
