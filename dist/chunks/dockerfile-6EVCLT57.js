import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  analyseDockerfile,
  listBases,
  simplifyName
} from "./chunk-57IH5IDN.js";
import "./chunk-NQQT4RC4.js";
import "./chunk-LJCXF7ZE.js";
import "./chunk-KBW2CNOB.js";
import "./chunk-7QRAHV2Z.js";
export {
  analyseDockerfile,
  listBases,
  simplifyName
};
