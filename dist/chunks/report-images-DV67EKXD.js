import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-EVOHBHED.js";
import "./chunk-7WDIZFI3.js";
import "./chunk-FLOTVYF3.js";
import "./chunk-NRCVB3ID.js";
import "./chunk-JPJAA6A5.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-V53TEMNW.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
