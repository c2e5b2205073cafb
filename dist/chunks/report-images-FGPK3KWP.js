import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-GXAULB6B.js";
import "./chunk-RWKTRW5U.js";
import "./chunk-BTHDVJXX.js";
import "./chunk-WR4YG6LY.js";
import "./chunk-XEU5EBPH.js";
import "./chunk-MFJZTY7D.js";
import "./chunk-FQBW4GLD.js";
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
