import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  context,
  getOctokit
} from "./chunk-SJUWRY4E.js";
import "./chunk-RFZJHLBU.js";
import "./chunk-TVGXF7XB.js";
import "./chunk-7QRAHV2Z.js";
export {
  context,
  getOctokit
};
