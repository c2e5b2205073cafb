import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-VM24E23L.js";
import "./chunk-VHMZAW4A.js";
import "./chunk-P25AF5YT.js";
import "./chunk-KHZ33DTV.js";
import "./chunk-5FAF6TJS.js";
import "./chunk-UI4M236X.js";
import "./chunk-YGDLRV4F.js";
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
