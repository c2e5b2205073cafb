import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-LKLCAG6J.js";
import "./chunk-YZ2LVGRA.js";
import "./chunk-TYLGG7Z4.js";
import "./chunk-G362OHQP.js";
import "./chunk-4KIWE3HW.js";
import "./chunk-6OGRMK7E.js";
import "./chunk-ES7PXTTT.js";
import "./chunk-FG7OWVVX.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-BFWVZZ5T.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-QF5QQBM2.js";
import "./chunk-UUMA4HQ5.js";
import "./chunk-NA7LQGSN.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
