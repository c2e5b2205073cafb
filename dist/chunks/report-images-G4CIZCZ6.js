import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-S6LN3EMJ.js";
import "./chunk-ET4WHO3U.js";
import "./chunk-LRDDDUSJ.js";
import "./chunk-XC5LYNXZ.js";
import "./chunk-EPQ4KMMW.js";
import "./chunk-MRWRGUL2.js";
import "./chunk-JCSZXNER.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-SITP2XBU.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
