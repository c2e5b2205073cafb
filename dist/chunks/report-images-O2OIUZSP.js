import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  reportImages,
  tellFailure
} from "./chunk-7MAPJEXJ.js";
import "./chunk-OEHVMGX2.js";
import "./chunk-QDGKWDB2.js";
import "./chunk-VN4LNXAY.js";
import "./chunk-IJWOYOTY.js";
import "./chunk-F3Z5TBW4.js";
import "./chunk-X56W2A24.js";
import "./chunk-YDMBHURF.js";
import "./chunk-XLEKP5WA.js";
import "./chunk-7QRAHV2Z.js";
export {
  reportImages,
  tellFailure
};
