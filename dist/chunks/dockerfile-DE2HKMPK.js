import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  analyseDockerfile,
  listBases,
  simplifyName
} from "./chunk-HDDAGWKS.js";
import "./chunk-X56W2A24.js";
import "./chunk-7QRAHV2Z.js";
export {
  analyseDockerfile,
  listBases,
  simplifyName
};
