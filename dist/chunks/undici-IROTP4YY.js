import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  require_undici
} from "./chunk-KBCR6VH5.js";
import "./chunk-JROFUIXI.js";
export default require_undici();
