import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  context,
  getOctokit
} from "./chunk-3H2GSFEO.js";
import "./chunk-X5SEWZEF.js";
import "./chunk-Z4SCHBPO.js";
import "./chunk-5FVLCRTS.js";
export {
  context,
  getOctokit
};
