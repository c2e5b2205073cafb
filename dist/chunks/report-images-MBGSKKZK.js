import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-XUQLORXD.js";
import "./chunk-5TOXIYLQ.js";
import "./chunk-CXJEHDHQ.js";
import "./chunk-JOKJOEIC.js";
import "./chunk-IRPKSXSB.js";
import "./chunk-O6YBVDS5.js";
import "./chunk-3AIFJ4ZL.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-QF5QQBM2.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
