import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-QA65HRQO.js";
import "./chunk-LNQFXZX7.js";
import "./chunk-37UMVEGI.js";
import "./chunk-22KI7PT2.js";
import "./chunk-SFMCQVLU.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-YDMBHURF.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
