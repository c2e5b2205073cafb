import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-QSBWSIA6.js";
import "./chunk-7QJZH445.js";
import "./chunk-4PFJAFJF.js";
import "./chunk-66B4UEGH.js";
import "./chunk-CQWTIPFL.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-Q52MGDSR.js";
import "./chunk-YDMBHURF.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
