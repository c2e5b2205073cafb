import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-BTDCPG4X.js";
import "./chunk-AZNIJLLX.js";
import "./chunk-AXGNI6NO.js";
import "./chunk-IPD3OKEX.js";
import "./chunk-Z5GEDSFT.js";
import "./chunk-O2FFCNYK.js";
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
  reportImages,
  tellFailure
};
