import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  require_semver
} from "./chunk-BFYARNKY.js";
import {
  COSIGN_FLOOR,
  DEFAULT_VERSIONS,
  FLOORS,
  FOLDER_PREFIX,
  STATE_NAME,
  classifyOutput,
  comparePlatforms,
  describeCommandFailure,
  digestHex,
  findPinnedHash,
  formatApiHost,
  formatAttributes,
  formatPlatform,
  formatReference,
  formatReferrersTag,
  formatRepository,
  formatState,
  isDigest,
  isPinned,
  makeCosignEnv,
  normalizePlatform,
  parseAttributes,
  parseDigest,
  parseList,
  parsePlatform,
  parseReference,
  parseRepository,
  runChecked,
  splitPair,
  userDockerConfig
} from "./chunk-H5I7FAIQ.js";
import {
  ActionError,
  TransportError,
  describeError,
  errorCode
} from "./chunk-K4MMYSCE.js";
import {
  __commonJS,
  __toESM
} from "./chunk-5FVLCRTS.js";

// node_modules/pvtsutils/build/index.js
var require_build = __commonJS({
  "node_modules/pvtsutils/build/index.js"(exports) {
    "use strict";
    var ARRAY_BUFFER_NAME = "[object ArrayBuffer]";
    var BufferSourceConverter = class _BufferSourceConverter {
      static isArrayBuffer(data) {
        return Object.prototype.toString.call(data) === ARRAY_BUFFER_NAME;
      }
      static toArrayBuffer(data) {
        if (this.isArrayBuffer(data)) {
          return data;
        }
        if (data.byteLength === data.buffer.byteLength) {
          return data.buffer;
        }
        if (data.byteOffset === 0 && data.byteLength === data.buffer.byteLength) {
          return data.buffer;
        }
        return this.toUint8Array(data.buffer).slice(data.byteOffset, data.byteOffset + data.byteLength).buffer;
      }
      static toUint8Array(data) {
        return this.toView(data, Uint8Array);
      }
      static toView(data, type) {
        if (data.constructor === type) {
          return data;
        }
        if (this.isArrayBuffer(data)) {
          return new type(data);
        }
        if (this.isArrayBufferView(data)) {
          return new type(data.buffer, data.byteOffset, data.byteLength);
        }
        throw new TypeError("The provided value is not of type '(ArrayBuffer or ArrayBufferView)'");
      }
      static isBufferSource(data) {
        return this.isArrayBufferView(data) || this.isArrayBuffer(data);
      }
      static isArrayBufferView(data) {
        return ArrayBuffer.isView(data) || data && this.isArrayBuffer(data.buffer);
      }
      static isEqual(a, b) {
        const aView = _BufferSourceConverter.toUint8Array(a);
        const bView = _BufferSourceConverter.toUint8Array(b);
        if (aView.length !== bView.byteLength) {
          return false;
        }
        for (let i = 0; i < aView.length; i++) {
          if (aView[i] !== bView[i]) {
            return false;
          }
        }
        return true;
      }
      static concat(...args) {
        let buffers;
        if (Array.isArray(args[0]) && !(args[1] instanceof Function)) {
          buffers = args[0];
        } else if (Array.isArray(args[0]) && args[1] instanceof Function) {
          buffers = args[0];
        } else {
          if (args[args.length - 1] instanceof Function) {
            buffers = args.slice(0, args.length - 1);
          } else {
            buffers = args;
          }
        }
        let size = 0;
        for (const buffer of buffers) {
          size += buffer.byteLength;
        }
        const res = new Uint8Array(size);
        let offset = 0;
        for (const buffer of buffers) {
          const view = this.toUint8Array(buffer);
          res.set(view, offset);
          offset += view.length;
        }
        if (args[args.length - 1] instanceof Function) {
          return this.toView(res, args[args.length - 1]);
        }
        return res.buffer;
      }
    };
    var STRING_TYPE = "string";
    var HEX_REGEX = /^[0-9a-f\s]+$/i;
    var BASE64_REGEX = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
    var BASE64URL_REGEX = /^[a-zA-Z0-9-_]+$/;
    var Utf8Converter = class {
      static fromString(text) {
        const s = unescape(encodeURIComponent(text));
        const uintArray = new Uint8Array(s.length);
        for (let i = 0; i < s.length; i++) {
          uintArray[i] = s.charCodeAt(i);
        }
        return uintArray.buffer;
      }
      static toString(buffer) {
        const buf = BufferSourceConverter.toUint8Array(buffer);
        let encodedString = "";
        for (let i = 0; i < buf.length; i++) {
          encodedString += String.fromCharCode(buf[i]);
        }
        const decodedString = decodeURIComponent(escape(encodedString));
        return decodedString;
      }
    };
    var Utf16Converter = class {
      static toString(buffer, littleEndian = false) {
        const arrayBuffer = BufferSourceConverter.toArrayBuffer(buffer);
        const dataView = new DataView(arrayBuffer);
        let res = "";
        for (let i = 0; i < arrayBuffer.byteLength; i += 2) {
          const code = dataView.getUint16(i, littleEndian);
          res += String.fromCharCode(code);
        }
        return res;
      }
      static fromString(text, littleEndian = false) {
        const res = new ArrayBuffer(text.length * 2);
        const dataView = new DataView(res);
        for (let i = 0; i < text.length; i++) {
          dataView.setUint16(i * 2, text.charCodeAt(i), littleEndian);
        }
        return res;
      }
    };
    var Convert = class _Convert {
      static isHex(data) {
        return typeof data === STRING_TYPE && HEX_REGEX.test(data);
      }
      static isBase64(data) {
        return typeof data === STRING_TYPE && BASE64_REGEX.test(data);
      }
      static isBase64Url(data) {
        return typeof data === STRING_TYPE && BASE64URL_REGEX.test(data);
      }
      static ToString(buffer, enc = "utf8") {
        const buf = BufferSourceConverter.toUint8Array(buffer);
        switch (enc.toLowerCase()) {
          case "utf8":
            return this.ToUtf8String(buf);
          case "binary":
            return this.ToBinary(buf);
          case "hex":
            return this.ToHex(buf);
          case "base64":
            return this.ToBase64(buf);
          case "base64url":
            return this.ToBase64Url(buf);
          case "utf16le":
            return Utf16Converter.toString(buf, true);
          case "utf16":
          case "utf16be":
            return Utf16Converter.toString(buf);
          default:
            throw new Error(`Unknown type of encoding '${enc}'`);
        }
      }
      static FromString(str, enc = "utf8") {
        if (!str) {
          return new ArrayBuffer(0);
        }
        switch (enc.toLowerCase()) {
          case "utf8":
            return this.FromUtf8String(str);
          case "binary":
            return this.FromBinary(str);
          case "hex":
            return this.FromHex(str);
          case "base64":
            return this.FromBase64(str);
          case "base64url":
            return this.FromBase64Url(str);
          case "utf16le":
            return Utf16Converter.fromString(str, true);
          case "utf16":
          case "utf16be":
            return Utf16Converter.fromString(str);
          default:
            throw new Error(`Unknown type of encoding '${enc}'`);
        }
      }
      static ToBase64(buffer) {
        const buf = BufferSourceConverter.toUint8Array(buffer);
        if (typeof btoa !== "undefined") {
          const binary = this.ToString(buf, "binary");
          return btoa(binary);
        } else {
          return Buffer.from(buf).toString("base64");
        }
      }
      static FromBase64(base64) {
        const formatted = this.formatString(base64);
        if (!formatted) {
          return new ArrayBuffer(0);
        }
        if (!_Convert.isBase64(formatted)) {
          throw new TypeError("Argument 'base64Text' is not Base64 encoded");
        }
        if (typeof atob !== "undefined") {
          return this.FromBinary(atob(formatted));
        } else {
          return new Uint8Array(Buffer.from(formatted, "base64")).buffer;
        }
      }
      static FromBase64Url(base64url) {
        const formatted = this.formatString(base64url);
        if (!formatted) {
          return new ArrayBuffer(0);
        }
        if (!_Convert.isBase64Url(formatted)) {
          throw new TypeError("Argument 'base64url' is not Base64Url encoded");
        }
        return this.FromBase64(this.Base64Padding(formatted.replace(/\-/g, "+").replace(/\_/g, "/")));
      }
      static ToBase64Url(data) {
        return this.ToBase64(data).replace(/\+/g, "-").replace(/\//g, "_").replace(/\=/g, "");
      }
      static FromUtf8String(text, encoding = _Convert.DEFAULT_UTF8_ENCODING) {
        switch (encoding) {
          case "ascii":
            return this.FromBinary(text);
          case "utf8":
            return Utf8Converter.fromString(text);
          case "utf16":
          case "utf16be":
            return Utf16Converter.fromString(text);
          case "utf16le":
          case "usc2":
            return Utf16Converter.fromString(text, true);
          default:
            throw new Error(`Unknown type of encoding '${encoding}'`);
        }
      }
      static ToUtf8String(buffer, encoding = _Convert.DEFAULT_UTF8_ENCODING) {
        switch (encoding) {
          case "ascii":
            return this.ToBinary(buffer);
          case "utf8":
            return Utf8Converter.toString(buffer);
          case "utf16":
          case "utf16be":
            return Utf16Converter.toString(buffer);
          case "utf16le":
          case "usc2":
            return Utf16Converter.toString(buffer, true);
          default:
            throw new Error(`Unknown type of encoding '${encoding}'`);
        }
      }
      static FromBinary(text) {
        const stringLength = text.length;
        const resultView = new Uint8Array(stringLength);
        for (let i = 0; i < stringLength; i++) {
          resultView[i] = text.charCodeAt(i);
        }
        return resultView.buffer;
      }
      static ToBinary(buffer) {
        const buf = BufferSourceConverter.toUint8Array(buffer);
        let res = "";
        for (let i = 0; i < buf.length; i++) {
          res += String.fromCharCode(buf[i]);
        }
        return res;
      }
      static ToHex(buffer) {
        const buf = BufferSourceConverter.toUint8Array(buffer);
        let result = "";
        const len = buf.length;
        for (let i = 0; i < len; i++) {
          const byte = buf[i];
          if (byte < 16) {
            result += "0";
          }
          result += byte.toString(16);
        }
        return result;
      }
      static FromHex(hexString) {
        let formatted = this.formatString(hexString);
        if (!formatted) {
          return new ArrayBuffer(0);
        }
        if (!_Convert.isHex(formatted)) {
          throw new TypeError("Argument 'hexString' is not HEX encoded");
        }
        if (formatted.length % 2) {
          formatted = `0${formatted}`;
        }
        const res = new Uint8Array(formatted.length / 2);
        for (let i = 0; i < formatted.length; i = i + 2) {
          const c = formatted.slice(i, i + 2);
          res[i / 2] = parseInt(c, 16);
        }
        return res.buffer;
      }
      static ToUtf16String(buffer, littleEndian = false) {
        return Utf16Converter.toString(buffer, littleEndian);
      }
      static FromUtf16String(text, littleEndian = false) {
        return Utf16Converter.fromString(text, littleEndian);
      }
      static Base64Padding(base64) {
        const padCount = 4 - base64.length % 4;
        if (padCount < 4) {
          for (let i = 0; i < padCount; i++) {
            base64 += "=";
          }
        }
        return base64;
      }
      static formatString(data) {
        return (data === null || data === void 0 ? void 0 : data.replace(/[\n\r\t ]/g, "")) || "";
      }
    };
    Convert.DEFAULT_UTF8_ENCODING = "utf8";
    function assign(target, ...sources) {
      const res = arguments[0];
      for (let i = 1; i < arguments.length; i++) {
        const obj = arguments[i];
        for (const prop in obj) {
          res[prop] = obj[prop];
        }
      }
      return res;
    }
    function combine(...buf) {
      const totalByteLength = buf.map((item) => item.byteLength).reduce((prev, cur) => prev + cur);
      const res = new Uint8Array(totalByteLength);
      let currentPos = 0;
      buf.map((item) => new Uint8Array(item)).forEach((arr) => {
        for (const item2 of arr) {
          res[currentPos++] = item2;
        }
      });
      return res.buffer;
    }
    function isEqual(bytes1, bytes2) {
      if (!(bytes1 && bytes2)) {
        return false;
      }
      if (bytes1.byteLength !== bytes2.byteLength) {
        return false;
      }
      const b1 = new Uint8Array(bytes1);
      const b2 = new Uint8Array(bytes2);
      for (let i = 0; i < bytes1.byteLength; i++) {
        if (b1[i] !== b2[i]) {
          return false;
        }
      }
      return true;
    }
    exports.BufferSourceConverter = BufferSourceConverter;
    exports.Convert = Convert;
    exports.assign = assign;
    exports.combine = combine;
    exports.isEqual = isEqual;
  }
});

// node_modules/pvutils/build/utils.js
var require_utils = __commonJS({
  "node_modules/pvutils/build/utils.js"(exports) {
    "use strict";
    Object.defineProperty(exports, "__esModule", { value: true });
    function getUTCDate(date) {
      return new Date(date.getTime() + date.getTimezoneOffset() * 6e4);
    }
    function getParametersValue(parameters, name, defaultValue) {
      var _a;
      if (parameters instanceof Object === false) {
        return defaultValue;
      }
      return (_a = parameters[name]) !== null && _a !== void 0 ? _a : defaultValue;
    }
    function bufferToHexCodes(inputBuffer, inputOffset = 0, inputLength = inputBuffer.byteLength - inputOffset, insertSpace = false) {
      let result = "";
      for (const item of new Uint8Array(inputBuffer, inputOffset, inputLength)) {
        const str = item.toString(16).toUpperCase();
        if (str.length === 1) {
          result += "0";
        }
        result += str;
        if (insertSpace) {
          result += " ";
        }
      }
      return result.trim();
    }
    function checkBufferParams(baseBlock, inputBuffer, inputOffset, inputLength) {
      if (!(inputBuffer instanceof ArrayBuffer)) {
        baseBlock.error = 'Wrong parameter: inputBuffer must be "ArrayBuffer"';
        return false;
      }
      if (!inputBuffer.byteLength) {
        baseBlock.error = "Wrong parameter: inputBuffer has zero length";
        return false;
      }
      if (inputOffset < 0) {
        baseBlock.error = "Wrong parameter: inputOffset less than zero";
        return false;
      }
      if (inputLength < 0) {
        baseBlock.error = "Wrong parameter: inputLength less than zero";
        return false;
      }
      if (inputBuffer.byteLength - inputOffset - inputLength < 0) {
        baseBlock.error = "End of input reached before message was fully decoded (inconsistent offset and length values)";
        return false;
      }
      return true;
    }
    function utilFromBase(inputBuffer, inputBase) {
      let result = 0;
      if (inputBuffer.length === 1) {
        return inputBuffer[0];
      }
      for (let i = inputBuffer.length - 1; i >= 0; i--) {
        result += inputBuffer[inputBuffer.length - 1 - i] * Math.pow(2, inputBase * i);
      }
      return result;
    }
    function utilToBase(value, base, reserved = -1) {
      const internalReserved = reserved;
      let internalValue = value;
      let result = 0;
      let biggest = Math.pow(2, base);
      for (let i = 1; i < 8; i++) {
        if (value < biggest) {
          let retBuf;
          if (internalReserved < 0) {
            retBuf = new ArrayBuffer(i);
            result = i;
          } else {
            if (internalReserved < i) {
              return new ArrayBuffer(0);
            }
            retBuf = new ArrayBuffer(internalReserved);
            result = internalReserved;
          }
          const retView = new Uint8Array(retBuf);
          for (let j = i - 1; j >= 0; j--) {
            const basis = Math.pow(2, j * base);
            retView[result - j - 1] = Math.floor(internalValue / basis);
            internalValue -= retView[result - j - 1] * basis;
          }
          return retBuf;
        }
        biggest *= Math.pow(2, base);
      }
      return new ArrayBuffer(0);
    }
    function utilConcatBuf(...buffers) {
      let outputLength = 0;
      let prevLength = 0;
      for (const buffer of buffers) {
        outputLength += buffer.byteLength;
      }
      const retBuf = new ArrayBuffer(outputLength);
      const retView = new Uint8Array(retBuf);
      for (const buffer of buffers) {
        retView.set(new Uint8Array(buffer), prevLength);
        prevLength += buffer.byteLength;
      }
      return retBuf;
    }
    function utilConcatView(...views) {
      let outputLength = 0;
      let prevLength = 0;
      for (const view of views) {
        outputLength += view.length;
      }
      const retBuf = new ArrayBuffer(outputLength);
      const retView = new Uint8Array(retBuf);
      for (const view of views) {
        retView.set(view, prevLength);
        prevLength += view.length;
      }
      return retView;
    }
    function utilDecodeTC() {
      const buf = new Uint8Array(this.valueHex);
      if (this.valueHex.byteLength >= 2) {
        const condition1 = buf[0] === 255 && buf[1] & 128;
        const condition2 = buf[0] === 0 && (buf[1] & 128) === 0;
        if (condition1 || condition2) {
          this.warnings.push("Needlessly long format");
        }
      }
      const bigIntBuffer = new ArrayBuffer(this.valueHex.byteLength);
      const bigIntView = new Uint8Array(bigIntBuffer);
      for (let i = 0; i < this.valueHex.byteLength; i++) {
        bigIntView[i] = 0;
      }
      bigIntView[0] = buf[0] & 128;
      const bigInt = utilFromBase(bigIntView, 8);
      const smallIntBuffer = new ArrayBuffer(this.valueHex.byteLength);
      const smallIntView = new Uint8Array(smallIntBuffer);
      for (let j = 0; j < this.valueHex.byteLength; j++) {
        smallIntView[j] = buf[j];
      }
      smallIntView[0] &= 127;
      const smallInt = utilFromBase(smallIntView, 8);
      return smallInt - bigInt;
    }
    function utilEncodeTC(value) {
      const modValue = value < 0 ? value * -1 : value;
      let bigInt = 128;
      for (let i = 1; i < 8; i++) {
        if (modValue <= bigInt) {
          if (value < 0) {
            const smallInt = bigInt - modValue;
            const retBuf2 = utilToBase(smallInt, 8, i);
            const retView2 = new Uint8Array(retBuf2);
            retView2[0] |= 128;
            return retBuf2;
          }
          let retBuf = utilToBase(modValue, 8, i);
          let retView = new Uint8Array(retBuf);
          if (retView[0] & 128) {
            const tempBuf = retBuf.slice(0);
            const tempView = new Uint8Array(tempBuf);
            retBuf = new ArrayBuffer(retBuf.byteLength + 1);
            retView = new Uint8Array(retBuf);
            for (let k = 0; k < tempBuf.byteLength; k++) {
              retView[k + 1] = tempView[k];
            }
            retView[0] = 0;
          }
          return retBuf;
        }
        bigInt *= Math.pow(2, 8);
      }
      return new ArrayBuffer(0);
    }
    function isEqualBuffer(inputBuffer1, inputBuffer2) {
      if (inputBuffer1.byteLength !== inputBuffer2.byteLength) {
        return false;
      }
      const view1 = new Uint8Array(inputBuffer1);
      const view2 = new Uint8Array(inputBuffer2);
      for (let i = 0; i < view1.length; i++) {
        if (view1[i] !== view2[i]) {
          return false;
        }
      }
      return true;
    }
    function padNumber(inputNumber, fullLength) {
      const str = inputNumber.toString(10);
      if (fullLength < str.length) {
        return "";
      }
      const dif = fullLength - str.length;
      const padding = Array.from({ length: dif });
      for (let i = 0; i < dif; i++) {
        padding[i] = "0";
      }
      const paddingString = padding.join("");
      return paddingString.concat(str);
    }
    var base64Template = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    var base64UrlTemplate = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
    function toBase64(input, useUrlTemplate = false, skipPadding = false, skipLeadingZeros = false) {
      let i = 0;
      let flag1 = 0;
      let flag2 = 0;
      let output = "";
      const template = useUrlTemplate ? base64UrlTemplate : base64Template;
      if (skipLeadingZeros) {
        let nonZeroPosition = 0;
        for (let i2 = 0; i2 < input.length; i2++) {
          if (input.charCodeAt(i2) !== 0) {
            nonZeroPosition = i2;
            break;
          }
        }
        input = input.slice(nonZeroPosition);
      }
      while (i < input.length) {
        const chr1 = input.charCodeAt(i++);
        if (i >= input.length) {
          flag1 = 1;
        }
        const chr2 = input.charCodeAt(i++);
        if (i >= input.length) {
          flag2 = 1;
        }
        const chr3 = input.charCodeAt(i++);
        const enc1 = chr1 >> 2;
        const enc2 = (chr1 & 3) << 4 | chr2 >> 4;
        let enc3 = (chr2 & 15) << 2 | chr3 >> 6;
        let enc4 = chr3 & 63;
        if (flag1 === 1) {
          enc3 = enc4 = 64;
        } else {
          if (flag2 === 1) {
            enc4 = 64;
          }
        }
        if (skipPadding) {
          if (enc3 === 64) {
            output += `${template.charAt(enc1)}${template.charAt(enc2)}`;
          } else {
            if (enc4 === 64) {
              output += `${template.charAt(enc1)}${template.charAt(enc2)}${template.charAt(enc3)}`;
            } else {
              output += `${template.charAt(enc1)}${template.charAt(enc2)}${template.charAt(enc3)}${template.charAt(enc4)}`;
            }
          }
        } else {
          output += `${template.charAt(enc1)}${template.charAt(enc2)}${template.charAt(enc3)}${template.charAt(enc4)}`;
        }
      }
      return output;
    }
    function fromBase64(input, useUrlTemplate = false, cutTailZeros = false) {
      const template = useUrlTemplate ? base64UrlTemplate : base64Template;
      function indexOf(toSearch) {
        for (let i2 = 0; i2 < 64; i2++) {
          if (template.charAt(i2) === toSearch)
            return i2;
        }
        return 64;
      }
      function test(incoming) {
        return incoming === 64 ? 0 : incoming;
      }
      let i = 0;
      let output = "";
      while (i < input.length) {
        const enc1 = indexOf(input.charAt(i++));
        const enc2 = i >= input.length ? 0 : indexOf(input.charAt(i++));
        const enc3 = i >= input.length ? 0 : indexOf(input.charAt(i++));
        const enc4 = i >= input.length ? 0 : indexOf(input.charAt(i++));
        const chr1 = test(enc1) << 2 | test(enc2) >> 4;
        const chr2 = (test(enc2) & 15) << 4 | test(enc3) >> 2;
        const chr3 = (test(enc3) & 3) << 6 | test(enc4);
        output += String.fromCharCode(chr1);
        if (enc3 !== 64) {
          output += String.fromCharCode(chr2);
        }
        if (enc4 !== 64) {
          output += String.fromCharCode(chr3);
        }
      }
      if (cutTailZeros) {
        const outputLength = output.length;
        let nonZeroStart = -1;
        for (let i2 = outputLength - 1; i2 >= 0; i2--) {
          if (output.charCodeAt(i2) !== 0) {
            nonZeroStart = i2;
            break;
          }
        }
        if (nonZeroStart !== -1) {
          output = output.slice(0, nonZeroStart + 1);
        } else {
          output = "";
        }
      }
      return output;
    }
    function arrayBufferToString(buffer) {
      let resultString = "";
      const view = new Uint8Array(buffer);
      for (const element of view) {
        resultString += String.fromCharCode(element);
      }
      return resultString;
    }
    function stringToArrayBuffer(str) {
      const stringLength = str.length;
      const resultBuffer = new ArrayBuffer(stringLength);
      const resultView = new Uint8Array(resultBuffer);
      for (let i = 0; i < stringLength; i++) {
        resultView[i] = str.charCodeAt(i);
      }
      return resultBuffer;
    }
    var log2 = Math.log(2);
    function nearestPowerOf2(length) {
      const base = Math.log(length) / log2;
      const floor = Math.floor(base);
      const round = Math.round(base);
      return floor === round ? floor : round;
    }
    function clearProps(object, propsArray) {
      for (const prop of propsArray) {
        delete object[prop];
      }
    }
    exports.arrayBufferToString = arrayBufferToString;
    exports.bufferToHexCodes = bufferToHexCodes;
    exports.checkBufferParams = checkBufferParams;
    exports.clearProps = clearProps;
    exports.fromBase64 = fromBase64;
    exports.getParametersValue = getParametersValue;
    exports.getUTCDate = getUTCDate;
    exports.isEqualBuffer = isEqualBuffer;
    exports.nearestPowerOf2 = nearestPowerOf2;
    exports.padNumber = padNumber;
    exports.stringToArrayBuffer = stringToArrayBuffer;
    exports.toBase64 = toBase64;
    exports.utilConcatBuf = utilConcatBuf;
    exports.utilConcatView = utilConcatView;
    exports.utilDecodeTC = utilDecodeTC;
    exports.utilEncodeTC = utilEncodeTC;
    exports.utilFromBase = utilFromBase;
    exports.utilToBase = utilToBase;
  }
});

// node_modules/asn1js/build/index.js
var require_build2 = __commonJS({
  "node_modules/asn1js/build/index.js"(exports) {
    "use strict";
    var pvtsutils = require_build();
    var pvutils = require_utils();
    function _interopNamespaceDefault(e) {
      var n = /* @__PURE__ */ Object.create(null);
      if (e) {
        Object.keys(e).forEach(function(k) {
          if (k !== "default") {
            var d = Object.getOwnPropertyDescriptor(e, k);
            Object.defineProperty(n, k, d.get ? d : {
              enumerable: true,
              get: function() {
                return e[k];
              }
            });
          }
        });
      }
      n.default = e;
      return Object.freeze(n);
    }
    var pvtsutils__namespace = /* @__PURE__ */ _interopNamespaceDefault(pvtsutils);
    var pvutils__namespace = /* @__PURE__ */ _interopNamespaceDefault(pvutils);
    function assertBigInt() {
      if (typeof BigInt === "undefined") {
        throw new Error("BigInt is not defined. Your environment doesn't implement BigInt.");
      }
    }
    function concat(buffers) {
      let outputLength = 0;
      let prevLength = 0;
      for (let i = 0; i < buffers.length; i++) {
        const buffer = buffers[i];
        outputLength += buffer.byteLength;
      }
      const retView = new Uint8Array(outputLength);
      for (let i = 0; i < buffers.length; i++) {
        const buffer = buffers[i];
        retView.set(buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer), prevLength);
        prevLength += buffer.byteLength;
      }
      return retView.buffer;
    }
    function checkBufferParams(baseBlock, inputBuffer, inputOffset, inputLength) {
      if (!(inputBuffer instanceof Uint8Array)) {
        baseBlock.error = "Wrong parameter: inputBuffer must be 'Uint8Array'";
        return false;
      }
      if (!inputBuffer.byteLength) {
        baseBlock.error = "Wrong parameter: inputBuffer has zero length";
        return false;
      }
      if (inputOffset < 0) {
        baseBlock.error = "Wrong parameter: inputOffset less than zero";
        return false;
      }
      if (inputLength < 0) {
        baseBlock.error = "Wrong parameter: inputLength less than zero";
        return false;
      }
      if (inputBuffer.byteLength - inputOffset - inputLength < 0) {
        baseBlock.error = "End of input reached before message was fully decoded (inconsistent offset and length values)";
        return false;
      }
      return true;
    }
    var ViewWriter = class {
      constructor() {
        this.items = [];
      }
      write(buf) {
        this.items.push(buf instanceof ArrayBuffer ? buf : concat([buf]));
      }
      final() {
        return concat(this.items);
      }
    };
    var ORIGINAL_VIEW_WRITER_WRITE = ViewWriter.prototype.write;
    var ORIGINAL_VIEW_WRITER_FINAL = ViewWriter.prototype.final;
    var NAME = "name";
    var VALUE_HEX_VIEW = "valueHexView";
    var IS_HEX_ONLY = "isHexOnly";
    var ID_BLOCK = "idBlock";
    var TAG_CLASS = "tagClass";
    var TAG_NUMBER = "tagNumber";
    var IS_CONSTRUCTED = "isConstructed";
    var FROM_BER = "fromBER";
    var TO_BER = "toBER";
    var LOCAL = "local";
    var EMPTY_STRING = "";
    var EMPTY_BUFFER = new ArrayBuffer(0);
    var EMPTY_VIEW = new Uint8Array(0);
    var END_OF_CONTENT_NAME = "EndOfContent";
    var OCTET_STRING_NAME = "OCTET STRING";
    var BIT_STRING_NAME = "BIT STRING";
    function HexBlock(BaseClass) {
      var _a2;
      return _a2 = class Some extends BaseClass {
        get valueHex() {
          return this.valueHexView.slice().buffer;
        }
        set valueHex(value) {
          this.valueHexView = new Uint8Array(value);
        }
        constructor(...args) {
          var _b2;
          super(...args);
          const params = args[0] || {};
          this.isHexOnly = (_b2 = params.isHexOnly) !== null && _b2 !== void 0 ? _b2 : false;
          this.valueHexView = params.valueHex ? pvtsutils__namespace.BufferSourceConverter.toUint8Array(params.valueHex) : EMPTY_VIEW;
        }
        fromBER(inputBuffer, inputOffset, inputLength, _context) {
          const view = inputBuffer instanceof ArrayBuffer ? new Uint8Array(inputBuffer) : inputBuffer;
          if (!checkBufferParams(this, view, inputOffset, inputLength)) {
            return -1;
          }
          const endLength = inputOffset + inputLength;
          this.valueHexView = view.subarray(inputOffset, endLength);
          if (!this.valueHexView.length) {
            this.warnings.push("Zero buffer length");
            return inputOffset;
          }
          this.blockLength = inputLength;
          return endLength;
        }
        toBER(sizeOnly = false) {
          if (!this.isHexOnly) {
            this.error = "Flag 'isHexOnly' is not set, abort";
            return EMPTY_BUFFER;
          }
          if (sizeOnly) {
            return new ArrayBuffer(this.valueHexView.byteLength);
          }
          if (this.valueHexView.buffer instanceof ArrayBuffer && this.valueHexView.byteLength === this.valueHexView.buffer.byteLength) {
            return this.valueHexView.buffer;
          }
          return pvtsutils__namespace.BufferSourceConverter.toArrayBuffer(this.valueHexView);
        }
        toJSON() {
          return {
            ...super.toJSON(),
            isHexOnly: this.isHexOnly,
            valueHex: pvtsutils__namespace.Convert.ToHex(this.valueHexView)
          };
        }
      }, _a2.NAME = "hexBlock", _a2;
    }
    var LocalBaseBlock = class {
      static blockName() {
        return this.NAME;
      }
      get valueBeforeDecode() {
        return this.valueBeforeDecodeView.slice().buffer;
      }
      set valueBeforeDecode(value) {
        this.valueBeforeDecodeView = new Uint8Array(value);
      }
      constructor({ blockLength = 0, error = EMPTY_STRING, warnings = [], valueBeforeDecode = EMPTY_VIEW } = {}) {
        this.blockLength = blockLength;
        this.error = error;
        this.warnings = warnings;
        this.valueBeforeDecodeView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(valueBeforeDecode);
      }
      toJSON() {
        return {
          blockName: this.constructor.NAME,
          blockLength: this.blockLength,
          error: this.error,
          warnings: this.warnings,
          valueBeforeDecode: pvtsutils__namespace.Convert.ToHex(this.valueBeforeDecodeView)
        };
      }
    };
    LocalBaseBlock.NAME = "baseBlock";
    var ValueBlock = class extends LocalBaseBlock {
      fromBER(_inputBuffer, _inputOffset, _inputLength, _context) {
        throw TypeError("User need to make a specific function in a class which extends 'ValueBlock'");
      }
      toBER(_sizeOnly, _writer) {
        throw TypeError("User need to make a specific function in a class which extends 'ValueBlock'");
      }
    };
    ValueBlock.NAME = "valueBlock";
    var LocalIdentificationBlock = class extends HexBlock(LocalBaseBlock) {
      constructor({ idBlock = {} } = {}) {
        var _a2, _b2, _c2, _d;
        super();
        if (idBlock) {
          this.isHexOnly = (_a2 = idBlock.isHexOnly) !== null && _a2 !== void 0 ? _a2 : false;
          this.valueHexView = idBlock.valueHex ? pvtsutils__namespace.BufferSourceConverter.toUint8Array(idBlock.valueHex) : EMPTY_VIEW;
          this.tagClass = (_b2 = idBlock.tagClass) !== null && _b2 !== void 0 ? _b2 : -1;
          this.tagNumber = (_c2 = idBlock.tagNumber) !== null && _c2 !== void 0 ? _c2 : -1;
          this.isConstructed = (_d = idBlock.isConstructed) !== null && _d !== void 0 ? _d : false;
        } else {
          this.tagClass = -1;
          this.tagNumber = -1;
          this.isConstructed = false;
        }
      }
      toBER(sizeOnly = false) {
        let firstOctet = 0;
        switch (this.tagClass) {
          case 1:
            firstOctet |= 0;
            break;
          case 2:
            firstOctet |= 64;
            break;
          case 3:
            firstOctet |= 128;
            break;
          case 4:
            firstOctet |= 192;
            break;
          default:
            this.error = "Unknown tag class";
            return EMPTY_BUFFER;
        }
        if (this.isConstructed)
          firstOctet |= 32;
        if (this.tagNumber < 31 && !this.isHexOnly) {
          const retView2 = new Uint8Array(1);
          if (!sizeOnly) {
            let number = this.tagNumber;
            number &= 31;
            firstOctet |= number;
            retView2[0] = firstOctet;
          }
          return retView2.buffer;
        }
        if (!this.isHexOnly) {
          const encodedBuf = pvutils__namespace.utilToBase(this.tagNumber, 7);
          const encodedView = new Uint8Array(encodedBuf);
          const size = encodedBuf.byteLength;
          const retView2 = new Uint8Array(size + 1);
          retView2[0] = firstOctet | 31;
          if (!sizeOnly) {
            for (let i = 0; i < size - 1; i++)
              retView2[i + 1] = encodedView[i] | 128;
            retView2[size] = encodedView[size - 1];
          }
          return retView2.buffer;
        }
        const retView = new Uint8Array(this.valueHexView.byteLength + 1);
        retView[0] = firstOctet | 31;
        if (!sizeOnly) {
          const curView = this.valueHexView;
          for (let i = 0; i < curView.length - 1; i++)
            retView[i + 1] = curView[i] | 128;
          retView[this.valueHexView.byteLength] = curView[curView.length - 1];
        }
        return retView.buffer;
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        const inputView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        if (!checkBufferParams(this, inputView, inputOffset, inputLength)) {
          return -1;
        }
        const fastArgs = Number.isInteger(inputOffset) && Number.isInteger(inputLength);
        const intBuffer = fastArgs ? inputView : inputView.subarray(inputOffset, inputOffset + inputLength);
        const baseIndex = fastArgs ? inputOffset : 0;
        const bufferLength = fastArgs ? inputLength : intBuffer.length;
        if (bufferLength === 0) {
          this.error = "Zero buffer length";
          return -1;
        }
        const tagClassMask = intBuffer[baseIndex] & 192;
        switch (tagClassMask) {
          case 0:
            this.tagClass = 1;
            break;
          case 64:
            this.tagClass = 2;
            break;
          case 128:
            this.tagClass = 3;
            break;
          case 192:
            this.tagClass = 4;
            break;
          default:
            this.error = "Unknown tag class";
            return -1;
        }
        this.isConstructed = (intBuffer[baseIndex] & 32) === 32;
        this.isHexOnly = false;
        const tagNumberMask = intBuffer[baseIndex] & 31;
        if (tagNumberMask !== 31) {
          this.tagNumber = tagNumberMask;
          this.blockLength = 1;
        } else {
          let count = 0;
          while (true) {
            const tagByteIndex = count + 1;
            if (tagByteIndex >= bufferLength) {
              this.error = "End of input reached before message was fully decoded";
              return -1;
            }
            count++;
            if ((intBuffer[baseIndex + tagByteIndex] & 128) === 0)
              break;
          }
          this.blockLength = count + 1;
          const intTagNumberBuffer = this.valueHexView = new Uint8Array(count);
          for (let i = 0; i < count; i++)
            intTagNumberBuffer[i] = intBuffer[baseIndex + i + 1] & 127;
          if (this.blockLength <= 9)
            this.tagNumber = pvutils__namespace.utilFromBase(intTagNumberBuffer, 7);
          else {
            this.isHexOnly = true;
            this.warnings.push("Tag too long, represented as hex-coded");
          }
        }
        if (this.tagClass === 1 && this.isConstructed) {
          switch (this.tagNumber) {
            case 1:
            case 2:
            case 5:
            case 6:
            case 9:
            case 13:
            case 14:
            case 23:
            case 24:
            case 31:
            case 32:
            case 33:
            case 34:
              this.error = "Constructed encoding used for primitive type";
              return -1;
          }
        }
        return inputOffset + this.blockLength;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          tagClass: this.tagClass,
          tagNumber: this.tagNumber,
          isConstructed: this.isConstructed
        };
      }
    };
    LocalIdentificationBlock.NAME = "identificationBlock";
    var ORIGINAL_LOCAL_IDENTIFICATION_TO_BER = LocalIdentificationBlock.prototype.toBER;
    var ORIGINAL_LOCAL_IDENTIFICATION_FROM_BER = LocalIdentificationBlock.prototype.fromBER;
    var LocalLengthBlock = class extends LocalBaseBlock {
      constructor({ lenBlock = {} } = {}) {
        var _a2, _b2, _c2;
        super();
        this.isIndefiniteForm = (_a2 = lenBlock.isIndefiniteForm) !== null && _a2 !== void 0 ? _a2 : false;
        this.longFormUsed = (_b2 = lenBlock.longFormUsed) !== null && _b2 !== void 0 ? _b2 : false;
        this.length = (_c2 = lenBlock.length) !== null && _c2 !== void 0 ? _c2 : 0;
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        const view = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        if (!checkBufferParams(this, view, inputOffset, inputLength)) {
          return -1;
        }
        const fastArgs = Number.isInteger(inputOffset) && Number.isInteger(inputLength);
        const intBuffer = fastArgs ? view : view.subarray(inputOffset, inputOffset + inputLength);
        const baseIndex = fastArgs ? inputOffset : 0;
        const bufferLength = fastArgs ? inputLength : intBuffer.length;
        if (bufferLength === 0) {
          this.error = "Zero buffer length";
          return -1;
        }
        if (intBuffer[baseIndex] === 255) {
          this.error = "Length block 0xFF is reserved by standard";
          return -1;
        }
        this.isIndefiniteForm = intBuffer[baseIndex] === 128;
        if (this.isIndefiniteForm) {
          this.blockLength = 1;
          return inputOffset + this.blockLength;
        }
        this.longFormUsed = !!(intBuffer[baseIndex] & 128);
        if (this.longFormUsed === false) {
          this.length = intBuffer[baseIndex];
          this.blockLength = 1;
          return inputOffset + this.blockLength;
        }
        const count = intBuffer[baseIndex] & 127;
        if (count > 8) {
          this.error = "Too big integer";
          return -1;
        }
        if (count + 1 > bufferLength) {
          this.error = "End of input reached before message was fully decoded";
          return -1;
        }
        const lenOffset = inputOffset + 1;
        const lengthBufferView = view.subarray(lenOffset, lenOffset + count);
        if (lengthBufferView[count - 1] === 0)
          this.warnings.push("Needlessly long encoded length");
        this.length = pvutils__namespace.utilFromBase(lengthBufferView, 8);
        if (this.longFormUsed && this.length <= 127)
          this.warnings.push("Unnecessary usage of long length form");
        this.blockLength = count + 1;
        return inputOffset + this.blockLength;
      }
      toBER(sizeOnly = false) {
        let retBuf;
        let retView;
        if (this.length > 127)
          this.longFormUsed = true;
        if (this.isIndefiniteForm) {
          retBuf = new ArrayBuffer(1);
          if (sizeOnly === false) {
            retView = new Uint8Array(retBuf);
            retView[0] = 128;
          }
          return retBuf;
        }
        if (this.longFormUsed) {
          const encodedBuf = pvutils__namespace.utilToBase(this.length, 8);
          if (encodedBuf.byteLength > 127) {
            this.error = "Too big length";
            return EMPTY_BUFFER;
          }
          retBuf = new ArrayBuffer(encodedBuf.byteLength + 1);
          if (sizeOnly)
            return retBuf;
          const encodedView = new Uint8Array(encodedBuf);
          retView = new Uint8Array(retBuf);
          retView[0] = encodedBuf.byteLength | 128;
          for (let i = 0; i < encodedBuf.byteLength; i++)
            retView[i + 1] = encodedView[i];
          return retBuf;
        }
        retBuf = new ArrayBuffer(1);
        if (sizeOnly === false) {
          retView = new Uint8Array(retBuf);
          retView[0] = this.length;
        }
        return retBuf;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          isIndefiniteForm: this.isIndefiniteForm,
          longFormUsed: this.longFormUsed,
          length: this.length
        };
      }
    };
    LocalLengthBlock.NAME = "lengthBlock";
    var ORIGINAL_LOCAL_LENGTH_TO_BER = LocalLengthBlock.prototype.toBER;
    var ORIGINAL_LOCAL_LENGTH_FROM_BER = LocalLengthBlock.prototype.fromBER;
    var typeStore = {};
    var _a$y;
    var _b;
    var _c;
    var originalUint8ArraySliceInfo = findMethod(Uint8Array.prototype, "slice");
    var originalUint8ArrayConstructor = (_a$y = Object.getOwnPropertyDescriptor(Uint8Array.prototype, "constructor")) === null || _a$y === void 0 ? void 0 : _a$y.value;
    var originalArrayIterator = (_b = Object.getOwnPropertyDescriptor(Array.prototype, Symbol.iterator)) === null || _b === void 0 ? void 0 : _b.value;
    var intrinsicTypedArrayByteLength = (_c = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "byteLength")) === null || _c === void 0 ? void 0 : _c.get;
    var BUILTIN_DISPATCH_PAYLOAD_THRESHOLD = 16384;
    var BUILTIN_DISPATCH_MAX_DEPTH = 64;
    var builtinRegistry;
    function registerBuiltinEncoder(builtinConstructors, internals) {
      const current = builtinRegistry;
      const nextInternals = internals || current;
      if (!nextInternals) {
        builtinRegistry = void 0;
        return;
      }
      builtinRegistry = { ...nextInternals, ...builtinConstructors };
    }
    function dataProperty(object, name) {
      const descriptor = Object.getOwnPropertyDescriptor(object, name);
      if (!descriptor || !("value" in descriptor))
        return void 0;
      return descriptor.value;
    }
    function intrinsicPayloadByteLength(value) {
      if (!intrinsicTypedArrayByteLength || !value || typeof value !== "object")
        return void 0;
      try {
        const byteLength = intrinsicTypedArrayByteLength.call(value);
        return typeof byteLength === "number" ? byteLength : void 0;
      } catch {
        return void 0;
      }
    }
    function largePayloadOrChain(block, depth) {
      if (depth > BUILTIN_DISPATCH_MAX_DEPTH || !block || typeof block !== "object")
        return false;
      const valueBlockDescriptor = Object.getOwnPropertyDescriptor(block, "valueBlock");
      if (!valueBlockDescriptor || !("value" in valueBlockDescriptor))
        return false;
      const valueBlock = valueBlockDescriptor.value;
      if (!valueBlock || typeof valueBlock !== "object")
        return false;
      const payloadDescriptor = Object.getOwnPropertyDescriptor(valueBlock, "valueHexView");
      if (payloadDescriptor) {
        if (!("value" in payloadDescriptor))
          return false;
        const byteLength = intrinsicPayloadByteLength(payloadDescriptor.value);
        return byteLength !== void 0 && byteLength >= BUILTIN_DISPATCH_PAYLOAD_THRESHOLD;
      }
      const valuesDescriptor = Object.getOwnPropertyDescriptor(valueBlock, "value");
      if (!valuesDescriptor || !("value" in valuesDescriptor) || !Array.isArray(valuesDescriptor.value))
        return false;
      const values = valuesDescriptor.value;
      const lengthDescriptor = Object.getOwnPropertyDescriptor(values, "length");
      if (!lengthDescriptor || !("value" in lengthDescriptor) || lengthDescriptor.value !== 1)
        return false;
      const indexDescriptor = Object.getOwnPropertyDescriptor(values, "0");
      if (!indexDescriptor || !("value" in indexDescriptor))
        return false;
      return largePayloadOrChain(indexDescriptor.value, depth + 1);
    }
    function shouldUseBuiltinEncoder(block) {
      try {
        return largePayloadOrChain(block, 0);
      } catch {
        return false;
      }
    }
    function sameDataMethod(current, original) {
      return !!current && "value" in current && current.value === original && current.writable === true && current.enumerable === false && current.configurable === true;
    }
    function writerMethodsStable(registry) {
      return sameDataMethod(Object.getOwnPropertyDescriptor(registry.ViewWriter.prototype, "write"), registry.originalWriterWrite) && sameDataMethod(Object.getOwnPropertyDescriptor(registry.ViewWriter.prototype, "final"), registry.originalWriterFinal);
    }
    function findMethod(prototype, name) {
      let current = prototype;
      while (current) {
        const descriptor = Object.getOwnPropertyDescriptor(current, name);
        if (descriptor) {
          if ("value" in descriptor && typeof descriptor.value === "function") {
            return { declaringPrototype: current, method: descriptor.value };
          }
          return void 0;
        }
        current = Object.getPrototypeOf(current);
      }
      return void 0;
    }
    function stableInheritedMethod(prototype, name, original) {
      if (!original)
        return false;
      let current = prototype;
      while (current) {
        const descriptor = Object.getOwnPropertyDescriptor(current, name);
        if (current === original.declaringPrototype) {
          return !!descriptor && "value" in descriptor && descriptor.value === original.method;
        }
        if (descriptor)
          return false;
        current = Object.getPrototypeOf(current);
      }
      return false;
    }
    function prototypeMethod(object, prototype, name, expected) {
      if (Object.prototype.hasOwnProperty.call(object, name))
        return false;
      if (Object.getPrototypeOf(object) !== prototype)
        return false;
      const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
      return !!descriptor && "value" in descriptor && descriptor.value === expected;
    }
    function inheritedMethod(object, name, expected, primitiveConstructor) {
      if (Object.prototype.hasOwnProperty.call(object, name))
        return false;
      const prototype = Object.getPrototypeOf(object);
      const originalPrimitiveValuePrototype = Object.getPrototypeOf(primitiveConstructor.prototype);
      if (prototype !== primitiveConstructor.prototype || Object.getPrototypeOf(prototype) !== originalPrimitiveValuePrototype) {
        return false;
      }
      const descriptor = prototype && Object.getOwnPropertyDescriptor(prototype, name);
      if (descriptor)
        return false;
      const parentDescriptor = Object.getOwnPropertyDescriptor(originalPrimitiveValuePrototype, name);
      return !!parentDescriptor && "value" in parentDescriptor && parentDescriptor.value === expected;
    }
    function plainPayload(value, allowEmpty = false) {
      if (!(value instanceof Uint8Array) || Object.getPrototypeOf(value) !== Uint8Array.prototype)
        return void 0;
      for (const name of ["buffer", "byteOffset", "byteLength", "length", "slice", "constructor"]) {
        if (Object.prototype.hasOwnProperty.call(value, name))
          return void 0;
      }
      const constructorDescriptor = Object.getOwnPropertyDescriptor(Uint8Array.prototype, "constructor");
      if (!constructorDescriptor || !("value" in constructorDescriptor) || constructorDescriptor.value !== originalUint8ArrayConstructor)
        return void 0;
      if (!stableInheritedMethod(Uint8Array.prototype, "slice", originalUint8ArraySliceInfo))
        return void 0;
      try {
        const buffer = value.buffer;
        if (!(buffer instanceof ArrayBuffer) || Object.getPrototypeOf(buffer) !== ArrayBuffer.prototype)
          return void 0;
        if (Object.prototype.hasOwnProperty.call(buffer, "byteLength"))
          return void 0;
        if (value.byteLength !== value.length || !allowEmpty && value.byteLength === 0)
          return void 0;
        if (value.byteOffset < 0 || value.byteOffset + value.byteLength > buffer.byteLength)
          return void 0;
      } catch {
        return void 0;
      }
      return value;
    }
    function validIdBlock(block, constructed, registry) {
      if (Object.getPrototypeOf(block) !== registry.LocalIdentificationBlock.prototype)
        return false;
      if (!prototypeMethod(block, registry.LocalIdentificationBlock.prototype, "toBER", registry.originalIdentificationToBER))
        return false;
      const tagClass = dataProperty(block, "tagClass");
      const tagNumber = dataProperty(block, "tagNumber");
      const isConstructed2 = dataProperty(block, "isConstructed");
      const isHexOnly = dataProperty(block, "isHexOnly");
      const valueHexView = dataProperty(block, "valueHexView");
      if (typeof tagClass !== "number" || !Number.isInteger(tagClass) || tagClass < 1 || tagClass > 4)
        return false;
      if (typeof tagNumber !== "number" || !Number.isInteger(tagNumber) || tagNumber < 0)
        return false;
      if (isConstructed2 !== constructed || typeof isHexOnly !== "boolean")
        return false;
      if (isHexOnly)
        return !!plainPayload(valueHexView);
      return Number.isSafeInteger(tagNumber);
    }
    function validLengthBlock(block, allowIndefinite, registry) {
      if (Object.getPrototypeOf(block) !== registry.LocalLengthBlock.prototype)
        return false;
      if (!prototypeMethod(block, registry.LocalLengthBlock.prototype, "toBER", registry.originalLengthToBER))
        return false;
      const indefinite = dataProperty(block, "isIndefiniteForm");
      const longForm = dataProperty(block, "longFormUsed");
      const lengthDescriptor = Object.getOwnPropertyDescriptor(block, "length");
      const length = lengthDescriptor && "value" in lengthDescriptor ? lengthDescriptor.value : void 0;
      const longFormDescriptor = Object.getOwnPropertyDescriptor(block, "longFormUsed");
      return typeof indefinite === "boolean" && (indefinite === false || allowIndefinite) && typeof longForm === "boolean" && !!longFormDescriptor && "value" in longFormDescriptor && longFormDescriptor.writable === true && !!lengthDescriptor && "value" in lengthDescriptor && lengthDescriptor.writable === true && typeof length === "number" && Number.isSafeInteger(length) && length >= 0;
    }
    function validBaseBlock(block, isConstructed2, registry) {
      const idBlock = dataProperty(block, "idBlock");
      const lenBlock = dataProperty(block, "lenBlock");
      return !!idBlock && !!lenBlock && validIdBlock(idBlock, isConstructed2, registry) && validLengthBlock(lenBlock, isConstructed2, registry);
    }
    function constructedChild(block, registry) {
      const valueBlock = dataProperty(block, "valueBlock");
      if (!valueBlock || Object.getPrototypeOf(valueBlock) !== registry.LocalConstructedValueBlock.prototype)
        return void 0;
      if (!prototypeMethod(valueBlock, registry.LocalConstructedValueBlock.prototype, "toBER", registry.originalConstructedToBER))
        return void 0;
      const values = dataProperty(valueBlock, "value");
      if (!Array.isArray(values) || Object.getPrototypeOf(values) !== Array.prototype)
        return void 0;
      const lengthDescriptor = Object.getOwnPropertyDescriptor(values, "length");
      if (!lengthDescriptor || !("value" in lengthDescriptor) || lengthDescriptor.value !== 1)
        return void 0;
      if (Object.prototype.hasOwnProperty.call(values, Symbol.iterator))
        return void 0;
      const iteratorDescriptor = Object.getOwnPropertyDescriptor(Array.prototype, Symbol.iterator);
      if (!iteratorDescriptor || !("value" in iteratorDescriptor) || iteratorDescriptor.value !== originalArrayIterator)
        return void 0;
      const indexDescriptor = Object.getOwnPropertyDescriptor(values, "0");
      if (!indexDescriptor || !("value" in indexDescriptor))
        return void 0;
      if (Object.getOwnPropertyNames(values).length !== 2)
        return void 0;
      return indexDescriptor.value;
    }
    function bitPayload(block, registry) {
      const valueBlock = dataProperty(block, "valueBlock");
      if (!valueBlock || Object.getPrototypeOf(valueBlock) !== registry.LocalBitStringValueBlock.prototype)
        return void 0;
      if (!prototypeMethod(valueBlock, registry.LocalBitStringValueBlock.prototype, "toBER", registry.originalBitStringToBER))
        return void 0;
      if (dataProperty(valueBlock, "isConstructed") !== false)
        return void 0;
      const unusedBits = dataProperty(valueBlock, "unusedBits");
      if (typeof unusedBits !== "number" || !Number.isInteger(unusedBits) || unusedBits < 0 || unusedBits > 7)
        return void 0;
      const payload = plainPayload(dataProperty(valueBlock, "valueHexView"), true);
      if (!payload)
        return void 0;
      return { payload, prefix: Uint8Array.of(payload.byteLength ? unusedBits : 0) };
    }
    function primitivePayload(block, kind, registry) {
      const valueBlock = dataProperty(block, "valueBlock");
      if (!valueBlock)
        return void 0;
      if (kind === "integer") {
        if (Object.getPrototypeOf(valueBlock) !== registry.LocalIntegerValueBlock.prototype)
          return void 0;
        if (!prototypeMethod(valueBlock, registry.LocalIntegerValueBlock.prototype, "toBER", registry.originalIntegerToBER))
          return void 0;
      } else if (kind === "octet") {
        if (Object.getPrototypeOf(valueBlock) !== registry.LocalOctetStringValueBlock.prototype)
          return void 0;
        if (!prototypeMethod(valueBlock, registry.LocalOctetStringValueBlock.prototype, "toBER", registry.originalOctetStringToBER))
          return void 0;
        if (dataProperty(valueBlock, "isConstructed") !== false)
          return void 0;
      } else {
        if (Object.getPrototypeOf(valueBlock) !== registry.LocalPrimitiveValueBlock.prototype)
          return void 0;
        if (!inheritedMethod(valueBlock, "toBER", registry.originalPrimitiveToBER, registry.LocalPrimitiveValueBlock))
          return void 0;
      }
      if (kind === "primitive" && dataProperty(valueBlock, "isHexOnly") !== true)
        return void 0;
      if (typeof dataProperty(valueBlock, "isHexOnly") !== "boolean")
        return void 0;
      return plainPayload(dataProperty(valueBlock, "valueHexView"));
    }
    function validOuterMethod(block, registry) {
      if (Object.prototype.hasOwnProperty.call(block, "toBER"))
        return false;
      let prototype = block;
      while (prototype) {
        const descriptor = Object.getOwnPropertyDescriptor(prototype, "toBER");
        if (descriptor)
          return "value" in descriptor && descriptor.value === registry.originalBaseBlockToBER;
        prototype = Object.getPrototypeOf(prototype);
      }
      return false;
    }
    function isPrimitive(block, type, registry) {
      const constructor = registry[type];
      return !!constructor && Object.getPrototypeOf(block) === constructor.prototype;
    }
    function isConstructed(block, registry) {
      return Object.getPrototypeOf(block) === registry.Sequence.prototype || Object.getPrototypeOf(block) === registry.Set.prototype || Object.getPrototypeOf(block) === registry.Constructed.prototype;
    }
    function inspectNode(block, depth, registry) {
      if (depth > BUILTIN_DISPATCH_MAX_DEPTH || !block || typeof block !== "object")
        return void 0;
      try {
        if (!validOuterMethod(block, registry))
          return void 0;
        const primitiveKind = isPrimitive(block, "BitString", registry) ? "bit" : isPrimitive(block, "Integer", registry) ? "integer" : isPrimitive(block, "OctetString", registry) ? "octet" : isPrimitive(block, "Primitive", registry) ? "primitive" : void 0;
        const constructed = primitiveKind === void 0 && isConstructed(block, registry);
        if (!primitiveKind && !constructed)
          return void 0;
        if (!validBaseBlock(block, constructed, registry))
          return void 0;
        const idBlock = dataProperty(block, "idBlock");
        const lenBlock = dataProperty(block, "lenBlock");
        if (!idBlock || !lenBlock)
          return void 0;
        if (primitiveKind) {
          const bit = primitiveKind === "bit" ? bitPayload(block, registry) : void 0;
          const payload = primitiveKind === "bit" ? bit === null || bit === void 0 ? void 0 : bit.payload : primitivePayload(block, primitiveKind, registry);
          return payload ? { block, kind: primitiveKind, idBlock, lenBlock, indefinite: false, payload, prefix: bit === null || bit === void 0 ? void 0 : bit.prefix } : void 0;
        }
        const child = constructedChild(block, registry);
        const validatedChild = child && inspectNode(child, depth + 1, registry);
        const indefinite = dataProperty(lenBlock, "isIndefiniteForm");
        return validatedChild ? { block, kind: "constructed", idBlock, lenBlock, indefinite: indefinite === true, child: validatedChild } : void 0;
      } catch {
        return void 0;
      }
    }
    function buildNode(node, sizeOnly, registry) {
      var _a2, _b2;
      const id = Reflect.apply(registry.originalIdentificationToBER, node.idBlock, [sizeOnly]);
      if (!(id instanceof ArrayBuffer) || id.byteLength === 0)
        throw TypeError("Built-in identifier encoding failed");
      let payload;
      if (node.kind === "constructed") {
        payload = buildNode(node.child, sizeOnly, registry);
      } else {
        payload = node.payload;
      }
      const length = (payload instanceof Uint8Array ? payload.byteLength : payload.total) + ((_b2 = (_a2 = node.prefix) === null || _a2 === void 0 ? void 0 : _a2.byteLength) !== null && _b2 !== void 0 ? _b2 : 0);
      let len;
      if (node.indefinite) {
        len = Uint8Array.of(128).buffer;
      } else {
        node.lenBlock.length = length;
        len = Reflect.apply(registry.originalLengthToBER, node.lenBlock, [sizeOnly]);
        if (!(len instanceof ArrayBuffer) || len.byteLength === 0)
          throw TypeError("Built-in length encoding failed");
      }
      const total = id.byteLength + len.byteLength + length + (node.indefinite ? 2 : 0);
      if (!Number.isSafeInteger(total))
        throw RangeError("Built-in encoding is too large");
      return { id, len, payload, length, total, indefinite: node.indefinite, prefix: node.prefix };
    }
    function flatten(node, output, offset, sizeOnly) {
      output.set(new Uint8Array(node.id), offset);
      offset += node.id.byteLength;
      output.set(new Uint8Array(node.len), offset);
      offset += node.len.byteLength;
      if (node.prefix) {
        if (!sizeOnly)
          output.set(node.prefix, offset);
        offset += node.prefix.byteLength;
      }
      if (node.payload instanceof Uint8Array) {
        if (!sizeOnly)
          output.set(node.payload, offset);
        offset += node.payload.byteLength;
      } else {
        offset = flatten(node.payload, output, offset, sizeOnly);
      }
      if (node.indefinite)
        offset += 2;
      return offset;
    }
    function tryEncodeBuiltin(block, sizeOnly = false) {
      const registry = builtinRegistry;
      if (!registry || !writerMethodsStable(registry))
        return void 0;
      const validated = inspectNode(block, 0, registry);
      if (!validated)
        return void 0;
      const node = buildNode(validated, sizeOnly, registry);
      const output = new Uint8Array(node.total);
      flatten(node, output, 0, sizeOnly);
      return output.buffer;
    }
    var BaseBlock = class extends LocalBaseBlock {
      constructor({ name = EMPTY_STRING, optional = false, primitiveSchema, ...parameters } = {}, valueBlockType) {
        super(parameters);
        this.name = name;
        this.optional = optional;
        if (primitiveSchema) {
          this.primitiveSchema = primitiveSchema;
        }
        this.idBlock = new LocalIdentificationBlock(parameters);
        this.lenBlock = new LocalLengthBlock(parameters);
        this.valueBlock = valueBlockType ? new valueBlockType(parameters) : new ValueBlock(parameters);
      }
      fromBER(inputBuffer, inputOffset, inputLength, context) {
        const resultOffset = this.valueBlock.fromBER(inputBuffer, inputOffset, this.lenBlock.isIndefiniteForm ? inputLength : this.lenBlock.length, context);
        if (resultOffset === -1) {
          this.error = this.valueBlock.error;
          return resultOffset;
        }
        if (!this.idBlock.error.length)
          this.blockLength += this.idBlock.blockLength;
        if (!this.lenBlock.error.length)
          this.blockLength += this.lenBlock.blockLength;
        if (!this.valueBlock.error.length)
          this.blockLength += this.valueBlock.blockLength;
        return resultOffset;
      }
      toBER(sizeOnly, writer) {
        const _writer = writer || new ViewWriter();
        if (!writer) {
          prepareIndefiniteForm(this);
          if (sizeOnly === true || sizeOnly === false || sizeOnly === void 0) {
            if (shouldUseBuiltinEncoder(this)) {
              const encoded = tryEncodeBuiltin(this, sizeOnly === true);
              if (encoded)
                return encoded;
            }
          }
        }
        const idBlockBuf = this.idBlock.toBER(sizeOnly);
        _writer.write(idBlockBuf);
        if (this.lenBlock.isIndefiniteForm) {
          _writer.write(new Uint8Array([128]).buffer);
          this.valueBlock.toBER(sizeOnly, _writer);
          _writer.write(new ArrayBuffer(2));
        } else {
          const valueBlockBuf = this.valueBlock.toBER(sizeOnly);
          this.lenBlock.length = valueBlockBuf.byteLength;
          const lenBlockBuf = this.lenBlock.toBER(sizeOnly);
          _writer.write(lenBlockBuf);
          _writer.write(valueBlockBuf);
        }
        if (!writer) {
          return _writer.final();
        }
        return EMPTY_BUFFER;
      }
      toJSON() {
        const object = {
          ...super.toJSON(),
          idBlock: this.idBlock.toJSON(),
          lenBlock: this.lenBlock.toJSON(),
          valueBlock: this.valueBlock.toJSON(),
          name: this.name,
          optional: this.optional
        };
        if (this.primitiveSchema)
          object.primitiveSchema = this.primitiveSchema.toJSON();
        return object;
      }
      toString(encoding = "ascii") {
        if (encoding === "ascii") {
          return this.onAsciiEncoding();
        }
        return pvtsutils__namespace.Convert.ToHex(this.toBER());
      }
      onAsciiEncoding() {
        const name = this.constructor.NAME;
        const value = pvtsutils__namespace.Convert.ToHex(this.valueBlock.valueBeforeDecodeView);
        return `${name} : ${value}`;
      }
      isEqual(other) {
        if (this === other) {
          return true;
        }
        if (!(other instanceof this.constructor)) {
          return false;
        }
        const thisRaw = this.toBER();
        const otherRaw = other.toBER();
        return pvutils__namespace.isEqualBuffer(thisRaw, otherRaw);
      }
    };
    BaseBlock.NAME = "BaseBlock";
    var ORIGINAL_BASE_BLOCK_TO_BER = BaseBlock.prototype.toBER;
    function prepareIndefiniteForm(baseBlock) {
      var _a2;
      if (baseBlock instanceof typeStore.Constructed) {
        for (const value of baseBlock.valueBlock.value) {
          if (prepareIndefiniteForm(value)) {
            baseBlock.lenBlock.isIndefiniteForm = true;
          }
        }
      }
      return !!((_a2 = baseBlock.lenBlock) === null || _a2 === void 0 ? void 0 : _a2.isIndefiniteForm);
    }
    var BaseStringBlock = class extends BaseBlock {
      getValue() {
        return this.valueBlock.value;
      }
      setValue(value) {
        this.valueBlock.value = value;
      }
      constructor({ value = EMPTY_STRING, ...parameters } = {}, stringValueBlockType) {
        super(parameters, stringValueBlockType);
        if (value) {
          this.fromString(value);
        }
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        const resultOffset = this.valueBlock.fromBER(inputBuffer, inputOffset, this.lenBlock.isIndefiniteForm ? inputLength : this.lenBlock.length);
        if (resultOffset === -1) {
          this.error = this.valueBlock.error;
          return resultOffset;
        }
        this.fromBuffer(this.valueBlock.valueHexView);
        if (!this.idBlock.error.length)
          this.blockLength += this.idBlock.blockLength;
        if (!this.lenBlock.error.length)
          this.blockLength += this.lenBlock.blockLength;
        if (!this.valueBlock.error.length)
          this.blockLength += this.valueBlock.blockLength;
        return resultOffset;
      }
      onAsciiEncoding() {
        return `${this.constructor.NAME} : '${this.valueBlock.value}'`;
      }
    };
    BaseStringBlock.NAME = "BaseStringBlock";
    var _a$x;
    var LocalPrimitiveValueBlock = class extends HexBlock(ValueBlock) {
      constructor({ isHexOnly = true, ...parameters } = {}) {
        super(parameters);
        this.isHexOnly = isHexOnly;
      }
    };
    LocalPrimitiveValueBlock.NAME = "PrimitiveValueBlock";
    var ORIGINAL_LOCAL_PRIMITIVE_TO_BER = (_a$x = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(LocalPrimitiveValueBlock.prototype), "toBER")) === null || _a$x === void 0 ? void 0 : _a$x.value;
    var _a$w;
    var Primitive = class extends BaseBlock {
      constructor(parameters = {}) {
        super(parameters, LocalPrimitiveValueBlock);
        this.idBlock.isConstructed = false;
      }
    };
    _a$w = Primitive;
    (() => {
      typeStore.Primitive = _a$w;
    })();
    Primitive.NAME = "PRIMITIVE";
    var fastParserRegistry;
    function registerFastParser(constructors) {
      fastParserRegistry = {
        Integer: constructors.Integer,
        Null: constructors.Null,
        Sequence: constructors.Sequence
      };
    }
    function fastParserContext(context) {
      const nodes = Object.getOwnPropertyDescriptor(context, "nodesCount");
      const maxNodes = Object.getOwnPropertyDescriptor(context, "maxNodes");
      const maxContentLength = Object.getOwnPropertyDescriptor(context, "maxContentLength");
      if (!nodes || !("value" in nodes) || nodes.writable !== true)
        return false;
      if (!maxNodes || !("value" in maxNodes) || !maxContentLength || !("value" in maxContentLength))
        return false;
      return typeof nodes.value === "number" && Number.isSafeInteger(nodes.value) && nodes.value >= 0 && typeof maxNodes.value === "number" && Number.isSafeInteger(maxNodes.value) && maxNodes.value >= 0 && typeof maxContentLength.value === "number" && Number.isSafeInteger(maxContentLength.value) && maxContentLength.value >= 0 && nodes.value < maxNodes.value;
    }
    function fastParserType(store, name, value) {
      const descriptor = Object.getOwnPropertyDescriptor(store, name);
      return !!descriptor && "value" in descriptor && descriptor.value === value;
    }
    function tryFastFromBER(inputBuffer, inputOffset, inputLength, context) {
      const registry = fastParserRegistry;
      if (!registry)
        return void 0;
      let Constructor;
      let length = 0;
      try {
        if (Object.getPrototypeOf(inputBuffer) !== Uint8Array.prototype)
          return void 0;
        if (!Number.isSafeInteger(inputOffset) || inputOffset < 0 || !Number.isSafeInteger(inputLength) || inputLength < 2) {
          return void 0;
        }
        if (inputOffset > inputBuffer.byteLength || inputLength > inputBuffer.byteLength - inputOffset)
          return void 0;
        const tag = inputBuffer[inputOffset];
        if (tag !== 2 && tag !== 5 && tag !== 48)
          return void 0;
        length = inputBuffer[inputOffset + 1];
        if (length >= 128 || length > inputLength - 2)
          return void 0;
        if (tag === 5 && length !== 0)
          return void 0;
        if (!fastParserContext(context))
          return void 0;
        if (length > Object.getOwnPropertyDescriptor(context, "maxContentLength").value) {
          return void 0;
        }
        const constructorName = tag === 2 ? "Integer" : tag === 5 ? "Null" : "Sequence";
        Constructor = registry[constructorName];
        if (!fastParserType(typeStore, constructorName, Constructor))
          return void 0;
        const identificationFromBER = Object.getOwnPropertyDescriptor(LocalIdentificationBlock.prototype, "fromBER");
        const lengthFromBER = Object.getOwnPropertyDescriptor(LocalLengthBlock.prototype, "fromBER");
        if (!identificationFromBER || !("value" in identificationFromBER) || identificationFromBER.value !== ORIGINAL_LOCAL_IDENTIFICATION_FROM_BER || !lengthFromBER || !("value" in lengthFromBER) || lengthFromBER.value !== ORIGINAL_LOCAL_LENGTH_FROM_BER)
          return void 0;
      } catch {
        return void 0;
      }
      if (!Constructor)
        return void 0;
      const result = new Constructor();
      result.idBlock.tagClass = 1;
      result.idBlock.tagNumber = inputBuffer[inputOffset] & 31;
      result.idBlock.isConstructed = inputBuffer[inputOffset] === 48;
      result.idBlock.isHexOnly = false;
      result.idBlock.blockLength = 1;
      result.lenBlock.isIndefiniteForm = false;
      result.lenBlock.longFormUsed = false;
      result.lenBlock.length = length;
      result.lenBlock.blockLength = 1;
      context.nodesCount += 1;
      const resultOffset = result.fromBER(inputBuffer, inputOffset + 2, length, context);
      result.valueBeforeDecodeView = inputBuffer.subarray(inputOffset, inputOffset + result.blockLength);
      return { offset: resultOffset, result };
    }
    var DEFAULT_MAX_DEPTH = 100;
    var DEFAULT_MAX_NODES = 1e4;
    var DEFAULT_MAX_CONTENT_LENGTH = 16 * 1024 * 1024;
    var MAX_DEPTH_EXCEEDED_ERROR = "Maximum ASN.1 nesting depth exceeded";
    var MAX_NODES_EXCEEDED_ERROR = "Maximum ASN.1 node count exceeded";
    var MAX_CONTENT_LENGTH_EXCEEDED_ERROR = "Maximum ASN.1 content length exceeded";
    function createFromBerContext(options = {}) {
      var _a2, _b2, _c2, _d;
      return {
        depth: 0,
        maxDepth: (_a2 = options.maxDepth) !== null && _a2 !== void 0 ? _a2 : DEFAULT_MAX_DEPTH,
        nodesCount: 0,
        maxNodes: (_b2 = options.maxNodes) !== null && _b2 !== void 0 ? _b2 : DEFAULT_MAX_NODES,
        maxContentLength: (_c2 = options.maxContentLength) !== null && _c2 !== void 0 ? _c2 : DEFAULT_MAX_CONTENT_LENGTH,
        parseEmbedded: (_d = options.parseEmbedded) !== null && _d !== void 0 ? _d : true
      };
    }
    function createErrorResult(error) {
      const result = new BaseBlock({}, ValueBlock);
      result.error = error;
      return {
        offset: -1,
        result
      };
    }
    function checkNodesLimit(context) {
      context.nodesCount += 1;
      if (context.nodesCount > context.maxNodes) {
        return MAX_NODES_EXCEEDED_ERROR;
      }
      return void 0;
    }
    function checkContentLengthLimit(inputLength, context) {
      if (inputLength > context.maxContentLength) {
        return MAX_CONTENT_LENGTH_EXCEEDED_ERROR;
      }
      return void 0;
    }
    function localFromBERWithChildContext(inputBuffer, inputOffset, inputLength, context) {
      const childDepth = context.depth + 1;
      if (childDepth > context.maxDepth) {
        return createErrorResult(MAX_DEPTH_EXCEEDED_ERROR);
      }
      context.depth = childDepth;
      try {
        return localFromBER(inputBuffer, inputOffset, inputLength, context);
      } finally {
        context.depth -= 1;
      }
    }
    function localChangeType(inputObject, newType) {
      if (inputObject instanceof newType) {
        return inputObject;
      }
      const newObject = new newType();
      newObject.idBlock = inputObject.idBlock;
      newObject.lenBlock = inputObject.lenBlock;
      newObject.warnings = inputObject.warnings;
      newObject.valueBeforeDecodeView = inputObject.valueBeforeDecodeView;
      return newObject;
    }
    function localFromBER(inputBuffer, inputOffset = 0, inputLength = inputBuffer.length, context = createFromBerContext()) {
      const fastResult = tryFastFromBER(inputBuffer, inputOffset, inputLength, context);
      if (fastResult)
        return fastResult;
      const incomingOffset = inputOffset;
      let returnObject = new BaseBlock({}, ValueBlock);
      if (!checkBufferParams(returnObject, inputBuffer, inputOffset, inputLength)) {
        return {
          offset: -1,
          result: returnObject
        };
      }
      const fastArgs = Number.isInteger(inputOffset) && Number.isInteger(inputLength);
      if (fastArgs ? inputLength === 0 : inputBuffer.subarray(inputOffset, inputOffset + inputLength).length === 0) {
        returnObject.error = "Zero buffer length";
        return {
          offset: -1,
          result: returnObject
        };
      }
      const nodesLimitError = checkNodesLimit(context);
      if (nodesLimitError) {
        returnObject.error = nodesLimitError;
        return {
          offset: -1,
          result: returnObject
        };
      }
      let resultOffset = returnObject.idBlock.fromBER(inputBuffer, inputOffset, inputLength);
      if (returnObject.idBlock.warnings.length) {
        returnObject.warnings.concat(returnObject.idBlock.warnings);
      }
      if (resultOffset === -1) {
        returnObject.error = returnObject.idBlock.error;
        return {
          offset: -1,
          result: returnObject
        };
      }
      inputOffset = resultOffset;
      inputLength -= returnObject.idBlock.blockLength;
      resultOffset = returnObject.lenBlock.fromBER(inputBuffer, inputOffset, inputLength);
      if (returnObject.lenBlock.warnings.length) {
        returnObject.warnings.concat(returnObject.lenBlock.warnings);
      }
      if (resultOffset === -1) {
        returnObject.error = returnObject.lenBlock.error;
        return {
          offset: -1,
          result: returnObject
        };
      }
      inputOffset = resultOffset;
      inputLength -= returnObject.lenBlock.blockLength;
      const valueLength = returnObject.lenBlock.isIndefiniteForm ? inputLength : returnObject.lenBlock.length;
      const contentLengthError = checkContentLengthLimit(valueLength, context);
      if (contentLengthError) {
        returnObject.error = contentLengthError;
        return {
          offset: -1,
          result: returnObject
        };
      }
      if (!returnObject.idBlock.isConstructed && returnObject.lenBlock.isIndefiniteForm) {
        returnObject.error = "Indefinite length form used for primitive encoding form";
        return {
          offset: -1,
          result: returnObject
        };
      }
      let newASN1Type = BaseBlock;
      switch (returnObject.idBlock.tagClass) {
        case 1:
          if (returnObject.idBlock.tagNumber >= 37 && returnObject.idBlock.isHexOnly === false) {
            returnObject.error = "UNIVERSAL 37 and upper tags are reserved by ASN.1 standard";
            return {
              offset: -1,
              result: returnObject
            };
          }
          switch (returnObject.idBlock.tagNumber) {
            case 0:
              if (returnObject.idBlock.isConstructed && returnObject.lenBlock.length > 0) {
                returnObject.error = "Type [UNIVERSAL 0] is reserved";
                return {
                  offset: -1,
                  result: returnObject
                };
              }
              newASN1Type = typeStore.EndOfContent;
              break;
            case 1:
              newASN1Type = typeStore.Boolean;
              break;
            case 2:
              newASN1Type = typeStore.Integer;
              break;
            case 3:
              newASN1Type = typeStore.BitString;
              break;
            case 4:
              newASN1Type = typeStore.OctetString;
              break;
            case 5:
              newASN1Type = typeStore.Null;
              break;
            case 6:
              newASN1Type = typeStore.ObjectIdentifier;
              break;
            case 10:
              newASN1Type = typeStore.Enumerated;
              break;
            case 12:
              newASN1Type = typeStore.Utf8String;
              break;
            case 13:
              newASN1Type = typeStore.RelativeObjectIdentifier;
              break;
            case 14:
              newASN1Type = typeStore.TIME;
              break;
            case 15:
              returnObject.error = "[UNIVERSAL 15] is reserved by ASN.1 standard";
              return {
                offset: -1,
                result: returnObject
              };
            case 16:
              newASN1Type = typeStore.Sequence;
              break;
            case 17:
              newASN1Type = typeStore.Set;
              break;
            case 18:
              newASN1Type = typeStore.NumericString;
              break;
            case 19:
              newASN1Type = typeStore.PrintableString;
              break;
            case 20:
              newASN1Type = typeStore.TeletexString;
              break;
            case 21:
              newASN1Type = typeStore.VideotexString;
              break;
            case 22:
              newASN1Type = typeStore.IA5String;
              break;
            case 23:
              newASN1Type = typeStore.UTCTime;
              break;
            case 24:
              newASN1Type = typeStore.GeneralizedTime;
              break;
            case 25:
              newASN1Type = typeStore.GraphicString;
              break;
            case 26:
              newASN1Type = typeStore.VisibleString;
              break;
            case 27:
              newASN1Type = typeStore.GeneralString;
              break;
            case 28:
              newASN1Type = typeStore.UniversalString;
              break;
            case 29:
              newASN1Type = typeStore.CharacterString;
              break;
            case 30:
              newASN1Type = typeStore.BmpString;
              break;
            case 31:
              newASN1Type = typeStore.DATE;
              break;
            case 32:
              newASN1Type = typeStore.TimeOfDay;
              break;
            case 33:
              newASN1Type = typeStore.DateTime;
              break;
            case 34:
              newASN1Type = typeStore.Duration;
              break;
            default: {
              const newObject = returnObject.idBlock.isConstructed ? new typeStore.Constructed() : new typeStore.Primitive();
              newObject.idBlock = returnObject.idBlock;
              newObject.lenBlock = returnObject.lenBlock;
              newObject.warnings = returnObject.warnings;
              returnObject = newObject;
            }
          }
          break;
        case 2:
        case 3:
        case 4:
        default: {
          newASN1Type = returnObject.idBlock.isConstructed ? typeStore.Constructed : typeStore.Primitive;
        }
      }
      returnObject = localChangeType(returnObject, newASN1Type);
      resultOffset = returnObject.fromBER(inputBuffer, inputOffset, valueLength, context);
      returnObject.valueBeforeDecodeView = inputBuffer.subarray(incomingOffset, incomingOffset + returnObject.blockLength);
      return {
        offset: resultOffset,
        result: returnObject
      };
    }
    function fromBER2(inputBuffer, options = {}) {
      if (!inputBuffer.byteLength) {
        const result = new BaseBlock({}, ValueBlock);
        result.error = "Input buffer has zero length";
        return {
          offset: -1,
          result
        };
      }
      const inputView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
      const normalizedInput = options.copyInput === false ? inputView : inputView.slice();
      return localFromBER(normalizedInput, 0, inputBuffer.byteLength, createFromBerContext(options));
    }
    function checkLen(indefiniteLength, length) {
      if (indefiniteLength) {
        return 1;
      }
      return length;
    }
    var LocalConstructedValueBlock = class extends ValueBlock {
      constructor({ value = [], isIndefiniteForm = false, ...parameters } = {}) {
        super(parameters);
        this.value = value;
        this.isIndefiniteForm = isIndefiniteForm;
      }
      fromBER(inputBuffer, inputOffset, inputLength, context) {
        const view = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        const parseContext = context !== null && context !== void 0 ? context : createFromBerContext();
        if (!checkBufferParams(this, view, inputOffset, inputLength)) {
          return -1;
        }
        this.valueBeforeDecodeView = view.subarray(inputOffset, inputOffset + inputLength);
        if (this.valueBeforeDecodeView.length === 0) {
          this.warnings.push("Zero buffer length");
          return inputOffset;
        }
        let currentOffset = inputOffset;
        while (checkLen(this.isIndefiniteForm, inputLength) > 0) {
          const returnObject = localFromBERWithChildContext(view, currentOffset, inputLength, parseContext);
          if (returnObject.offset === -1) {
            this.error = returnObject.result.error;
            this.warnings.concat(returnObject.result.warnings);
            return -1;
          }
          currentOffset = returnObject.offset;
          this.blockLength += returnObject.result.blockLength;
          inputLength -= returnObject.result.blockLength;
          this.value.push(returnObject.result);
          if (this.isIndefiniteForm && returnObject.result.constructor.NAME === END_OF_CONTENT_NAME) {
            break;
          }
        }
        if (this.isIndefiniteForm) {
          if (this.value[this.value.length - 1].constructor.NAME === END_OF_CONTENT_NAME) {
            this.value.pop();
          } else {
            this.warnings.push("No EndOfContent block encoded");
          }
        }
        return currentOffset;
      }
      toBER(sizeOnly, writer) {
        const _writer = writer || new ViewWriter();
        for (let i = 0; i < this.value.length; i++) {
          this.value[i].toBER(sizeOnly, _writer);
        }
        if (!writer) {
          return _writer.final();
        }
        return EMPTY_BUFFER;
      }
      toJSON() {
        const object = {
          ...super.toJSON(),
          isIndefiniteForm: this.isIndefiniteForm,
          value: []
        };
        for (const value of this.value) {
          object.value.push(value.toJSON());
        }
        return object;
      }
    };
    LocalConstructedValueBlock.NAME = "ConstructedValueBlock";
    var ORIGINAL_LOCAL_CONSTRUCTED_TO_BER = LocalConstructedValueBlock.prototype.toBER;
    var _a$v;
    var Constructed = class extends BaseBlock {
      constructor(parameters = {}) {
        super(parameters, LocalConstructedValueBlock);
        this.idBlock.isConstructed = true;
      }
      fromBER(inputBuffer, inputOffset, inputLength, context) {
        this.valueBlock.isIndefiniteForm = this.lenBlock.isIndefiniteForm;
        const resultOffset = this.valueBlock.fromBER(inputBuffer, inputOffset, this.lenBlock.isIndefiniteForm ? inputLength : this.lenBlock.length, context);
        if (resultOffset === -1) {
          this.error = this.valueBlock.error;
          return resultOffset;
        }
        if (!this.idBlock.error.length)
          this.blockLength += this.idBlock.blockLength;
        if (!this.lenBlock.error.length)
          this.blockLength += this.lenBlock.blockLength;
        if (!this.valueBlock.error.length)
          this.blockLength += this.valueBlock.blockLength;
        return resultOffset;
      }
      onAsciiEncoding() {
        const values = [];
        for (const value of this.valueBlock.value) {
          values.push(value.toString("ascii").split("\n").map((o) => `  ${o}`).join("\n"));
        }
        const blockName = this.idBlock.tagClass === 3 ? `[${this.idBlock.tagNumber}]` : this.constructor.NAME;
        return values.length ? `${blockName} :
${values.join("\n")}` : `${blockName} :`;
      }
    };
    _a$v = Constructed;
    (() => {
      typeStore.Constructed = _a$v;
    })();
    Constructed.NAME = "CONSTRUCTED";
    var LocalEndOfContentValueBlock = class extends ValueBlock {
      fromBER(inputBuffer, inputOffset, _inputLength) {
        return inputOffset;
      }
      toBER(_sizeOnly) {
        return EMPTY_BUFFER;
      }
    };
    LocalEndOfContentValueBlock.override = "EndOfContentValueBlock";
    var _a$u;
    var EndOfContent = class extends BaseBlock {
      constructor(parameters = {}) {
        super(parameters, LocalEndOfContentValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 0;
      }
    };
    _a$u = EndOfContent;
    (() => {
      typeStore.EndOfContent = _a$u;
    })();
    EndOfContent.NAME = END_OF_CONTENT_NAME;
    var _a$t;
    var Null = class extends BaseBlock {
      constructor(parameters = {}) {
        super(parameters, ValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 5;
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        if (this.lenBlock.length > 0)
          this.warnings.push("Non-zero length of value block for Null type");
        if (!this.idBlock.error.length)
          this.blockLength += this.idBlock.blockLength;
        if (!this.lenBlock.error.length)
          this.blockLength += this.lenBlock.blockLength;
        this.blockLength += inputLength;
        if (inputOffset + inputLength > inputBuffer.byteLength) {
          this.error = "End of input reached before message was fully decoded (inconsistent offset and length values)";
          return -1;
        }
        return inputOffset + inputLength;
      }
      toBER(sizeOnly, writer) {
        const retBuf = new ArrayBuffer(2);
        if (!sizeOnly) {
          const retView = new Uint8Array(retBuf);
          retView[0] = 5;
          retView[1] = 0;
        }
        if (writer) {
          writer.write(retBuf);
        }
        return retBuf;
      }
      onAsciiEncoding() {
        return `${this.constructor.NAME}`;
      }
    };
    _a$t = Null;
    (() => {
      typeStore.Null = _a$t;
    })();
    Null.NAME = "NULL";
    var LocalBooleanValueBlock = class extends HexBlock(ValueBlock) {
      get value() {
        for (const octet of this.valueHexView) {
          if (octet > 0) {
            return true;
          }
        }
        return false;
      }
      set value(value) {
        this.valueHexView[0] = value ? 255 : 0;
      }
      constructor({ value, ...parameters } = {}) {
        super(parameters);
        if (parameters.valueHex) {
          this.valueHexView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(parameters.valueHex);
        } else {
          this.valueHexView = new Uint8Array(1);
        }
        if (value) {
          this.value = value;
        }
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        const inputView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        if (!checkBufferParams(this, inputView, inputOffset, inputLength)) {
          return -1;
        }
        this.valueHexView = inputView.subarray(inputOffset, inputOffset + inputLength);
        if (inputLength > 1)
          this.warnings.push("Boolean value encoded in more then 1 octet");
        this.isHexOnly = true;
        pvutils__namespace.utilDecodeTC.call(this);
        this.blockLength = inputLength;
        return inputOffset + inputLength;
      }
      toBER() {
        return this.valueHexView.slice().buffer;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          value: this.value
        };
      }
    };
    LocalBooleanValueBlock.NAME = "BooleanValueBlock";
    var _a$s;
    var Boolean2 = class extends BaseBlock {
      getValue() {
        return this.valueBlock.value;
      }
      setValue(value) {
        this.valueBlock.value = value;
      }
      constructor(parameters = {}) {
        super(parameters, LocalBooleanValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 1;
      }
      onAsciiEncoding() {
        return `${this.constructor.NAME} : ${this.getValue}`;
      }
    };
    _a$s = Boolean2;
    (() => {
      typeStore.Boolean = _a$s;
    })();
    Boolean2.NAME = "BOOLEAN";
    var LocalOctetStringValueBlock = class extends HexBlock(LocalConstructedValueBlock) {
      constructor({ isConstructed: isConstructed2 = false, ...parameters } = {}) {
        super(parameters);
        this.isConstructed = isConstructed2;
      }
      fromBER(inputBuffer, inputOffset, inputLength, context) {
        let resultOffset = 0;
        if (this.isConstructed) {
          this.isHexOnly = false;
          resultOffset = LocalConstructedValueBlock.prototype.fromBER.call(this, inputBuffer, inputOffset, inputLength, context);
          if (resultOffset === -1)
            return resultOffset;
          for (let i = 0; i < this.value.length; i++) {
            const currentBlockName = this.value[i].constructor.NAME;
            if (currentBlockName === END_OF_CONTENT_NAME) {
              if (this.isIndefiniteForm)
                break;
              else {
                this.error = "EndOfContent is unexpected, OCTET STRING may consists of OCTET STRINGs only";
                return -1;
              }
            }
            if (currentBlockName !== OCTET_STRING_NAME) {
              this.error = "OCTET STRING may consists of OCTET STRINGs only";
              return -1;
            }
          }
        } else {
          this.isHexOnly = true;
          resultOffset = super.fromBER(inputBuffer, inputOffset, inputLength);
          this.blockLength = inputLength;
        }
        return resultOffset;
      }
      toBER(sizeOnly, writer) {
        if (this.isConstructed)
          return LocalConstructedValueBlock.prototype.toBER.call(this, sizeOnly, writer);
        return sizeOnly ? new ArrayBuffer(this.valueHexView.byteLength) : this.valueHexView.slice().buffer;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          isConstructed: this.isConstructed
        };
      }
    };
    LocalOctetStringValueBlock.NAME = "OctetStringValueBlock";
    var ORIGINAL_LOCAL_OCTET_STRING_TO_BER = LocalOctetStringValueBlock.prototype.toBER;
    var _a$r;
    var OctetString2 = class extends BaseBlock {
      constructor({ idBlock = {}, lenBlock = {}, ...parameters } = {}) {
        var _b2, _c2;
        (_b2 = parameters.isConstructed) !== null && _b2 !== void 0 ? _b2 : parameters.isConstructed = !!((_c2 = parameters.value) === null || _c2 === void 0 ? void 0 : _c2.length);
        super({
          idBlock: {
            isConstructed: parameters.isConstructed,
            ...idBlock
          },
          lenBlock: {
            ...lenBlock,
            isIndefiniteForm: !!parameters.isIndefiniteForm
          },
          ...parameters
        }, LocalOctetStringValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 4;
      }
      fromBER(inputBuffer, inputOffset, inputLength, context) {
        this.valueBlock.isConstructed = this.idBlock.isConstructed;
        this.valueBlock.isIndefiniteForm = this.lenBlock.isIndefiniteForm;
        if (inputLength === 0) {
          if (this.idBlock.error.length === 0)
            this.blockLength += this.idBlock.blockLength;
          if (this.lenBlock.error.length === 0)
            this.blockLength += this.lenBlock.blockLength;
          return inputOffset;
        }
        if (!this.valueBlock.isConstructed && (context === null || context === void 0 ? void 0 : context.parseEmbedded) !== false) {
          const view = inputBuffer instanceof ArrayBuffer ? new Uint8Array(inputBuffer) : inputBuffer;
          const buf = view.subarray(inputOffset, inputOffset + inputLength);
          try {
            if (buf.byteLength) {
              const parseContext = context !== null && context !== void 0 ? context : createFromBerContext();
              const asn = localFromBERWithChildContext(buf, 0, buf.byteLength, parseContext);
              if (asn.offset !== -1 && asn.offset === inputLength) {
                this.valueBlock.value = [asn.result];
              }
            }
          } catch {
          }
        }
        return super.fromBER(inputBuffer, inputOffset, inputLength, context);
      }
      onAsciiEncoding() {
        if (this.valueBlock.isConstructed || this.valueBlock.value && this.valueBlock.value.length) {
          return Constructed.prototype.onAsciiEncoding.call(this);
        }
        const name = this.constructor.NAME;
        const value = pvtsutils__namespace.Convert.ToHex(this.valueBlock.valueHexView);
        return `${name} : ${value}`;
      }
      getValue() {
        if (!this.idBlock.isConstructed) {
          return this.valueBlock.valueHexView.slice().buffer;
        }
        const array = [];
        for (const content of this.valueBlock.value) {
          if (content instanceof _a$r) {
            array.push(content.valueBlock.valueHexView);
          }
        }
        return pvtsutils__namespace.BufferSourceConverter.concat(array);
      }
    };
    _a$r = OctetString2;
    (() => {
      typeStore.OctetString = _a$r;
    })();
    OctetString2.NAME = OCTET_STRING_NAME;
    var LocalBitStringValueBlock = class extends HexBlock(LocalConstructedValueBlock) {
      constructor({ unusedBits = 0, isConstructed: isConstructed2 = false, ...parameters } = {}) {
        super(parameters);
        this.unusedBits = unusedBits;
        this.isConstructed = isConstructed2;
        this.blockLength = this.valueHexView.byteLength;
      }
      fromBER(inputBuffer, inputOffset, inputLength, context) {
        if (!inputLength) {
          return inputOffset;
        }
        let resultOffset = -1;
        if (this.isConstructed) {
          resultOffset = LocalConstructedValueBlock.prototype.fromBER.call(this, inputBuffer, inputOffset, inputLength, context);
          if (resultOffset === -1)
            return resultOffset;
          for (const value of this.value) {
            const currentBlockName = value.constructor.NAME;
            if (currentBlockName === END_OF_CONTENT_NAME) {
              if (this.isIndefiniteForm)
                break;
              else {
                this.error = "EndOfContent is unexpected, BIT STRING may consists of BIT STRINGs only";
                return -1;
              }
            }
            if (currentBlockName !== BIT_STRING_NAME) {
              this.error = "BIT STRING may consists of BIT STRINGs only";
              return -1;
            }
            const valueBlock = value.valueBlock;
            if (this.unusedBits > 0 && valueBlock.unusedBits > 0) {
              this.error = 'Using of "unused bits" inside constructive BIT STRING allowed for least one only';
              return -1;
            }
            this.unusedBits = valueBlock.unusedBits;
          }
          return resultOffset;
        }
        const inputView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        if (!checkBufferParams(this, inputView, inputOffset, inputLength)) {
          return -1;
        }
        const intBuffer = inputView.subarray(inputOffset, inputOffset + inputLength);
        this.unusedBits = intBuffer[0];
        if (this.unusedBits > 7) {
          this.error = "Unused bits for BitString must be in range 0-7";
          return -1;
        }
        if (!this.unusedBits && (context === null || context === void 0 ? void 0 : context.parseEmbedded) !== false) {
          const buf = intBuffer.subarray(1);
          try {
            if (buf.byteLength) {
              const parseContext = context !== null && context !== void 0 ? context : createFromBerContext();
              const asn = localFromBERWithChildContext(buf, 0, buf.byteLength, parseContext);
              if (asn.offset !== -1 && asn.offset === inputLength - 1) {
                this.value = [asn.result];
              }
            }
          } catch {
          }
        }
        this.valueHexView = intBuffer.subarray(1);
        this.blockLength = intBuffer.length;
        return inputOffset + inputLength;
      }
      toBER(sizeOnly, writer) {
        if (this.isConstructed) {
          return LocalConstructedValueBlock.prototype.toBER.call(this, sizeOnly, writer);
        }
        if (sizeOnly) {
          return new ArrayBuffer(this.valueHexView.byteLength + 1);
        }
        if (!this.valueHexView.byteLength) {
          const empty = new Uint8Array(1);
          empty[0] = 0;
          return empty.buffer;
        }
        const retView = new Uint8Array(this.valueHexView.length + 1);
        retView[0] = this.unusedBits;
        retView.set(this.valueHexView, 1);
        return retView.buffer;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          unusedBits: this.unusedBits,
          isConstructed: this.isConstructed
        };
      }
    };
    LocalBitStringValueBlock.NAME = "BitStringValueBlock";
    var ORIGINAL_LOCAL_BIT_STRING_TO_BER = LocalBitStringValueBlock.prototype.toBER;
    var _a$q;
    var BitString2 = class extends BaseBlock {
      constructor({ idBlock = {}, lenBlock = {}, ...parameters } = {}) {
        var _b2, _c2;
        (_b2 = parameters.isConstructed) !== null && _b2 !== void 0 ? _b2 : parameters.isConstructed = !!((_c2 = parameters.value) === null || _c2 === void 0 ? void 0 : _c2.length);
        super({
          idBlock: {
            isConstructed: parameters.isConstructed,
            ...idBlock
          },
          lenBlock: {
            ...lenBlock,
            isIndefiniteForm: !!parameters.isIndefiniteForm
          },
          ...parameters
        }, LocalBitStringValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 3;
      }
      fromBER(inputBuffer, inputOffset, inputLength, context) {
        this.valueBlock.isConstructed = this.idBlock.isConstructed;
        this.valueBlock.isIndefiniteForm = this.lenBlock.isIndefiniteForm;
        return super.fromBER(inputBuffer, inputOffset, inputLength, context);
      }
      onAsciiEncoding() {
        if (this.valueBlock.isConstructed || this.valueBlock.value && this.valueBlock.value.length) {
          return Constructed.prototype.onAsciiEncoding.call(this);
        } else {
          const bits = [];
          const valueHex = this.valueBlock.valueHexView;
          for (const byte of valueHex) {
            bits.push(byte.toString(2).padStart(8, "0"));
          }
          const bitsStr = bits.join("");
          const name = this.constructor.NAME;
          const value = bitsStr.substring(0, bitsStr.length - this.valueBlock.unusedBits);
          return `${name} : ${value}`;
        }
      }
    };
    _a$q = BitString2;
    (() => {
      typeStore.BitString = _a$q;
    })();
    BitString2.NAME = BIT_STRING_NAME;
    function bytesToSignedBigInt(view) {
      if (!view.byteLength)
        return BigInt(0);
      const value = BigInt(`0x${pvtsutils__namespace.Convert.ToHex(view)}`);
      if (view[0] & 128)
        return value - (BigInt(1) << BigInt(view.byteLength * 8));
      return value;
    }
    function bytesToSignedDecimal(view) {
      if (typeof BigInt !== "undefined")
        return bytesToSignedBigInt(view).toString(10);
      const BASE = 1e7;
      const DECIMAL_DIGITS = 7;
      if (!view.byteLength)
        return "0";
      const negative = !!(view[0] & 128);
      let magnitude = view;
      if (negative) {
        magnitude = new Uint8Array(view.length);
        let carry = 1;
        for (let i = view.length - 1; i >= 0; i--) {
          const value = (view[i] ^ 255) + carry;
          magnitude[i] = value & 255;
          carry = value >> 8;
        }
      }
      const limbs = [0];
      for (let index = 0; index < magnitude.length; index++) {
        let carry = magnitude[index];
        for (let i = 0; i < limbs.length; i++) {
          const value = limbs[i] * 256 + carry;
          limbs[i] = value % BASE;
          carry = Math.floor(value / BASE);
        }
        if (carry)
          limbs.push(carry);
      }
      let top = limbs.length - 1;
      while (top > 0 && limbs[top] === 0)
        top--;
      let result = String(limbs[top]);
      for (let i = top - 1; i >= 0; i--)
        result += String(limbs[i]).padStart(DECIMAL_DIGITS, "0");
      return negative && result !== "0" ? `-${result}` : result;
    }
    var _a$p;
    var LocalIntegerValueBlock = class extends HexBlock(ValueBlock) {
      setValueHex() {
        if (this.valueHexView.length >= 4) {
          this.warnings.push("Too big Integer for decoding, hex only");
          this.isHexOnly = true;
          this._valueDec = 0;
        } else {
          this.isHexOnly = false;
          if (this.valueHexView.length > 0) {
            this._valueDec = pvutils__namespace.utilDecodeTC.call(this);
          }
        }
      }
      constructor({ value, ...parameters } = {}) {
        super(parameters);
        this._valueDec = 0;
        if (parameters.valueHex) {
          this.setValueHex();
        }
        if (value !== void 0) {
          this.valueDec = value;
        }
      }
      set valueDec(v) {
        this._valueDec = v;
        this.isHexOnly = false;
        this.valueHexView = new Uint8Array(pvutils__namespace.utilEncodeTC(v));
      }
      get valueDec() {
        return this._valueDec;
      }
      fromDER(inputBuffer, inputOffset, inputLength, expectedLength = 0) {
        const offset = this.fromBER(inputBuffer, inputOffset, inputLength);
        if (offset === -1)
          return offset;
        const view = this.valueHexView;
        if (view[0] === 0 && (view[1] & 128) !== 0) {
          this.valueHexView = view.subarray(1);
        } else {
          if (expectedLength !== 0) {
            if (view.length < expectedLength) {
              if (expectedLength - view.length > 1)
                expectedLength = view.length + 1;
              this.valueHexView = view.subarray(expectedLength - view.length);
            }
          }
        }
        return offset;
      }
      toDER(sizeOnly = false) {
        const view = this.valueHexView;
        switch (true) {
          case (view[0] & 128) !== 0:
            {
              const updatedView = new Uint8Array(this.valueHexView.length + 1);
              updatedView[0] = 0;
              updatedView.set(view, 1);
              this.valueHexView = updatedView;
            }
            break;
          case (view[0] === 0 && (view[1] & 128) === 0):
            {
              this.valueHexView = this.valueHexView.subarray(1);
            }
            break;
        }
        return this.toBER(sizeOnly);
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        const resultOffset = super.fromBER(inputBuffer, inputOffset, inputLength);
        if (resultOffset === -1) {
          return resultOffset;
        }
        this.setValueHex();
        return resultOffset;
      }
      toBER(sizeOnly) {
        return sizeOnly ? new ArrayBuffer(this.valueHexView.length) : this.valueHexView.slice().buffer;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          valueDec: this.valueDec
        };
      }
      toString() {
        return bytesToSignedDecimal(this.valueHexView);
      }
    };
    _a$p = LocalIntegerValueBlock;
    LocalIntegerValueBlock.NAME = "IntegerValueBlock";
    (() => {
      Object.defineProperty(_a$p.prototype, "valueHex", {
        set: function(v) {
          this.valueHexView = new Uint8Array(v);
          this.setValueHex();
        },
        get: function() {
          return this.valueHexView.slice().buffer;
        }
      });
    })();
    var ORIGINAL_LOCAL_INTEGER_TO_BER = LocalIntegerValueBlock.prototype.toBER;
    var ORIGINAL_LOCAL_INTEGER_TO_STRING = LocalIntegerValueBlock.prototype.toString;
    var _a$o;
    var Integer = class extends BaseBlock {
      constructor(parameters = {}) {
        super(parameters, LocalIntegerValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 2;
      }
      toBigInt() {
        assertBigInt();
        const valueBlock = this.valueBlock;
        const toString = valueBlock.toString;
        if (toString === ORIGINAL_LOCAL_INTEGER_TO_STRING)
          return bytesToSignedBigInt(valueBlock.valueHexView);
        return BigInt(Reflect.apply(toString, valueBlock, []));
      }
      static fromBigInt(value) {
        assertBigInt();
        const bigIntValue = BigInt(value);
        const writer = new ViewWriter();
        const hex = bigIntValue.toString(16).replace(/^-/, "");
        const view = new Uint8Array(pvtsutils__namespace.Convert.FromHex(hex));
        if (bigIntValue < 0) {
          const first = new Uint8Array(view.length + (view[0] & 128 ? 1 : 0));
          first[0] |= 128;
          const firstInt = BigInt(`0x${pvtsutils__namespace.Convert.ToHex(first)}`);
          const secondInt = firstInt + bigIntValue;
          const second = pvtsutils__namespace.BufferSourceConverter.toUint8Array(pvtsutils__namespace.Convert.FromHex(secondInt.toString(16)));
          second[0] |= 128;
          writer.write(second);
        } else {
          if (view[0] & 128) {
            writer.write(new Uint8Array([0]));
          }
          writer.write(view);
        }
        const res = new _a$o({ valueHex: writer.final() });
        return res;
      }
      convertToDER() {
        const integer = new _a$o({ valueHex: this.valueBlock.valueHexView });
        integer.valueBlock.toDER();
        return integer;
      }
      convertFromDER() {
        return new _a$o({
          valueHex: this.valueBlock.valueHexView[0] === 0 ? this.valueBlock.valueHexView.subarray(1) : this.valueBlock.valueHexView
        });
      }
      onAsciiEncoding() {
        return `${this.constructor.NAME} : ${this.valueBlock.toString()}`;
      }
    };
    _a$o = Integer;
    (() => {
      typeStore.Integer = _a$o;
    })();
    Integer.NAME = "INTEGER";
    var _a$n;
    var Enumerated = class extends Integer {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 10;
      }
    };
    _a$n = Enumerated;
    (() => {
      typeStore.Enumerated = _a$n;
    })();
    Enumerated.NAME = "ENUMERATED";
    var LocalSidValueBlock = class extends HexBlock(ValueBlock) {
      constructor({ valueDec = -1, isFirstSid = false, ...parameters } = {}) {
        super(parameters);
        this.valueDec = valueDec;
        this.isFirstSid = isFirstSid;
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        if (!inputLength) {
          return inputOffset;
        }
        const inputView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        if (!checkBufferParams(this, inputView, inputOffset, inputLength)) {
          return -1;
        }
        const intBuffer = inputView.subarray(inputOffset, inputOffset + inputLength);
        const fastPath = this.blockLength === 0 && Number.isInteger(inputOffset) && Number.isInteger(inputLength);
        if (fastPath) {
          let sidLength = 0;
          while (sidLength < inputLength) {
            const octet = intBuffer[sidLength];
            sidLength++;
            if ((octet & 128) === 0)
              break;
          }
          this.blockLength = sidLength;
          this.valueHexView = new Uint8Array(sidLength);
          for (let i = 0; i < sidLength; i++)
            this.valueHexView[i] = intBuffer[i] & 127;
        } else {
          this.valueHexView = new Uint8Array(inputLength);
          for (let i = 0; i < inputLength; i++) {
            this.valueHexView[i] = intBuffer[i] & 127;
            this.blockLength++;
            if ((intBuffer[i] & 128) === 0)
              break;
          }
          const tempView = new Uint8Array(this.blockLength);
          for (let i = 0; i < this.blockLength; i++) {
            tempView[i] = this.valueHexView[i];
          }
          this.valueHexView = tempView;
        }
        if ((intBuffer[this.blockLength - 1] & 128) !== 0) {
          this.error = "End of input reached before message was fully decoded";
          return -1;
        }
        if (this.valueHexView[0] === 0)
          this.warnings.push("Needlessly long format of SID encoding");
        if (this.blockLength <= 8)
          this.valueDec = pvutils__namespace.utilFromBase(this.valueHexView, 7);
        else {
          this.isHexOnly = true;
          this.warnings.push("Too big SID for decoding, hex only");
        }
        return inputOffset + this.blockLength;
      }
      set valueBigInt(value) {
        assertBigInt();
        let bits = BigInt(value).toString(2);
        while (bits.length % 7) {
          bits = "0" + bits;
        }
        const bytes = new Uint8Array(bits.length / 7);
        for (let i = 0; i < bytes.length; i++) {
          bytes[i] = parseInt(bits.slice(i * 7, i * 7 + 7), 2) + (i + 1 < bytes.length ? 128 : 0);
        }
        this.fromBER(bytes.buffer, 0, bytes.length);
      }
      toBER(sizeOnly) {
        if (this.isHexOnly) {
          if (sizeOnly)
            return new ArrayBuffer(this.valueHexView.byteLength);
          const curView = this.valueHexView;
          const retView2 = new Uint8Array(this.blockLength);
          for (let i = 0; i < this.blockLength - 1; i++)
            retView2[i] = curView[i] | 128;
          retView2[this.blockLength - 1] = curView[this.blockLength - 1];
          return pvtsutils__namespace.BufferSourceConverter.toArrayBuffer(retView2);
        }
        const encodedBuf = pvutils__namespace.utilToBase(this.valueDec, 7);
        if (encodedBuf.byteLength === 0) {
          this.error = "Error during encoding SID value";
          return EMPTY_BUFFER;
        }
        const retView = new Uint8Array(encodedBuf.byteLength);
        if (!sizeOnly) {
          const encodedView = new Uint8Array(encodedBuf);
          const len = encodedBuf.byteLength - 1;
          for (let i = 0; i < len; i++)
            retView[i] = encodedView[i] | 128;
          retView[len] = encodedView[len];
        }
        return pvtsutils__namespace.BufferSourceConverter.toArrayBuffer(retView);
      }
      toString() {
        let result = "";
        if (this.isHexOnly)
          result = pvtsutils__namespace.Convert.ToHex(this.valueHexView);
        else {
          if (this.isFirstSid) {
            let sidValue = this.valueDec;
            if (this.valueDec <= 39)
              result = "0.";
            else {
              if (this.valueDec <= 79) {
                result = "1.";
                sidValue -= 40;
              } else {
                result = "2.";
                sidValue -= 80;
              }
            }
            result += sidValue.toString();
          } else
            result = this.valueDec.toString();
        }
        return result;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          valueDec: this.valueDec,
          isFirstSid: this.isFirstSid
        };
      }
    };
    LocalSidValueBlock.NAME = "sidBlock";
    var LocalObjectIdentifierValueBlock = class extends ValueBlock {
      constructor({ value = EMPTY_STRING, ...parameters } = {}) {
        super(parameters);
        this.value = [];
        if (value) {
          this.fromString(value);
        }
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        let resultOffset = inputOffset;
        while (inputLength > 0) {
          const sidBlock = new LocalSidValueBlock();
          resultOffset = sidBlock.fromBER(inputBuffer, resultOffset, inputLength);
          if (resultOffset === -1) {
            this.blockLength = 0;
            this.error = sidBlock.error;
            return resultOffset;
          }
          if (this.value.length === 0)
            sidBlock.isFirstSid = true;
          this.blockLength += sidBlock.blockLength;
          inputLength -= sidBlock.blockLength;
          this.value.push(sidBlock);
        }
        return resultOffset;
      }
      toBER(sizeOnly) {
        const retBuffers = [];
        for (let i = 0; i < this.value.length; i++) {
          const valueBuf = this.value[i].toBER(sizeOnly);
          if (valueBuf.byteLength === 0) {
            this.error = this.value[i].error;
            return EMPTY_BUFFER;
          }
          retBuffers.push(valueBuf);
        }
        return concat(retBuffers);
      }
      fromString(string) {
        this.value = [];
        let pos1 = 0;
        let pos2 = 0;
        let sid = "";
        let flag = false;
        do {
          pos2 = string.indexOf(".", pos1);
          if (pos2 === -1)
            sid = string.substring(pos1);
          else
            sid = string.substring(pos1, pos2);
          pos1 = pos2 + 1;
          if (flag) {
            const sidBlock = this.value[0];
            let plus = 0;
            switch (sidBlock.valueDec) {
              case 0:
                break;
              case 1:
                plus = 40;
                break;
              case 2:
                plus = 80;
                break;
              default:
                this.value = [];
                return;
            }
            const parsedSID = parseInt(sid, 10);
            if (isNaN(parsedSID))
              return;
            sidBlock.valueDec = parsedSID + plus;
            flag = false;
          } else {
            const sidBlock = new LocalSidValueBlock();
            if (sid > Number.MAX_SAFE_INTEGER) {
              assertBigInt();
              const sidValue = BigInt(sid);
              sidBlock.valueBigInt = sidValue;
            } else {
              sidBlock.valueDec = parseInt(sid, 10);
              if (isNaN(sidBlock.valueDec))
                return;
            }
            if (!this.value.length) {
              sidBlock.isFirstSid = true;
              flag = true;
            }
            this.value.push(sidBlock);
          }
        } while (pos2 !== -1);
      }
      toString() {
        let result = "";
        let isHexOnly = false;
        for (let i = 0; i < this.value.length; i++) {
          isHexOnly = this.value[i].isHexOnly;
          let sidStr = this.value[i].toString();
          if (i !== 0)
            result = `${result}.`;
          if (isHexOnly) {
            sidStr = `{${sidStr}}`;
            if (this.value[i].isFirstSid)
              result = `2.{${sidStr} - 80}`;
            else
              result += sidStr;
          } else
            result += sidStr;
        }
        return result;
      }
      toJSON() {
        const object = {
          ...super.toJSON(),
          value: this.toString(),
          sidArray: []
        };
        for (let i = 0; i < this.value.length; i++) {
          object.sidArray.push(this.value[i].toJSON());
        }
        return object;
      }
    };
    LocalObjectIdentifierValueBlock.NAME = "ObjectIdentifierValueBlock";
    var _a$m;
    var ObjectIdentifier2 = class extends BaseBlock {
      getValue() {
        return this.valueBlock.toString();
      }
      setValue(value) {
        this.valueBlock.fromString(value);
      }
      constructor(parameters = {}) {
        super(parameters, LocalObjectIdentifierValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 6;
      }
      onAsciiEncoding() {
        return `${this.constructor.NAME} : ${this.valueBlock.toString() || "empty"}`;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          value: this.getValue()
        };
      }
    };
    _a$m = ObjectIdentifier2;
    (() => {
      typeStore.ObjectIdentifier = _a$m;
    })();
    ObjectIdentifier2.NAME = "OBJECT IDENTIFIER";
    var LocalRelativeSidValueBlock = class extends HexBlock(LocalBaseBlock) {
      constructor({ valueDec = 0, ...parameters } = {}) {
        super(parameters);
        this.valueDec = valueDec;
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        if (inputLength === 0)
          return inputOffset;
        const inputView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        if (!checkBufferParams(this, inputView, inputOffset, inputLength))
          return -1;
        const intBuffer = inputView.subarray(inputOffset, inputOffset + inputLength);
        const fastPath = this.blockLength === 0 && Number.isInteger(inputOffset) && Number.isInteger(inputLength);
        if (fastPath) {
          let sidLength = 0;
          while (sidLength < inputLength) {
            const octet = intBuffer[sidLength];
            sidLength++;
            if ((octet & 128) === 0)
              break;
          }
          this.blockLength = sidLength;
          this.valueHexView = new Uint8Array(sidLength);
          for (let i = 0; i < sidLength; i++)
            this.valueHexView[i] = intBuffer[i] & 127;
        } else {
          this.valueHexView = new Uint8Array(inputLength);
          for (let i = 0; i < inputLength; i++) {
            this.valueHexView[i] = intBuffer[i] & 127;
            this.blockLength++;
            if ((intBuffer[i] & 128) === 0)
              break;
          }
          const tempView = new Uint8Array(this.blockLength);
          for (let i = 0; i < this.blockLength; i++)
            tempView[i] = this.valueHexView[i];
          this.valueHexView = tempView;
        }
        if ((intBuffer[this.blockLength - 1] & 128) !== 0) {
          this.error = "End of input reached before message was fully decoded";
          return -1;
        }
        if (this.valueHexView[0] === 0)
          this.warnings.push("Needlessly long format of SID encoding");
        if (this.blockLength <= 8)
          this.valueDec = pvutils__namespace.utilFromBase(this.valueHexView, 7);
        else {
          this.isHexOnly = true;
          this.warnings.push("Too big SID for decoding, hex only");
        }
        return inputOffset + this.blockLength;
      }
      toBER(sizeOnly) {
        if (this.isHexOnly) {
          if (sizeOnly)
            return new ArrayBuffer(this.valueHexView.byteLength);
          const curView = this.valueHexView;
          const retView2 = new Uint8Array(this.blockLength);
          for (let i = 0; i < this.blockLength - 1; i++)
            retView2[i] = curView[i] | 128;
          retView2[this.blockLength - 1] = curView[this.blockLength - 1];
          return retView2.buffer;
        }
        const encodedBuf = pvutils__namespace.utilToBase(this.valueDec, 7);
        if (encodedBuf.byteLength === 0) {
          this.error = "Error during encoding SID value";
          return EMPTY_BUFFER;
        }
        const retView = new Uint8Array(encodedBuf.byteLength);
        if (!sizeOnly) {
          const encodedView = new Uint8Array(encodedBuf);
          const len = encodedBuf.byteLength - 1;
          for (let i = 0; i < len; i++)
            retView[i] = encodedView[i] | 128;
          retView[len] = encodedView[len];
        }
        return retView.buffer;
      }
      toString() {
        let result = "";
        if (this.isHexOnly)
          result = pvtsutils__namespace.Convert.ToHex(this.valueHexView);
        else {
          result = this.valueDec.toString();
        }
        return result;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          valueDec: this.valueDec
        };
      }
    };
    LocalRelativeSidValueBlock.NAME = "relativeSidBlock";
    var LocalRelativeObjectIdentifierValueBlock = class extends ValueBlock {
      constructor({ value = EMPTY_STRING, ...parameters } = {}) {
        super(parameters);
        this.value = [];
        if (value) {
          this.fromString(value);
        }
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        let resultOffset = inputOffset;
        while (inputLength > 0) {
          const sidBlock = new LocalRelativeSidValueBlock();
          resultOffset = sidBlock.fromBER(inputBuffer, resultOffset, inputLength);
          if (resultOffset === -1) {
            this.blockLength = 0;
            this.error = sidBlock.error;
            return resultOffset;
          }
          this.blockLength += sidBlock.blockLength;
          inputLength -= sidBlock.blockLength;
          this.value.push(sidBlock);
        }
        return resultOffset;
      }
      toBER(sizeOnly, _writer) {
        const retBuffers = [];
        for (let i = 0; i < this.value.length; i++) {
          const valueBuf = this.value[i].toBER(sizeOnly);
          if (valueBuf.byteLength === 0) {
            this.error = this.value[i].error;
            return EMPTY_BUFFER;
          }
          retBuffers.push(valueBuf);
        }
        return concat(retBuffers);
      }
      fromString(string) {
        this.value = [];
        let pos1 = 0;
        let pos2 = 0;
        let sid = "";
        do {
          pos2 = string.indexOf(".", pos1);
          if (pos2 === -1)
            sid = string.substring(pos1);
          else
            sid = string.substring(pos1, pos2);
          pos1 = pos2 + 1;
          const sidBlock = new LocalRelativeSidValueBlock();
          sidBlock.valueDec = parseInt(sid, 10);
          if (isNaN(sidBlock.valueDec))
            return true;
          this.value.push(sidBlock);
        } while (pos2 !== -1);
        return true;
      }
      toString() {
        let result = "";
        let isHexOnly = false;
        for (let i = 0; i < this.value.length; i++) {
          isHexOnly = this.value[i].isHexOnly;
          let sidStr = this.value[i].toString();
          if (i !== 0)
            result = `${result}.`;
          if (isHexOnly) {
            sidStr = `{${sidStr}}`;
            result += sidStr;
          } else
            result += sidStr;
        }
        return result;
      }
      toJSON() {
        const object = {
          ...super.toJSON(),
          value: this.toString(),
          sidArray: []
        };
        for (let i = 0; i < this.value.length; i++)
          object.sidArray.push(this.value[i].toJSON());
        return object;
      }
    };
    LocalRelativeObjectIdentifierValueBlock.NAME = "RelativeObjectIdentifierValueBlock";
    var _a$l;
    var RelativeObjectIdentifier = class extends BaseBlock {
      getValue() {
        return this.valueBlock.toString();
      }
      setValue(value) {
        this.valueBlock.fromString(value);
      }
      constructor(parameters = {}) {
        super(parameters, LocalRelativeObjectIdentifierValueBlock);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 13;
      }
      onAsciiEncoding() {
        return `${this.constructor.NAME} : ${this.valueBlock.toString() || "empty"}`;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          value: this.getValue()
        };
      }
    };
    _a$l = RelativeObjectIdentifier;
    (() => {
      typeStore.RelativeObjectIdentifier = _a$l;
    })();
    RelativeObjectIdentifier.NAME = "RelativeObjectIdentifier";
    var _a$k;
    var Sequence2 = class extends Constructed {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 16;
      }
    };
    _a$k = Sequence2;
    (() => {
      typeStore.Sequence = _a$k;
    })();
    Sequence2.NAME = "SEQUENCE";
    var _a$j;
    var Set2 = class extends Constructed {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 17;
      }
    };
    _a$j = Set2;
    (() => {
      typeStore.Set = _a$j;
    })();
    Set2.NAME = "SET";
    var LocalStringValueBlock = class extends HexBlock(ValueBlock) {
      constructor({ ...parameters } = {}) {
        super(parameters);
        this.isHexOnly = true;
        this.value = EMPTY_STRING;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          value: this.value
        };
      }
    };
    LocalStringValueBlock.NAME = "StringValueBlock";
    var LocalSimpleStringValueBlock = class extends LocalStringValueBlock {
    };
    LocalSimpleStringValueBlock.NAME = "SimpleStringValueBlock";
    var LocalSimpleStringBlock = class extends BaseStringBlock {
      constructor({ ...parameters } = {}) {
        super(parameters, LocalSimpleStringValueBlock);
      }
      fromBuffer(inputBuffer) {
        this.valueBlock.value = String.fromCharCode.apply(null, pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer));
      }
      fromString(inputString) {
        const strLen = inputString.length;
        const view = this.valueBlock.valueHexView = new Uint8Array(strLen);
        for (let i = 0; i < strLen; i++)
          view[i] = inputString.charCodeAt(i);
        this.valueBlock.value = inputString;
      }
    };
    LocalSimpleStringBlock.NAME = "SIMPLE STRING";
    var LocalUtf8StringValueBlock = class extends LocalSimpleStringBlock {
      fromBuffer(inputBuffer) {
        this.valueBlock.valueHexView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
        try {
          this.valueBlock.value = pvtsutils__namespace.Convert.ToUtf8String(inputBuffer);
        } catch (ex) {
          this.warnings.push(`Error during "decodeURIComponent": ${ex}, using raw string`);
          this.valueBlock.value = pvtsutils__namespace.Convert.ToBinary(inputBuffer);
        }
      }
      fromString(inputString) {
        this.valueBlock.valueHexView = new Uint8Array(pvtsutils__namespace.Convert.FromUtf8String(inputString));
        this.valueBlock.value = inputString;
      }
    };
    LocalUtf8StringValueBlock.NAME = "Utf8StringValueBlock";
    var _a$i;
    var Utf8String2 = class extends LocalUtf8StringValueBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 12;
      }
    };
    _a$i = Utf8String2;
    (() => {
      typeStore.Utf8String = _a$i;
    })();
    Utf8String2.NAME = "UTF8String";
    var LocalBmpStringValueBlock = class extends LocalSimpleStringBlock {
      fromBuffer(inputBuffer) {
        this.valueBlock.value = pvtsutils__namespace.Convert.ToUtf16String(inputBuffer);
        this.valueBlock.valueHexView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer);
      }
      fromString(inputString) {
        this.valueBlock.value = inputString;
        this.valueBlock.valueHexView = new Uint8Array(pvtsutils__namespace.Convert.FromUtf16String(inputString));
      }
    };
    LocalBmpStringValueBlock.NAME = "BmpStringValueBlock";
    var _a$h;
    var BmpString = class extends LocalBmpStringValueBlock {
      constructor({ ...parameters } = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 30;
      }
    };
    _a$h = BmpString;
    (() => {
      typeStore.BmpString = _a$h;
    })();
    BmpString.NAME = "BMPString";
    var LocalUniversalStringValueBlock = class extends LocalSimpleStringBlock {
      fromBuffer(inputBuffer) {
        const copyBuffer = ArrayBuffer.isView(inputBuffer) ? inputBuffer.slice().buffer : inputBuffer.slice(0);
        const valueView = new Uint8Array(copyBuffer);
        for (let i = 0; i < valueView.length; i += 4) {
          valueView[i] = valueView[i + 3];
          valueView[i + 1] = valueView[i + 2];
          valueView[i + 2] = 0;
          valueView[i + 3] = 0;
        }
        this.valueBlock.value = String.fromCharCode.apply(null, new Uint32Array(copyBuffer));
      }
      fromString(inputString) {
        const strLength = inputString.length;
        const valueHexView = this.valueBlock.valueHexView = new Uint8Array(strLength * 4);
        for (let i = 0; i < strLength; i++) {
          const codeBuf = pvutils__namespace.utilToBase(inputString.charCodeAt(i), 8);
          const codeView = new Uint8Array(codeBuf);
          if (codeView.length > 4)
            continue;
          const dif = 4 - codeView.length;
          for (let j = codeView.length - 1; j >= 0; j--)
            valueHexView[i * 4 + j + dif] = codeView[j];
        }
        this.valueBlock.value = inputString;
      }
    };
    LocalUniversalStringValueBlock.NAME = "UniversalStringValueBlock";
    var _a$g;
    var UniversalString = class extends LocalUniversalStringValueBlock {
      constructor({ ...parameters } = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 28;
      }
    };
    _a$g = UniversalString;
    (() => {
      typeStore.UniversalString = _a$g;
    })();
    UniversalString.NAME = "UniversalString";
    var _a$f;
    var NumericString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 18;
      }
    };
    _a$f = NumericString;
    (() => {
      typeStore.NumericString = _a$f;
    })();
    NumericString.NAME = "NumericString";
    var _a$e;
    var PrintableString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 19;
      }
    };
    _a$e = PrintableString;
    (() => {
      typeStore.PrintableString = _a$e;
    })();
    PrintableString.NAME = "PrintableString";
    var _a$d;
    var TeletexString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 20;
      }
    };
    _a$d = TeletexString;
    (() => {
      typeStore.TeletexString = _a$d;
    })();
    TeletexString.NAME = "TeletexString";
    var _a$c;
    var VideotexString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 21;
      }
    };
    _a$c = VideotexString;
    (() => {
      typeStore.VideotexString = _a$c;
    })();
    VideotexString.NAME = "VideotexString";
    var _a$b;
    var IA5String = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 22;
      }
    };
    _a$b = IA5String;
    (() => {
      typeStore.IA5String = _a$b;
    })();
    IA5String.NAME = "IA5String";
    var _a$a;
    var GraphicString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 25;
      }
    };
    _a$a = GraphicString;
    (() => {
      typeStore.GraphicString = _a$a;
    })();
    GraphicString.NAME = "GraphicString";
    var _a$9;
    var VisibleString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 26;
      }
    };
    _a$9 = VisibleString;
    (() => {
      typeStore.VisibleString = _a$9;
    })();
    VisibleString.NAME = "VisibleString";
    var _a$8;
    var GeneralString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 27;
      }
    };
    _a$8 = GeneralString;
    (() => {
      typeStore.GeneralString = _a$8;
    })();
    GeneralString.NAME = "GeneralString";
    var _a$7;
    var CharacterString = class extends LocalSimpleStringBlock {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 29;
      }
    };
    _a$7 = CharacterString;
    (() => {
      typeStore.CharacterString = _a$7;
    })();
    CharacterString.NAME = "CharacterString";
    var _a$6;
    var UTCTime = class extends VisibleString {
      constructor({ value, valueDate, ...parameters } = {}) {
        super(parameters);
        this.year = 0;
        this.month = 0;
        this.day = 0;
        this.hour = 0;
        this.minute = 0;
        this.second = 0;
        if (value) {
          this.fromString(value);
          this.valueBlock.valueHexView = new Uint8Array(value.length);
          for (let i = 0; i < value.length; i++)
            this.valueBlock.valueHexView[i] = value.charCodeAt(i);
        }
        if (valueDate) {
          this.fromDate(valueDate);
          this.valueBlock.valueHexView = new Uint8Array(this.toBuffer());
        }
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 23;
      }
      fromBuffer(inputBuffer) {
        this.fromString(String.fromCharCode.apply(null, pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer)));
      }
      toBuffer() {
        const str = this.toString();
        const buffer = new ArrayBuffer(str.length);
        const view = new Uint8Array(buffer);
        for (let i = 0; i < str.length; i++)
          view[i] = str.charCodeAt(i);
        return buffer;
      }
      fromDate(inputDate) {
        this.year = inputDate.getUTCFullYear();
        this.month = inputDate.getUTCMonth() + 1;
        this.day = inputDate.getUTCDate();
        this.hour = inputDate.getUTCHours();
        this.minute = inputDate.getUTCMinutes();
        this.second = inputDate.getUTCSeconds();
      }
      toDate() {
        return new Date(Date.UTC(this.year, this.month - 1, this.day, this.hour, this.minute, this.second));
      }
      fromString(inputString) {
        const parser = /(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z/gi;
        const parserArray = parser.exec(inputString);
        if (parserArray === null) {
          this.error = "Wrong input string for conversion";
          return;
        }
        const year = parseInt(parserArray[1], 10);
        if (year >= 50)
          this.year = 1900 + year;
        else
          this.year = 2e3 + year;
        this.month = parseInt(parserArray[2], 10);
        this.day = parseInt(parserArray[3], 10);
        this.hour = parseInt(parserArray[4], 10);
        this.minute = parseInt(parserArray[5], 10);
        this.second = parseInt(parserArray[6], 10);
      }
      toString(encoding = "iso") {
        if (encoding === "iso") {
          const outputArray = Array.from({ length: 7 });
          outputArray[0] = pvutils__namespace.padNumber(this.year < 2e3 ? this.year - 1900 : this.year - 2e3, 2);
          outputArray[1] = pvutils__namespace.padNumber(this.month, 2);
          outputArray[2] = pvutils__namespace.padNumber(this.day, 2);
          outputArray[3] = pvutils__namespace.padNumber(this.hour, 2);
          outputArray[4] = pvutils__namespace.padNumber(this.minute, 2);
          outputArray[5] = pvutils__namespace.padNumber(this.second, 2);
          outputArray[6] = "Z";
          return outputArray.join("");
        }
        return super.toString(encoding);
      }
      onAsciiEncoding() {
        return `${this.constructor.NAME} : ${this.toDate().toISOString()}`;
      }
      toJSON() {
        return {
          ...super.toJSON(),
          year: this.year,
          month: this.month,
          day: this.day,
          hour: this.hour,
          minute: this.minute,
          second: this.second
        };
      }
    };
    _a$6 = UTCTime;
    (() => {
      typeStore.UTCTime = _a$6;
    })();
    UTCTime.NAME = "UTCTime";
    var _a$5;
    var GeneralizedTime = class extends UTCTime {
      constructor(parameters = {}) {
        var _b2;
        super(parameters);
        (_b2 = this.millisecond) !== null && _b2 !== void 0 ? _b2 : this.millisecond = 0;
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 24;
      }
      fromDate(inputDate) {
        super.fromDate(inputDate);
        this.millisecond = inputDate.getUTCMilliseconds();
      }
      toDate() {
        const utcDate = Date.UTC(this.year, this.month - 1, this.day, this.hour, this.minute, this.second, this.millisecond);
        return new Date(utcDate);
      }
      fromString(inputString) {
        let isUTC = false;
        let timeString = "";
        let dateTimeString = "";
        let fractionPart = 0;
        let parser;
        let hourDifference = 0;
        let minuteDifference = 0;
        if (inputString[inputString.length - 1] === "Z") {
          timeString = inputString.substring(0, inputString.length - 1);
          isUTC = true;
        } else {
          const number = new Number(inputString[inputString.length - 1]);
          if (isNaN(number.valueOf()))
            throw new Error("Wrong input string for conversion");
          timeString = inputString;
        }
        if (isUTC) {
          if (timeString.indexOf("+") !== -1)
            throw new Error("Wrong input string for conversion");
          if (timeString.indexOf("-") !== -1)
            throw new Error("Wrong input string for conversion");
        } else {
          let multiplier = 1;
          let differencePosition = timeString.indexOf("+");
          let differenceString = "";
          if (differencePosition === -1) {
            differencePosition = timeString.indexOf("-");
            multiplier = -1;
          }
          if (differencePosition !== -1) {
            differenceString = timeString.substring(differencePosition + 1);
            timeString = timeString.substring(0, differencePosition);
            if (differenceString.length !== 2 && differenceString.length !== 4)
              throw new Error("Wrong input string for conversion");
            let number = parseInt(differenceString.substring(0, 2), 10);
            if (isNaN(number.valueOf()))
              throw new Error("Wrong input string for conversion");
            hourDifference = multiplier * number;
            if (differenceString.length === 4) {
              number = parseInt(differenceString.substring(2, 4), 10);
              if (isNaN(number.valueOf()))
                throw new Error("Wrong input string for conversion");
              minuteDifference = multiplier * number;
            }
          }
        }
        let fractionPointPosition = timeString.indexOf(".");
        if (fractionPointPosition === -1)
          fractionPointPosition = timeString.indexOf(",");
        if (fractionPointPosition !== -1) {
          const fractionPartCheck = new Number(`0${timeString.substring(fractionPointPosition)}`);
          if (isNaN(fractionPartCheck.valueOf()))
            throw new Error("Wrong input string for conversion");
          fractionPart = fractionPartCheck.valueOf();
          dateTimeString = timeString.substring(0, fractionPointPosition);
        } else
          dateTimeString = timeString;
        switch (true) {
          case dateTimeString.length === 8:
            parser = /(\d{4})(\d{2})(\d{2})/gi;
            if (fractionPointPosition !== -1)
              throw new Error("Wrong input string for conversion");
            break;
          case dateTimeString.length === 10:
            parser = /(\d{4})(\d{2})(\d{2})(\d{2})/gi;
            if (fractionPointPosition !== -1) {
              let fractionResult = 60 * fractionPart;
              this.minute = Math.floor(fractionResult);
              fractionResult = 60 * (fractionResult - this.minute);
              this.second = Math.floor(fractionResult);
              fractionResult = 1e3 * (fractionResult - this.second);
              this.millisecond = Math.floor(fractionResult);
            }
            break;
          case dateTimeString.length === 12:
            parser = /(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})/gi;
            if (fractionPointPosition !== -1) {
              let fractionResult = 60 * fractionPart;
              this.second = Math.floor(fractionResult);
              fractionResult = 1e3 * (fractionResult - this.second);
              this.millisecond = Math.floor(fractionResult);
            }
            break;
          case dateTimeString.length === 14:
            parser = /(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})/gi;
            if (fractionPointPosition !== -1) {
              const fractionResult = 1e3 * fractionPart;
              this.millisecond = Math.floor(fractionResult);
            }
            break;
          default:
            throw new Error("Wrong input string for conversion");
        }
        const parserArray = parser.exec(dateTimeString);
        if (parserArray === null)
          throw new Error("Wrong input string for conversion");
        for (let j = 1; j < parserArray.length; j++) {
          switch (j) {
            case 1:
              this.year = parseInt(parserArray[j], 10);
              break;
            case 2:
              this.month = parseInt(parserArray[j], 10);
              break;
            case 3:
              this.day = parseInt(parserArray[j], 10);
              break;
            case 4:
              this.hour = parseInt(parserArray[j], 10) + hourDifference;
              break;
            case 5:
              this.minute = parseInt(parserArray[j], 10) + minuteDifference;
              break;
            case 6:
              this.second = parseInt(parserArray[j], 10);
              break;
            default:
              throw new Error("Wrong input string for conversion");
          }
        }
        if (isUTC === false) {
          const tempDate = new Date(this.year, this.month, this.day, this.hour, this.minute, this.second, this.millisecond);
          this.year = tempDate.getUTCFullYear();
          this.month = tempDate.getUTCMonth();
          this.day = tempDate.getUTCDay();
          this.hour = tempDate.getUTCHours();
          this.minute = tempDate.getUTCMinutes();
          this.second = tempDate.getUTCSeconds();
          this.millisecond = tempDate.getUTCMilliseconds();
        }
      }
      toString(encoding = "iso") {
        if (encoding === "iso") {
          const outputArray = [];
          outputArray.push(pvutils__namespace.padNumber(this.year, 4));
          outputArray.push(pvutils__namespace.padNumber(this.month, 2));
          outputArray.push(pvutils__namespace.padNumber(this.day, 2));
          outputArray.push(pvutils__namespace.padNumber(this.hour, 2));
          outputArray.push(pvutils__namespace.padNumber(this.minute, 2));
          outputArray.push(pvutils__namespace.padNumber(this.second, 2));
          if (this.millisecond !== 0) {
            outputArray.push(".");
            outputArray.push(pvutils__namespace.padNumber(this.millisecond, 3).replace(/0+$/, ""));
          }
          outputArray.push("Z");
          return outputArray.join("");
        }
        return super.toString(encoding);
      }
      toJSON() {
        return {
          ...super.toJSON(),
          millisecond: this.millisecond
        };
      }
    };
    _a$5 = GeneralizedTime;
    (() => {
      typeStore.GeneralizedTime = _a$5;
    })();
    GeneralizedTime.NAME = "GeneralizedTime";
    var _a$4;
    var DATE = class extends Utf8String2 {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 31;
      }
    };
    _a$4 = DATE;
    (() => {
      typeStore.DATE = _a$4;
    })();
    DATE.NAME = "DATE";
    var _a$3;
    var TimeOfDay = class extends Utf8String2 {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 32;
      }
    };
    _a$3 = TimeOfDay;
    (() => {
      typeStore.TimeOfDay = _a$3;
    })();
    TimeOfDay.NAME = "TimeOfDay";
    var _a$2;
    var DateTime = class extends Utf8String2 {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 33;
      }
    };
    _a$2 = DateTime;
    (() => {
      typeStore.DateTime = _a$2;
    })();
    DateTime.NAME = "DateTime";
    var _a$1;
    var Duration = class extends Utf8String2 {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 34;
      }
    };
    _a$1 = Duration;
    (() => {
      typeStore.Duration = _a$1;
    })();
    Duration.NAME = "Duration";
    var _a;
    var TIME = class extends Utf8String2 {
      constructor(parameters = {}) {
        super(parameters);
        this.idBlock.tagClass = 1;
        this.idBlock.tagNumber = 14;
      }
    };
    _a = TIME;
    (() => {
      typeStore.TIME = _a;
    })();
    TIME.NAME = "TIME";
    var Any = class {
      constructor({ name = EMPTY_STRING, optional = false } = {}) {
        this.name = name;
        this.optional = optional;
      }
    };
    var Choice = class extends Any {
      constructor({ value = [], ...parameters } = {}) {
        super(parameters);
        this.value = value;
      }
    };
    var Repeated = class extends Any {
      constructor({ value = new Any(), local = false, ...parameters } = {}) {
        super(parameters);
        this.value = value;
        this.local = local;
      }
    };
    var RawData = class {
      get data() {
        return this.dataView.slice().buffer;
      }
      set data(value) {
        this.dataView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(value);
      }
      constructor({ data = EMPTY_VIEW } = {}) {
        this.dataView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(data);
      }
      fromBER(inputBuffer, inputOffset, inputLength) {
        const endLength = inputOffset + inputLength;
        this.dataView = pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer).subarray(inputOffset, endLength);
        return endLength;
      }
      toBER(_sizeOnly) {
        return this.dataView.slice().buffer;
      }
    };
    function compareSchema(root, inputData, inputSchema) {
      if (inputSchema instanceof Choice) {
        for (const element of inputSchema.value) {
          const result = compareSchema(root, inputData, element);
          if (result.verified) {
            return {
              verified: true,
              result: root
            };
          }
        }
        {
          const _result = {
            verified: false,
            result: { error: "Wrong values for Choice type" }
          };
          if (inputSchema.hasOwnProperty(NAME))
            _result.name = inputSchema.name;
          return _result;
        }
      }
      if (inputSchema instanceof Any) {
        if (inputSchema.hasOwnProperty(NAME))
          root[inputSchema.name] = inputData;
        return {
          verified: true,
          result: root
        };
      }
      if (root instanceof Object === false) {
        return {
          verified: false,
          result: { error: "Wrong root object" }
        };
      }
      if (inputData instanceof Object === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 data" }
        };
      }
      if (inputSchema instanceof Object === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      if (ID_BLOCK in inputSchema === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      if (FROM_BER in inputSchema.idBlock === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      if (TO_BER in inputSchema.idBlock === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      const encodedId = inputSchema.idBlock.toBER(false);
      if (encodedId.byteLength === 0) {
        return {
          verified: false,
          result: { error: "Error encoding idBlock for ASN.1 schema" }
        };
      }
      const decodedOffset = inputSchema.idBlock.fromBER(encodedId, 0, encodedId.byteLength);
      if (decodedOffset === -1) {
        return {
          verified: false,
          result: { error: "Error decoding idBlock for ASN.1 schema" }
        };
      }
      if (inputSchema.idBlock.hasOwnProperty(TAG_CLASS) === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      if (inputSchema.idBlock.tagClass !== inputData.idBlock.tagClass) {
        return {
          verified: false,
          result: root
        };
      }
      if (inputSchema.idBlock.hasOwnProperty(TAG_NUMBER) === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      if (inputSchema.idBlock.tagNumber !== inputData.idBlock.tagNumber) {
        return {
          verified: false,
          result: root
        };
      }
      if (inputSchema.idBlock.hasOwnProperty(IS_CONSTRUCTED) === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      if (inputSchema.idBlock.isConstructed !== inputData.idBlock.isConstructed) {
        return {
          verified: false,
          result: root
        };
      }
      if (!(IS_HEX_ONLY in inputSchema.idBlock)) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema" }
        };
      }
      if (inputSchema.idBlock.isHexOnly !== inputData.idBlock.isHexOnly) {
        return {
          verified: false,
          result: root
        };
      }
      if (inputSchema.idBlock.isHexOnly) {
        if (VALUE_HEX_VIEW in inputSchema.idBlock === false) {
          return {
            verified: false,
            result: { error: "Wrong ASN.1 schema" }
          };
        }
        const schemaView = inputSchema.idBlock.valueHexView;
        const asn1View = inputData.idBlock.valueHexView;
        if (schemaView.length !== asn1View.length) {
          return {
            verified: false,
            result: root
          };
        }
        for (let i = 0; i < schemaView.length; i++) {
          if (schemaView[i] !== asn1View[1]) {
            return {
              verified: false,
              result: root
            };
          }
        }
      }
      if (inputSchema.name) {
        inputSchema.name = inputSchema.name.replace(/^\s+|\s+$/g, EMPTY_STRING);
        if (inputSchema.name)
          root[inputSchema.name] = inputData;
      }
      if (inputSchema instanceof typeStore.Constructed) {
        let admission = 0;
        let result = {
          verified: false,
          result: { error: "Unknown error" }
        };
        let maxLength = inputSchema.valueBlock.value.length;
        if (maxLength > 0) {
          if (inputSchema.valueBlock.value[0] instanceof Repeated) {
            maxLength = inputData.valueBlock.value.length;
          }
        }
        if (maxLength === 0) {
          return {
            verified: true,
            result: root
          };
        }
        if (inputData.valueBlock.value.length === 0 && inputSchema.valueBlock.value.length !== 0) {
          let _optional = true;
          for (let i = 0; i < inputSchema.valueBlock.value.length; i++)
            _optional = _optional && (inputSchema.valueBlock.value[i].optional || false);
          if (_optional) {
            return {
              verified: true,
              result: root
            };
          }
          if (inputSchema.name) {
            inputSchema.name = inputSchema.name.replace(/^\s+|\s+$/g, EMPTY_STRING);
            if (inputSchema.name)
              delete root[inputSchema.name];
          }
          root.error = "Inconsistent object length";
          return {
            verified: false,
            result: root
          };
        }
        for (let i = 0; i < maxLength; i++) {
          if (i - admission >= inputData.valueBlock.value.length) {
            if (inputSchema.valueBlock.value[i].optional === false) {
              const _result = {
                verified: false,
                result: root
              };
              root.error = "Inconsistent length between ASN.1 data and schema";
              if (inputSchema.name) {
                inputSchema.name = inputSchema.name.replace(/^\s+|\s+$/g, EMPTY_STRING);
                if (inputSchema.name) {
                  delete root[inputSchema.name];
                  _result.name = inputSchema.name;
                }
              }
              return _result;
            }
          } else {
            if (inputSchema.valueBlock.value[0] instanceof Repeated) {
              result = compareSchema(root, inputData.valueBlock.value[i], inputSchema.valueBlock.value[0].value);
              if (result.verified === false) {
                if (inputSchema.valueBlock.value[0].optional)
                  admission++;
                else {
                  if (inputSchema.name) {
                    inputSchema.name = inputSchema.name.replace(/^\s+|\s+$/g, EMPTY_STRING);
                    if (inputSchema.name)
                      delete root[inputSchema.name];
                  }
                  return result;
                }
              }
              if (NAME in inputSchema.valueBlock.value[0] && inputSchema.valueBlock.value[0].name.length > 0) {
                let arrayRoot = {};
                if (LOCAL in inputSchema.valueBlock.value[0] && inputSchema.valueBlock.value[0].local)
                  arrayRoot = inputData;
                else
                  arrayRoot = root;
                if (typeof arrayRoot[inputSchema.valueBlock.value[0].name] === "undefined")
                  arrayRoot[inputSchema.valueBlock.value[0].name] = [];
                arrayRoot[inputSchema.valueBlock.value[0].name].push(inputData.valueBlock.value[i]);
              }
            } else {
              result = compareSchema(root, inputData.valueBlock.value[i - admission], inputSchema.valueBlock.value[i]);
              if (result.verified === false) {
                if (inputSchema.valueBlock.value[i].optional)
                  admission++;
                else {
                  if (inputSchema.name) {
                    inputSchema.name = inputSchema.name.replace(/^\s+|\s+$/g, EMPTY_STRING);
                    if (inputSchema.name)
                      delete root[inputSchema.name];
                  }
                  return result;
                }
              }
            }
          }
        }
        if (result.verified === false) {
          const _result = {
            verified: false,
            result: root
          };
          if (inputSchema.name) {
            inputSchema.name = inputSchema.name.replace(/^\s+|\s+$/g, EMPTY_STRING);
            if (inputSchema.name) {
              delete root[inputSchema.name];
              _result.name = inputSchema.name;
            }
          }
          return _result;
        }
        return {
          verified: true,
          result: root
        };
      }
      if (inputSchema.primitiveSchema && VALUE_HEX_VIEW in inputData.valueBlock) {
        const asn1 = localFromBER(inputData.valueBlock.valueHexView);
        if (asn1.offset === -1) {
          const _result = {
            verified: false,
            result: asn1.result
          };
          if (inputSchema.name) {
            inputSchema.name = inputSchema.name.replace(/^\s+|\s+$/g, EMPTY_STRING);
            if (inputSchema.name) {
              delete root[inputSchema.name];
              _result.name = inputSchema.name;
            }
          }
          return _result;
        }
        return compareSchema(root, asn1.result, inputSchema.primitiveSchema);
      }
      return {
        verified: true,
        result: root
      };
    }
    function verifySchema(inputBuffer, inputSchema) {
      if (inputSchema instanceof Object === false) {
        return {
          verified: false,
          result: { error: "Wrong ASN.1 schema type" }
        };
      }
      const asn1 = localFromBER(pvtsutils__namespace.BufferSourceConverter.toUint8Array(inputBuffer));
      if (asn1.offset === -1) {
        return {
          verified: false,
          result: asn1.result
        };
      }
      return compareSchema(asn1.result, asn1.result, inputSchema);
    }
    registerBuiltinEncoder({ BitString: BitString2, Integer, OctetString: OctetString2, Primitive, Constructed, Sequence: Sequence2, Set: Set2 }, {
      BaseBlock,
      ViewWriter,
      LocalIdentificationBlock,
      LocalLengthBlock,
      LocalIntegerValueBlock,
      LocalOctetStringValueBlock,
      LocalConstructedValueBlock,
      LocalBitStringValueBlock,
      LocalPrimitiveValueBlock,
      originalBaseBlockToBER: ORIGINAL_BASE_BLOCK_TO_BER,
      originalWriterWrite: ORIGINAL_VIEW_WRITER_WRITE,
      originalWriterFinal: ORIGINAL_VIEW_WRITER_FINAL,
      originalIdentificationToBER: ORIGINAL_LOCAL_IDENTIFICATION_TO_BER,
      originalLengthToBER: ORIGINAL_LOCAL_LENGTH_TO_BER,
      originalIntegerToBER: ORIGINAL_LOCAL_INTEGER_TO_BER,
      originalOctetStringToBER: ORIGINAL_LOCAL_OCTET_STRING_TO_BER,
      originalBitStringToBER: ORIGINAL_LOCAL_BIT_STRING_TO_BER,
      originalConstructedToBER: ORIGINAL_LOCAL_CONSTRUCTED_TO_BER,
      originalPrimitiveToBER: ORIGINAL_LOCAL_PRIMITIVE_TO_BER
    });
    registerFastParser({ Integer, Null, Sequence: Sequence2 });
    exports.Any = Any;
    exports.BaseBlock = BaseBlock;
    exports.BaseStringBlock = BaseStringBlock;
    exports.BitString = BitString2;
    exports.BmpString = BmpString;
    exports.Boolean = Boolean2;
    exports.CharacterString = CharacterString;
    exports.Choice = Choice;
    exports.Constructed = Constructed;
    exports.DATE = DATE;
    exports.DEFAULT_MAX_CONTENT_LENGTH = DEFAULT_MAX_CONTENT_LENGTH;
    exports.DEFAULT_MAX_DEPTH = DEFAULT_MAX_DEPTH;
    exports.DEFAULT_MAX_NODES = DEFAULT_MAX_NODES;
    exports.DateTime = DateTime;
    exports.Duration = Duration;
    exports.EndOfContent = EndOfContent;
    exports.Enumerated = Enumerated;
    exports.GeneralString = GeneralString;
    exports.GeneralizedTime = GeneralizedTime;
    exports.GraphicString = GraphicString;
    exports.HexBlock = HexBlock;
    exports.IA5String = IA5String;
    exports.Integer = Integer;
    exports.Null = Null;
    exports.NumericString = NumericString;
    exports.ObjectIdentifier = ObjectIdentifier2;
    exports.OctetString = OctetString2;
    exports.Primitive = Primitive;
    exports.PrintableString = PrintableString;
    exports.RawData = RawData;
    exports.RelativeObjectIdentifier = RelativeObjectIdentifier;
    exports.Repeated = Repeated;
    exports.Sequence = Sequence2;
    exports.Set = Set2;
    exports.TIME = TIME;
    exports.TeletexString = TeletexString;
    exports.TimeOfDay = TimeOfDay;
    exports.UTCTime = UTCTime;
    exports.UniversalString = UniversalString;
    exports.Utf8String = Utf8String2;
    exports.ValueBlock = ValueBlock;
    exports.VideotexString = VideotexString;
    exports.ViewWriter = ViewWriter;
    exports.VisibleString = VisibleString;
    exports.compareSchema = compareSchema;
    exports.fromBER = fromBER2;
    exports.verifySchema = verifySchema;
  }
});

// src/inputs/table-build.ts
var BUILD_ROWS = [
  {
    name: "platforms",
    group: "build",
    description: "Platforms to build for, by comma or one per line",
    default: "linux/amd64,linux/arm64"
  },
  {
    name: "context",
    group: "build",
    description: "Build context: a folder below the workspace, or a Git URL. `{{defaultContext}}` is the commit of this run on GitHub, without a checkout",
    default: "."
  },
  {
    name: "build-contexts",
    group: "build",
    description: "Further contexts, `name=\u2026` one per line: a folder, a Git URL, `docker-image://\u2026`, `oci-layout://\u2026`",
    example: "assets=./assets"
  },
  {
    name: "file",
    group: "build",
    description: "Path of the Dockerfile. Default: `Dockerfile` in the context"
  },
  { name: "target", group: "build", description: "Stage of the Dockerfile to build" },
  {
    name: "build-args",
    group: "build",
    description: "Build arguments, `NAME=value` one per line",
    example: "VERSION=1.2.3"
  },
  {
    name: "secrets",
    group: "build",
    description: "Build secrets, `id=value` one per line (quote a value of several lines). Handed to BuildKit by file, never recorded",
    secret: true,
    example: "npm_token=${{ secrets.NPM_TOKEN }}"
  },
  {
    name: "secret-files",
    group: "build",
    description: "Build secrets that are files, `id=path` one per line",
    example: "npmrc=./.npmrc"
  },
  {
    name: "secret-envs",
    group: "build",
    description: "Build secrets that are variables of the step's environment, `id=NAME` by comma or one per line",
    example: "npm_token=NPM_TOKEN"
  },
  {
    name: "ssh",
    group: "build",
    description: "SSH agent sockets or keys for the build, `default` or `id=path`, by comma or one per line",
    example: "default"
  },
  {
    name: "pull",
    group: "build",
    description: "Always look for newer base images",
    default: "false"
  },
  { name: "no-cache", group: "build", description: "Build every step anew", default: "false" },
  {
    name: "no-cache-filters",
    group: "build",
    description: "Stages to build anew, by comma or one per line"
  },
  {
    name: "call",
    group: "build",
    description: "Evaluate the Dockerfile instead of building it: `check`, `outline` or `targets`. The result is printed, and a check that finds something fails",
    example: "check"
  },
  {
    name: "network",
    group: "steps",
    description: "Network of the steps: `default`, `none` or `host`"
  },
  {
    name: "add-hosts",
    group: "steps",
    description: "Host names for the steps, `host:ip`, by comma or one per line",
    example: "registry.internal:10.0.0.5"
  },
  {
    name: "allow",
    group: "steps",
    description: "Privileges that steps may ask for, by comma or one per line: `network.host`, `security.insecure`, `device`"
  },
  {
    name: "shm-size",
    group: "steps",
    description: "Size of `/dev/shm` in the steps",
    example: "2gb"
  },
  {
    name: "ulimit",
    group: "steps",
    description: "Limits of the steps, `type=soft[:hard]` one per line",
    example: "nofile=1024:1024"
  },
  { name: "cgroup-parent", group: "steps", description: "Parent cgroup of the steps" },
  {
    name: "push",
    group: "result",
    description: "Push the image: by digest first, and under its tags once it is signed and verified. `auto`: when there is something to push to, except in pull requests",
    default: "auto"
  },
  {
    name: "load",
    group: "result",
    description: "Load the image into the engine (the engine's own platform). Instead of pushing it, or with `push: true` after that",
    default: "false"
  },
  {
    name: "outputs",
    group: "result",
    description: "Outputs as buildx takes them, one per line: `type=local`, `tar`, `oci` and `docker` are made by the same build; `type=image` and `type=registry` without a name give attributes, such as `compression=zstd`, to what is pushed",
    example: "type=oci,dest=image.tar"
  }
];

// src/inputs/table-matrix.ts
var MATRIX_ROWS = [
  {
    name: "platform",
    group: "matrix",
    description: "The one of `platforms` that this leg of a matrix builds; the last leg to finish assembles the image, signs it, verifies it and moves its tags. Default: the platform that the matrix holds, where it is one of `platforms` and the only one",
    example: "${{ matrix.platform }}"
  },
  {
    name: "group",
    group: "matrix",
    description: "Name of the image that legs make together, the same in each of them. Default: derived from names, tags, context, file, target, build arguments and secret ids, which are then the same in each leg"
  },
  {
    name: "publish",
    group: "matrix",
    description: "`auto`: tags are moved as soon as the image is whole and verified. `off`: pushed by digest, signed, attested and verified, and no tag yet: the output `candidate` goes to the `publish/` action of a later job",
    default: "auto"
  },
  {
    name: "keep-alive",
    group: "matrix",
    description: "Temporary tags for what is not tagged yet: `auto` (only in registries that delete untagged manifests within hours), `on`, `off`",
    default: "auto"
  },
  {
    name: "matrix",
    group: "matrix",
    description: "The matrix of this job; set by its default",
    default: "${{ toJSON(matrix) }}",
    hidden: true
  }
];

// src/inputs/table-publish.ts
var PUBLISH_ROWS = [
  {
    name: "candidates",
    group: "matrix",
    description: "What to publish: outputs `candidate` of earlier jobs, one per line, as a JSON list, or as `${{ toJSON(needs.build.outputs) }}`. Default: every candidate of this run, from its artifacts; those have to be signed",
    example: "${{ toJSON(needs.build.outputs) }}"
  }
];
var SHARED_WITH_PUBLISH = [
  "group",
  "sign",
  "trusted-root",
  "signing-config",
  "cosign-version",
  "sign-timeout",
  "certificate-identity",
  "registry",
  "username",
  "password",
  "github-token"
];

// src/inputs/table.ts
var rows = [
  {
    name: "images",
    group: "image",
    description: "Image names to publish to, one per line, without a tag. Upper case in the name is lowered. Empty: build only, or full references in `tags`",
    example: "ghcr.io/${{ github.repository }}"
  },
  {
    name: "tags",
    group: "image",
    description: "With `images`: tag rules as in docker/metadata-action (`type=semver,pattern={{version}}`, `type=ref,event=branch`, `type=sha`, `type=raw,value=\u2026` or a bare tag); empty means branch, Git tag or pull request of the event. Without `images`: full references as in docker/build-push-action",
    example: "type=semver,pattern={{version}}"
  },
  {
    name: "flavor",
    group: "image",
    description: "Flavor of the tag rules as in docker/metadata-action: `latest=auto|true|false`, `prefix=\u2026`, `suffix=\u2026`"
  },
  {
    name: "labels",
    group: "image",
    description: "Image labels, `key=value` one per line; added to the labels derived from the repository"
  },
  {
    name: "annotations",
    group: "image",
    description: "Annotations, `key=value` one per line, on the manifests or on the levels named before a colon: `index`, `manifest`, `index-descriptor`, `manifest-descriptor`, by comma, each with a platform or without (`manifest[linux/amd64]:key=value`). With `images`, added to those derived from the repository",
    example: "index,manifest:org.opencontainers.image.title=App"
  },
  ...BUILD_ROWS,
  ...MATRIX_ROWS,
  {
    name: "cache",
    group: "cache",
    description: "Build cache: `auto` (the Actions cache where it is available), `gha`, `off`",
    default: "auto"
  },
  {
    name: "cache-from",
    group: "cache",
    description: "Cache sources as buildx takes them, one per line. With it or `cache-to` set, `cache` chooses nothing"
  },
  {
    name: "cache-to",
    group: "cache",
    description: "Cache destinations as buildx takes them, one per line. With it or `cache-from` set, `cache` chooses nothing"
  },
  {
    name: "provenance",
    group: "attestations",
    description: "SLSA provenance: `auto` (`mode=max` for a public repository, `mode=min` otherwise), `true`, `false`, or attributes such as `mode=min`",
    default: "auto"
  },
  {
    name: "sbom",
    group: "attestations",
    description: "SBOM per platform: `auto` (made), `true`, `false`, or attributes such as `generator=<image>`",
    default: "auto"
  },
  {
    name: "attests",
    group: "attestations",
    description: "Attestations as buildx takes them, one per line. An entry counts where `sbom` or `provenance`, whichever it is about, is `auto`",
    example: "type=sbom,generator=docker/buildkit-syft-scanner:1"
  },
  {
    name: "sign",
    group: "signing",
    description: "Sign with cosign, keyless, with the identity of this workflow: `auto` (whenever the image is pushed), `true`, `false`",
    default: "auto"
  },
  {
    name: "trusted-root",
    group: "signing",
    description: "Path of a Sigstore trusted root (`trusted_root.json`) for a Sigstore of your own. Default: the public one, fetched and checked by cosign's TUF client"
  },
  {
    name: "signing-config",
    group: "signing",
    description: "Path of a Sigstore signing config for a Sigstore of your own. Needs `trusted-root`"
  },
  {
    name: "cosign-version",
    group: "signing",
    description: "cosign to use: a version (3.0.4 or newer; one that is not pinned here is verified by its Sigstore bundle first), or the absolute path of an installed cosign. Default: the pinned version"
  },
  {
    name: "sign-timeout",
    group: "signing",
    description: "How long to keep trying when Sigstore is unavailable, such as `15m` or `90s`; at most `60m`",
    default: "15m"
  },
  {
    name: "certificate-identity",
    group: "signing",
    description: "The identity that signatures have to carry, exactly. Default: the identity of this workflow as GitHub states it in its OIDC token"
  },
  {
    name: "driver",
    group: "builder",
    description: "Builder: `auto`, `docker-container` (a builder of its own for this step), `docker` (the BuildKit of an engine with the containerd image store)",
    default: "auto"
  },
  {
    name: "driver-opts",
    group: "builder",
    description: "Options for the driver as `buildx create --driver-opt` takes them, one per line",
    example: "network=host"
  },
  {
    name: "builder",
    group: "builder",
    description: "Name of an existing builder to use; it is never removed"
  },
  {
    name: "emulation",
    group: "builder",
    description: "Emulation of foreign platforms: `auto` (installed when a platform needs it and the machine has none), `off`",
    default: "auto"
  },
  {
    name: "emulation-image",
    group: "builder",
    description: "Image that installs the emulators. Default: tonistiigi/binfmt, pinned by digest"
  },
  {
    name: "registry",
    group: "access",
    description: "Registry host that `username` and `password` belong to. Default: the host of the first image"
  },
  { name: "username", group: "access", description: "User name for the registry" },
  {
    name: "password",
    group: "access",
    description: "Password or token for the registry",
    secret: true
  },
  {
    name: "github-token",
    group: "access",
    description: "Token for GitHub: login to ghcr.io when no other login is given, and the repository's visibility where the event does not tell",
    default: "${{ github.token }}",
    secret: true
  },
  { name: "dry-run", group: "run", description: "Print the plan and stop", default: "false" },
  {
    name: "runners",
    group: "run",
    description: 'JSON: platform \u2192 label of a runner, list of labels, or `{"group": \u2026, "labels": \u2026}`, for the output `matrix`. A platform without variant, a system (`linux`) and `default` stand for all that begin with them; the most specific entry counts. Default: what GitHub hosts',
    example: '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}'
  },
  {
    name: "working-directory",
    group: "run",
    description: "Folder below the workspace that relative paths of all inputs count from. Default: the workspace"
  },
  {
    name: "workflow-ref",
    group: "run",
    description: "For the reusable workflow of this action: where it comes from",
    hidden: true
  },
  {
    name: "workflow-sha",
    group: "run",
    description: "For the reusable workflow of this action: its commit",
    hidden: true
  },
  {
    name: "prepared",
    group: "run",
    description: "For the reusable workflow of this action: what changed the sources before the build",
    hidden: true
  }
];
var INPUTS = rows;
var shared = SHARED_WITH_PUBLISH;
var PUBLISH_INPUTS = [
  ...PUBLISH_ROWS,
  ...INPUTS.filter(({ name }) => shared.includes(name))
];

// src/inputs/reader.ts
var DEFAULTS = new Map(
  INPUTS.map((row2) => [row2.name, row2.default])
);
var MAX_WORD_CHARS = 4096;
function report(reader, problem) {
  reader.problems.push(problem);
}
function readText({ env }, name) {
  const value = env[`INPUT_${name.toUpperCase()}`]?.replace(/^\uFEFF/, "").trim();
  return value === "" ? void 0 : value;
}
function readOrDefault(reader, name) {
  const fallback = DEFAULTS.get(name) ?? "";
  return readText(reader, name) ?? (fallback.includes("${{") ? "" : fallback);
}
function readWord(reader, name) {
  const value = readOrDefault(reader, name);
  if (value === "") return void 0;
  if (/[\0-\x1f\x7f]/.test(value)) {
    report(reader, {
      input: name,
      value,
      problem: "holds control characters",
      fix: "Give one line of plain text."
    });
  } else if (value.startsWith("-")) {
    report(reader, {
      input: name,
      value,
      problem: "starts with a dash, like an option",
      fix: "Give a value, such as `./name`."
    });
  } else if (value.length > MAX_WORD_CHARS) {
    report(reader, {
      input: name,
      value,
      problem: `is longer than ${MAX_WORD_CHARS} characters`,
      fix: "Give a shorter value."
    });
  }
  return value;
}
var TRUE = /^(true|True|TRUE)$/;
var FALSE = /^(false|False|FALSE)$/;
function parseBoolean(text) {
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : void 0;
}
function readBoolean(reader, name) {
  const value = readOrDefault(reader, name);
  const parsed = parseBoolean(value);
  if (parsed === void 0 && value !== "") {
    report(reader, {
      input: name,
      value,
      problem: "is not a boolean",
      fix: "Use `true` or `false`."
    });
  }
  return parsed ?? false;
}
function readAutoOrBoolean(reader, name) {
  const value = readOrDefault(reader, name);
  const parsed = parseBoolean(value);
  if (parsed === void 0 && value !== "auto" && value !== "") {
    report(reader, {
      input: name,
      value,
      problem: "is not one of its values",
      fix: "Use `auto`, `true` or `false`."
    });
  }
  return parsed ?? "auto";
}
function readChoice(reader, name, accepted) {
  const value = readOrDefault(reader, name);
  const found = accepted.find((one) => one === value);
  if (found === void 0) {
    const choices = accepted.map((one) => `\`${one}\``).join(", ");
    report(reader, {
      input: name,
      value,
      problem: "is not one of its values",
      fix: `Use ${choices}.`
    });
  }
  return found ?? accepted[0];
}
function readList(reader, name, comma) {
  try {
    return parseList(readOrDefault(reader, name), { comma });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const fix = "One entry per line; quote an entry that holds quotes or line breaks as in CSV.";
    report(reader, { input: name, problem: `is not a valid list (${why})`, fix });
    return [];
  }
}

// src/inputs/attests.ts
var TYPES = ["sbom", "provenance"];
function readAttests(reader) {
  const found = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "attests", "keep")) {
    const parsed = parseAttest(entry);
    if (parsed !== void 0 && !found.has(parsed.type)) {
      found.set(parsed.type, parsed);
      continue;
    }
    report(reader, {
      input: "attests",
      value: entry,
      problem: parsed === void 0 ? "is not an attestation that BuildKit makes" : `asks a second time for ${parsed.type}`,
      fix: "Write `type=sbom` or `type=provenance` with attributes, each once."
    });
  }
  return [...found.values()];
}
function parseAttest(entry) {
  const attributes = parseAttributes(spellOut(entry));
  const type = TYPES.find((one) => one === attributes?.["type"]);
  if (attributes === void 0 || type === void 0) return void 0;
  const { type: _type, disabled, ...rest } = attributes;
  if (disabled === void 0) return { type, attributes: rest };
  const isDisabled2 = parseBoolean(disabled) ?? { "1": true, "0": false }[disabled];
  return isDisabled2 === void 0 ? void 0 : { type, attributes: { ...rest, disabled: String(isDisabled2) } };
}
function spellOut(entry) {
  try {
    return parseList(entry, { comma: "split", comments: false }).map((field) => {
      const value = parseBoolean(field);
      return value === void 0 ? `"${field.replaceAll('"', '""')}"` : `disabled=${!value}`;
    }).join(",");
  } catch {
    return entry;
  }
}

// src/inputs/build-options.ts
function readEntries(reader, name, {
  comma,
  isValid,
  problem,
  fix
}) {
  return readList(reader, name, comma).filter((entry) => {
    const valid = isValid(entry) && !/[\0-\x1f\x7f]/.test(entry);
    if (!valid) report(reader, { input: name, value: entry, problem, fix });
    return valid;
  });
}
var HOST = /^([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)[:=](.+)$/;
var IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
var IPV6 = /^(?=.*:.*:)(?:[0-9a-f]{0,4}:){1,7}(?:[0-9a-f]{0,4}|\d+\.\d+\.\d+\.\d+)$/i;
function isHostEntry(entry) {
  const [, , address = ""] = HOST.exec(entry) ?? [];
  const bare = address.replace(/^\[(.+)\]$/, "$1");
  return bare === "host-gateway" || IPV4.test(bare) || IPV6.test(bare);
}
function readAddHosts(reader) {
  return readEntries(reader, "add-hosts", {
    comma: "split",
    isValid: isHostEntry,
    problem: "is not `host:ip`",
    fix: "Write e.g. `registry.internal:10.0.0.5`."
  });
}
var ENTITLEMENT = /^(?:network\.host|security\.insecure|device(?:=[^\s-]\S*)?|buildx\.local\.delete)$/;
function readAllow(reader) {
  return readEntries(reader, "allow", {
    comma: "split",
    isValid: (entry) => ENTITLEMENT.test(entry),
    problem: "is no privilege that BuildKit knows",
    fix: "Use `network.host`, `security.insecure`, `device` or `device=name`."
  });
}
function readNetwork(reader) {
  if (readWord(reader, "network") === void 0) return void 0;
  return readChoice(reader, "network", ["default", "none", "host"]);
}
function readNoCacheFilters(reader) {
  return readEntries(reader, "no-cache-filters", {
    comma: "split",
    isValid: (entry) => /^[A-Za-z0-9][\w.-]*$/.test(entry),
    problem: "is not the name of a stage",
    fix: "Give names as they stand after `AS` in the Dockerfile."
  });
}
var SIZE = /^\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)$/i;
function readShmSize(reader) {
  const value = readWord(reader, "shm-size");
  if (value !== void 0 && !SIZE.test(value)) {
    report(reader, {
      input: "shm-size",
      value,
      problem: "is not a size",
      fix: "Write e.g. `512m` or `2gb`."
    });
  }
  return value;
}
var SSH = /^[A-Za-z0-9][\w.-]*(?:=[^\s-].*)?$/;
function readSsh(reader) {
  return readEntries(reader, "ssh", {
    comma: "split",
    isValid: (entry) => SSH.test(entry),
    problem: "is neither `default` nor `id=path`",
    fix: "Write `default` for the agent of the job, or e.g. `deploy=/path/of/a/key`."
  });
}
var ULIMITS = [
  ...["core", "cpu", "data", "fsize", "locks", "memlock", "msgqueue", "nice", "nofile", "nproc"],
  ...["rss", "rtprio", "rttime", "sigpending", "stack"]
];
function readUlimits(reader) {
  return readEntries(reader, "ulimit", {
    comma: "keep",
    isValid: (entry) => {
      const { key, value } = splitPair(entry) ?? { key: "", value: "" };
      return ULIMITS.includes(key) && /^-?\d{1,18}(?::-?\d{1,18})?$/.test(value);
    },
    problem: "is not `type=soft[:hard]`",
    fix: "Write e.g. `nofile=1024:2048`."
  });
}
var CALL = /^(check|lint|outline|targets|build)(?:,(?:format=(?:text|json)|ignorestatus=(?:true|false)))*$/;
function readCall(reader) {
  const value = readWord(reader, "call");
  if (value === void 0) return void 0;
  const [, name] = CALL.exec(value) ?? [];
  if (name === void 0) {
    report(reader, {
      input: "call",
      value,
      problem: "is no evaluation that buildx knows",
      fix: "Use `check`, `outline` or `targets`."
    });
  }
  return name === "build" ? void 0 : value;
}

// src/plan/attestations.ts
var SPDX = {
  kind: "spdx",
  predicateType: "https://spdx.dev/Document",
  cosignType: "spdxjson"
};
var PROVENANCE_V1 = {
  kind: "provenance",
  predicateType: "https://slsa.dev/provenance/v1",
  cosignType: "slsaprovenance1"
};
var PROVENANCE_V02 = {
  kind: "provenance",
  predicateType: "https://slsa.dev/provenance/v0.2",
  cosignType: "slsaprovenance02"
};
function planAttestations({
  facts,
  builderId,
  sbomGenerator,
  possible,
  ...asked
}) {
  const provenance = chooseAttestation("provenance", asked);
  const sbom = chooseAttestation("sbom", asked);
  const wantsProvenance = possible && provenance.kind !== "off" && !isDisabled(provenance);
  const wantsSbom = possible && sbom.kind !== "off" && !isDisabled(sbom);
  const provenanceAttributes = {
    mode: provenance.kind === "auto" && facts.visibility !== "public" ? "min" : "max",
    version: "v1",
    "builder-id": builderId,
    ...attributesOf(provenance)
  };
  const specs = [];
  if (wantsSbom) specs.push(SPDX);
  if (wantsProvenance)
    specs.push(provenanceAttributes.version === "v0.2" ? PROVENANCE_V02 : PROVENANCE_V1);
  return {
    attests: [
      wantsProvenance ? format("provenance", provenanceAttributes) : "type=provenance,disabled=true",
      wantsSbom ? format("sbom", { generator: sbomGenerator, ...attributesOf(sbom) }) : "type=sbom,disabled=true"
    ],
    specs
  };
}
function attributesOf(attestation) {
  if (attestation.kind !== "attributes") return {};
  const { type: _type, ...rest } = attestation.attributes;
  return rest;
}
function isDisabled(attestation) {
  return attributesOf(attestation)["disabled"] === "true";
}
function chooseAttestation(type, asked) {
  const entry = asked.attests.find((one) => one.type === type);
  if (asked[type].kind !== "auto" || entry === void 0) return asked[type];
  return { kind: "attributes", attributes: entry.attributes };
}
function format(type, attributes) {
  return formatAttributes({ type, ...attributes });
}

// src/plan/candidate.ts
var CANDIDATE_PREDICATE = "https://build-sign-action.dev/candidate/v1";
var KINDS = [SPDX, PROVENANCE_V1, PROVENANCE_V02];
var MAX_ENTRIES = 1e3;
function formatCandidate(candidate) {
  const { platform, platforms, destinations, attestations, annotations, keepAlive } = candidate;
  return {
    version: 1,
    group: candidate.group,
    runId: candidate.runId,
    attempt: candidate.attempt,
    ...platform === void 0 ? {} : { platform: formatPlatform(platform) },
    platforms: platforms.map(formatPlatform),
    digest: candidate.digest,
    images: destinations.map(({ repository, tags }) => ({
      name: formatRepository(repository),
      tags: tags.map(({ name, kind }) => ({ name, kind }))
    })),
    annotations,
    attestations: attestations.map(({ predicateType }) => predicateType),
    signed: candidate.signed,
    keepAlive
  };
}
function formatCandidateDocument({ candidate, bundle }) {
  return JSON.stringify({
    candidate: formatCandidate(candidate),
    ...bundle === void 0 ? {} : { bundle }
  });
}
function parseCandidateDocument(text) {
  const value = parseJson(text);
  if (!isRecord(value)) return void 0;
  const candidate = parseCandidate(value["candidate"]);
  const bundle = value["bundle"];
  if (candidate === void 0 || bundle !== void 0 && typeof bundle !== "string")
    return void 0;
  return { candidate, bundle };
}
function parseCandidate(value) {
  if (!isRecord(value) || value["version"] !== 1) return void 0;
  const { group, runId, attempt, signed } = value;
  const digest = typeof value["digest"] === "string" ? parseDigest(value["digest"]) : void 0;
  const platform = value["platform"] === void 0 ? void 0 : toPlatform(value["platform"]);
  const platforms = mapAll(value["platforms"], toPlatform);
  const destinations = mapAll(value["images"], toDestination);
  const annotations = mapAll(value["annotations"], toText);
  const attestations = mapAll(value["attestations"], toSpec);
  const keepAlive = mapAll(value["keepAlive"], toText);
  if (!isMatch(group, /^[0-9a-f]{16}$/) || !isMatch(runId, /^\d{1,20}$/) || typeof attempt !== "number" || !Number.isSafeInteger(attempt) || typeof signed !== "boolean" || digest === void 0 || value["platform"] !== void 0 && platform === void 0 || platforms === void 0 || platforms.length === 0 || destinations === void 0 || destinations.length === 0 || annotations === void 0 || attestations === void 0 || keepAlive === void 0)
    return void 0;
  return {
    group,
    runId,
    attempt,
    platform,
    platforms,
    digest,
    destinations,
    annotations,
    attestations,
    signed,
    keepAlive
  };
}
function toPlatform(value) {
  const parsed = typeof value === "string" ? parsePlatform(value) : void 0;
  return parsed?.ok === true ? parsed.platform : void 0;
}
function toRepository(value) {
  const parsed = typeof value === "string" ? parseRepository(value) : void 0;
  return parsed?.ok === true ? parsed.repository : void 0;
}
function toDestination(value) {
  if (!isRecord(value)) return void 0;
  const repository = toRepository(value["name"]);
  const tags = mapAll(value["tags"], toTag);
  return repository === void 0 || tags === void 0 ? void 0 : { repository, tags };
}
function toTag(value) {
  if (!isRecord(value)) return void 0;
  const { name, kind } = value;
  if (!isMatch(name, /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/)) return void 0;
  return kind === "immutable" || kind === "floating" ? { name, kind } : void 0;
}
function toSpec(value) {
  return KINDS.find(({ predicateType }) => predicateType === value);
}
function toText(value) {
  return typeof value === "string" ? value : void 0;
}
function mapAll(value, convert) {
  if (!Array.isArray(value) || value.length > MAX_ENTRIES) return void 0;
  const converted = value.flatMap((entry) => {
    const one = convert(entry);
    return one === void 0 ? [] : [one];
  });
  return converted.length === value.length ? converted : void 0;
}
function isMatch(value, pattern) {
  return typeof value === "string" && pattern.test(value);
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/inputs/candidates.ts
function readCandidates(reader) {
  const text = readText(reader, "candidates");
  if (text === void 0) return void 0;
  const found = splitTexts(text).map(parseCandidateDocument);
  const documents = found.filter((one) => one !== void 0);
  if (documents.length === found.length && found.length > 0) return documents;
  report(reader, {
    input: "candidates",
    problem: found.length === 0 ? "holds no candidate: no job handed one over" : `has ${found.length - documents.length} of ${found.length} entries that are no candidates`,
    fix: "Give outputs `candidate` of earlier jobs: one per line, a JSON list, or `${{ toJSON(needs.build.outputs) }}`."
  });
  return [];
}
function splitTexts(text) {
  const whole = parseJson2(text);
  if (whole === void 0)
    return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (Array.isArray(whole)) return whole.map(toText2);
  if (typeof whole !== "object" || whole === null) return [];
  if ("candidate" in whole && typeof whole.candidate === "object") return [text];
  return Object.values(whole).map(toText2).filter(mayBeDocument);
}
function toText2(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
function mayBeDocument(text) {
  return text.trimStart().startsWith('{"candidate"');
}
function parseJson2(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}

// src/inputs/contexts.ts
var PLACEHOLDER = /\{\{\s*defaultContext\s*\}\}/g;
function fillIn(text, env) {
  return text.replace(PLACEHOLDER, () => makeDefaultContext(env));
}
function makeDefaultContext(env) {
  const server = env["GITHUB_SERVER_URL"] || "https://github.com";
  return `${server}/${env["GITHUB_REPOSITORY"] ?? ""}.git#${env["GITHUB_SHA"] ?? ""}`;
}
function readContext(reader) {
  return fillIn(readWord(reader, "context") ?? ".", reader.env);
}
function readContextSecrets(reader, secrets) {
  const token = readText(reader, "github-token");
  const isDefault = /^\{\{\s*defaultContext\s*\}\}/.test(readText(reader, "context") ?? "");
  const isGiven = secrets.some(({ id }) => /^GIT_AUTH_TOKEN(\.|$)/.test(id));
  if (token === void 0 || !isDefault || isGiven) return [];
  const server = reader.env["GITHUB_SERVER_URL"] || "https://github.com";
  const host = server.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/s, "");
  return [{ id: `GIT_AUTH_TOKEN.${host}`, value: token, input: "secrets" }];
}
function readBuildContexts(reader) {
  const contexts = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "build-contexts", "keep")) {
    const { key: name, value } = splitPair(entry) ?? { key: "", value: "" };
    const source = fillIn(value.trim(), reader.env);
    const problem = findProblem({ name, source, isTaken: contexts.has(name.toLowerCase()) });
    if (problem === void 0) contexts.set(name.toLowerCase(), { name, source });
    else
      report(reader, {
        input: "build-contexts",
        // Nothing of a source is shown that may hold a password.
        value: source.includes("@") ? name : entry,
        problem,
        fix: "Write `name=path` or `name=docker-image://\u2026`, one per line, each name once."
      });
  }
  return [...contexts.values()];
}
function findProblem({
  name,
  source,
  isTaken
}) {
  if (name === "" || source === "" || /[\0-\x1f\x7f]/.test(name + source))
    return "is not `name=source`";
  if (!/^[A-Za-z0-9][\w./:@-]*$/.test(name)) return "has a name that no `FROM` could use";
  return isTaken ? "has a name that stands there already" : void 0;
}

// src/tools/versions.ts
var import_semver = __toESM(require_semver(), 1);
function parseCosignVersion(stdout) {
  let parsed;
  try {
    parsed = JSON.parse(stdout);
  } catch {
    return void 0;
  }
  const version = typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, "gitVersion") : void 0;
  return typeof version === "string" ? parseVersion(version) : void 0;
}
function parseBuildxVersion(stdout) {
  const version = /^github\.com\/docker\/buildx (\S+)/m.exec(stdout)?.[1];
  return version === void 0 ? void 0 : parseVersion(version);
}
var PRE_RELEASE = /^(alpha|beta|dev|pre|preview|rc)/i;
function parseVersion(text) {
  const version = (0, import_semver.parse)(text.trim(), { loose: true });
  if (version === null) return void 0;
  const suffix = version.prerelease.join(".");
  const build = version.build.join(".");
  const core = `${version.major}.${version.minor}.${version.patch}`;
  if (suffix === "" || PRE_RELEASE.test(suffix)) {
    return `${core}${suffix && `-${suffix}`}${build && `+${build}`}`;
  }
  return `${core}+${[suffix, build].filter(Boolean).join(".")}`;
}
function isSameVersion(one, other) {
  return (0, import_semver.eq)(one, other);
}
function isAtLeast(version, floor) {
  const parsed = (0, import_semver.parse)(version);
  return parsed !== null && (0, import_semver.gte)(parsed, floor);
}
var CAPABILITIES = {
  cosign: { "signed-release": ">=3.0.1-0" },
  buildx: { "signed-release": ">=0.31.0-0" }
};
function hasCapability(tool, { version, capability }) {
  const ranges = CAPABILITIES[tool];
  return (0, import_semver.satisfies)(version, ranges[capability] ?? "<0.0.0", { includePrerelease: true });
}

// src/inputs/cosign-choice.ts
var INPUT = "cosign-version";
var VERSION = /^v?(\d{1,4}\.\d{1,4}\.\d{1,4}(?:-[0-9A-Za-z.]{1,32})?)$/;
function readCosignChoice(reader) {
  const pinned = { kind: "pinned", version: DEFAULT_VERSIONS.cosign };
  const value = readWord(reader, INPUT);
  if (value === void 0) return pinned;
  if (value.startsWith("/")) return { kind: "path", path: value };
  const version = VERSION.exec(value)?.[1];
  if (version === void 0) {
    report(reader, {
      input: INPUT,
      value,
      problem: "is neither a version nor an absolute path",
      fix: `Write e.g. \`${DEFAULT_VERSIONS.cosign}\`.`
    });
    return pinned;
  }
  if (!isAtLeast(version, COSIGN_FLOOR)) {
    report(reader, {
      input: INPUT,
      value,
      problem: `is older than ${COSIGN_FLOOR}, whose predecessors accept a log entry of another artifact (GHSA-whqx-f9j3-ch6m)`,
      fix: `Use ${COSIGN_FLOOR} or newer.`
    });
    return pinned;
  }
  return { kind: isPinned("cosign", version) ? "pinned" : "release", version };
}

// src/inputs/matrix.ts
function readPlatform(reader) {
  const value = readWord(reader, "platform");
  if (value === void 0) return void 0;
  const parsed = parsePlatform(value);
  if (parsed.ok) return parsed.platform;
  report(reader, { input: "platform", value, problem: parsed.reason, fix: parsed.fix });
  return void 0;
}
function readMatrix(reader) {
  const text = readText(reader, "matrix");
  if (text === void 0) return {};
  try {
    return Object.fromEntries(listTexts(JSON.parse(text), ""));
  } catch {
    return {};
  }
}
function listTexts(value, path) {
  if (typeof value === "string") return [[path, value]];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(
    ([key, inner]) => listTexts(inner, path === "" ? key : `${path}.${key}`)
  );
}
var GROUP = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
function readGroup(reader) {
  const value = readWord(reader, "group");
  if (value === void 0 || GROUP.test(value)) return value;
  report(reader, {
    input: "group",
    value,
    problem: "is not a name of letters, digits, `.`, `_` and `-`",
    fix: "Give e.g. `app-alpine`, at most 64 characters."
  });
  return void 0;
}

// src/inputs/outputs.ts
var OUTPUT_TYPES = ["image", "registry", "local", "tar", "oci", "docker", "cacheonly"];
function readOutputs(reader) {
  const lines = (readText(reader, "outputs") ?? "").split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== "" && !line.startsWith("#")).flatMap((line) => readEntry(reader, line));
}
function readEntry(reader, line) {
  const refuse4 = (problem, fix) => {
    report(reader, { input: "outputs", value: line, problem, fix });
    return [];
  };
  const attributes = parseOutput(line);
  if (attributes === void 0)
    return refuse4("is not `type=\u2026` with attributes", "Write e.g. `type=local,dest=out`.");
  const { type: given, ...rest } = attributes;
  const type = OUTPUT_TYPES.find((one) => one === given);
  if (type === void 0)
    return refuse4("has a type that buildx does not know", "Use `local`, `tar`, `oci` or `docker`.");
  const isFile2 = type === "local" || type === "tar" || type === "oci";
  const { dest } = rest;
  if (dest === "-" || dest === void 0 && isFile2)
    return refuse4("needs a destination that is no terminal", "Add `dest=` with a path.");
  return [{ type, attributes: rest }];
}
function parseOutput(line) {
  return /[,="]/.test(line) ? parseAttributes(line) : { type: "local", dest: line };
}

// src/inputs/runners.ts
var INPUT2 = "runners";
var CONTROL = "control";
var EXAMPLE = '{"linux/arm64": "ubuntu-24.04-arm", "default": "ubuntu-24.04"}';
function readRunners(reader) {
  const text = readOrDefault(reader, INPUT2);
  if (text === "") return [];
  const entries = parseObject(text);
  if (entries === void 0) {
    const problem = "is not a JSON object";
    report(reader, { input: INPUT2, value: text, problem, fix: `Write e.g. \`${EXAMPLE}\`.` });
    return [];
  }
  const rules = entries.flatMap(([key, value]) => readRule(reader, key, value));
  for (const [at, { pattern }] of rules.entries()) {
    if (rules.findIndex((rule) => rule.pattern === pattern) === at) continue;
    const fix = "Keep one of the two.";
    report(reader, { input: INPUT2, value: pattern, problem: "is named twice", fix });
  }
  return rules.filter(({ pattern }) => pattern !== CONTROL);
}
function parseObject(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? Object.entries(value) : void 0;
  } catch {
    return void 0;
  }
}
function readRule(reader, key, value) {
  const pattern = parsePattern(key);
  const runner = parseRunner(value);
  if (!pattern.ok) {
    report(reader, { input: INPUT2, value: key, problem: pattern.reason, fix: pattern.fix });
  }
  if (runner === void 0) {
    report(reader, {
      input: INPUT2,
      value: key,
      problem: "has no runner: neither a label, nor a list of labels, nor a group",
      fix: 'Write e.g. `"ubuntu-24.04"`, `["self-hosted", "arm64"]` or `{"group": "arm", "labels": ["large"]}`.'
    });
  }
  return pattern.ok && runner !== void 0 ? [{ pattern: pattern.pattern, runner }] : [];
}
function parsePattern(key) {
  const name = key.trim().toLowerCase();
  if (name === "default" || name === CONTROL) return { ok: true, pattern: name };
  const isSystem = /^[a-z0-9]+$/.test(name);
  const parsed = parsePlatform(isSystem ? `${name}/amd64` : name);
  if (!parsed.ok) return parsed;
  if (isSystem) return { ok: true, pattern: parsed.platform.os };
  if (/^[^/]+\/arm$/.test(name)) return { ok: true, pattern: `${parsed.platform.os}/arm` };
  return { ok: true, pattern: formatPlatform(parsed.platform) };
}
function parseRunner(value) {
  if (isLabel(value) || isLabels(value)) return value;
  if (!isObject(value)) return void 0;
  const { group, labels, ...rest } = value;
  if (!isLabel(group) || Object.keys(rest).length > 0) return void 0;
  if (labels === void 0) return { group };
  return isLabel(labels) || isLabels(labels) ? { group, labels } : void 0;
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isLabel(value) {
  return typeof value === "string" && /^[^\0-\x1f\x7f]{1,256}$/.test(value) && value.trim() !== "";
}
function isLabels(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isLabel);
}

// src/inputs/secrets.ts
function readSecrets(reader) {
  const ids = /* @__PURE__ */ new Set();
  const given = readPairs(reader, { input: "secrets", comma: "keep", ids });
  const files = readPairs(reader, { input: "secret-files", comma: "keep", ids });
  const named = readPairs(reader, { input: "secret-envs", comma: "split", ids });
  return {
    secrets: [
      ...given.map(({ key: id, value }) => ({ id, value, input: "secrets" })),
      ...named.flatMap(({ key: id, value }) => readVariable(reader, id, value.trim()))
    ],
    secretFiles: files.flatMap(({ key: id, value }) => checkPath(reader, id, value.trim()))
  };
}
var FORMS = {
  secrets: "Write `id=value`, one per line; quote a value of several lines as in CSV.",
  "secret-files": "Write `id=path`, one per line.",
  "secret-envs": "Write `id=NAME`, with the name of a variable that the step has in `env`."
};
function readPairs(reader, { input, comma, ids }) {
  const refuse4 = (problem, fix = FORMS[input]) => {
    report(reader, { input, problem, fix });
    return [];
  };
  return splitEntries(reader, { input, comma }).flatMap((entry, index) => {
    const pair = splitPair(entry);
    if (pair === void 0) return refuse4(`entry ${index + 1} has no \`=\``);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(pair.key))
      return refuse4(
        `the id of entry ${index + 1} has other characters than letters, digits, \`.\`, \`_\`, \`-\``,
        "Rename it."
      );
    if (ids.has(pair.key))
      return refuse4(`the id \`${pair.key}\` appears twice`, "Give each secret an id of its own.");
    ids.add(pair.key);
    return [pair];
  });
}
function splitEntries(reader, { input, comma }) {
  try {
    return parseList(readText(reader, input) ?? "", { comma, comments: input !== "secrets" });
  } catch {
    const fix = "Quote a value of several lines as in CSV, and double each quote inside it.";
    report(reader, { input, problem: "is not a valid list", fix });
    return [];
  }
}
function readVariable(reader, id, name) {
  const input = "secret-envs";
  const refuse4 = (problem, fix) => {
    report(reader, { input, problem, fix });
    return [];
  };
  if (!/^[A-Za-z_]\w*$/.test(name))
    return refuse4(`what \`${id}\` names is not a variable`, FORMS[input]);
  if (/^ACTIONS_/i.test(name))
    return refuse4(`\`${id}\` hands a token of the job to the build`, "Remove it.");
  const value = reader.env[name];
  if (value === void 0)
    return refuse4(
      `the variable that \`${id}\` names is not set`,
      "Set it in `env` of the step, such as `NPM_TOKEN: ${{ secrets.NPM_TOKEN }}`."
    );
  return [{ id, value, input }];
}
function checkPath(reader, id, path) {
  if (path !== "" && !/[\0-\x1f\x7f]/.test(path)) return [{ id, path }];
  const problem = `\`${id}\` has no path`;
  report(reader, { input: "secret-files", problem, fix: FORMS["secret-files"] });
  return [];
}

// src/inputs/values.ts
function readPlatforms(reader) {
  const found = /* @__PURE__ */ new Map();
  for (const entry of readList(reader, "platforms", "split")) {
    const parsed = parsePlatform(entry);
    if (parsed.ok) found.set(formatPlatform(parsed.platform), parsed.platform);
    else
      report(reader, { input: "platforms", value: entry, problem: parsed.reason, fix: parsed.fix });
  }
  return [...found.values()];
}
function readBuildArgs(reader) {
  return readList(reader, "build-args", "keep").filter((entry) => {
    const pair = splitPair(entry);
    if (pair !== void 0 && !/\s/.test(pair.key)) return true;
    const fix = "Write the value out: the job's environment is not passed to the build.";
    const value = isName(entry) ? entry : void 0;
    report(reader, {
      input: "build-args",
      value,
      problem: "has an entry that is not `NAME=value`",
      fix
    });
    return false;
  });
}
function isName(entry) {
  return /^[A-Za-z_]\w{0,39}$/.test(entry);
}
function readDriverOpts(reader) {
  const entries = readList(reader, "driver-opts", "keep");
  for (const entry of entries) {
    if (splitPair(entry) === void 0) {
      report(reader, {
        input: "driver-opts",
        value: entry,
        problem: "is not `name=value`",
        fix: "Write e.g. `network=host`."
      });
    } else if (/env\.ACTIONS_/i.test(entry)) {
      report(reader, {
        input: "driver-opts",
        problem: "hands a token of the job to the builder's container",
        fix: "Remove the `env.ACTIONS_\u2026` option."
      });
    }
  }
  return entries;
}
function readAttestation(reader, name) {
  const value = readOrDefault(reader, name);
  if (value === "auto" || value === "") return { kind: "auto" };
  const boolean = parseBoolean(value);
  if (boolean !== void 0) return { kind: boolean ? "on" : "off" };
  const attributes = parseAttributes(value);
  if (attributes !== void 0) return { kind: "attributes", attributes };
  const fix = "Use `true`, `false`, or attributes such as `mode=max`.";
  report(reader, { input: name, value, problem: "is neither a boolean nor attributes", fix });
  return { kind: "auto" };
}
var UNITS_MS = { s: 1e3, m: 6e4, h: 36e5 };
function readDuration(reader, name, maxMs) {
  const value = readOrDefault(reader, name);
  const [, count = "", unit = ""] = /^(\d{1,6})([smh])$/.exec(value) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  if (ms > 0 && ms <= maxMs) return ms;
  const problem = `is not a duration between 1s and ${maxMs / 6e4}m`;
  report(reader, { input: name, value, problem, fix: "Write e.g. `90s` or `15m`." });
  return maxMs;
}
var PATTERN = /[\\^*?[]|\.\+|\||\$$/;
function readIdentity(reader) {
  const value = readWord(reader, "certificate-identity");
  if (value !== void 0 && PATTERN.test(value)) {
    report(reader, {
      input: "certificate-identity",
      value,
      problem: "looks like a regular expression; identities are compared exactly",
      fix: "Write it out, e.g. `https://github.com/org/app/.github/workflows/release.yml@refs/heads/main`."
    });
  }
  return value;
}
function readBuilderName(reader) {
  const value = readWord(reader, "builder");
  if (value !== void 0 && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(value)) {
    report(reader, {
      input: "builder",
      value,
      problem: "is not a builder name",
      fix: "Use a name that `docker buildx ls` shows."
    });
  }
  return value;
}

// src/inputs/workflow.ts
var PREPARATIONS = ["command", "artifact"];
var REF = /^[\w.-]+\/[\w.-]+\/\.github\/workflows\/[\w.-]+\.ya?ml@\S+$/;
var SHA = /^[0-9a-f]{40}$/;
function readWorkflow(reader) {
  const ref = readWord(reader, "workflow-ref");
  const sha = readWord(reader, "workflow-sha");
  if (ref === void 0 && sha === void 0) return void 0;
  const fix = "Leave it out: it is for the reusable workflow of this action.";
  if (ref === void 0 || !REF.test(ref)) {
    const problem = "is not `owner/name/.github/workflows/file.yml@ref`";
    report(reader, { input: "workflow-ref", value: ref ?? "", problem, fix });
    return void 0;
  }
  if (sha === void 0 || !SHA.test(sha)) {
    report(reader, { input: "workflow-sha", value: sha ?? "", problem: "is not a commit", fix });
    return void 0;
  }
  return { ref, sha };
}
function readPrepared(reader) {
  return readList(reader, "prepared", "split").flatMap((entry) => {
    const known = PREPARATIONS.find((each) => each === entry);
    if (known !== void 0) return [known];
    const problem = "is not one of its values";
    const fix = "Leave it out: it is for the reusable workflow of this action.";
    report(reader, { input: "prepared", value: entry, problem, fix });
    return [];
  });
}

// src/inputs/parse.ts
var MAX_SIGN_TIMEOUT_MS = 60 * 60 * 1e3;
function readPublishing(env) {
  const { inputs, problems } = readInputs(env);
  const reader = { env, problems: [...problems] };
  const candidates = readCandidates(reader);
  return { inputs, candidates, problems: reader.problems };
}
function readInputs(env) {
  const reader = { env, problems: [] };
  const inputs = {
    images: readText(reader, "images") ?? "",
    tags: readText(reader, "tags") ?? "",
    flavor: readText(reader, "flavor") ?? "",
    labels: readText(reader, "labels") ?? "",
    annotations: readText(reader, "annotations") ?? "",
    ...readBuildInputs(reader),
    ...readStepInputs(reader),
    ...readResultInputs(reader),
    ...readMatrixInputs(reader),
    ...readSigningInputs(reader),
    ...readBuilderInputs(reader),
    registry: readWord(reader, "registry"),
    username: readText(reader, "username"),
    password: readText(reader, "password"),
    githubToken: readText(reader, "github-token"),
    ...readRunInputs(reader)
  };
  return { inputs, problems: reader.problems };
}
function readRunInputs(reader) {
  return {
    dryRun: readBoolean(reader, "dry-run"),
    runners: readRunners(reader),
    workingDirectory: readWord(reader, "working-directory"),
    workflow: readWorkflow(reader),
    prepared: readPrepared(reader)
  };
}
function readBuildInputs(reader) {
  return {
    platforms: readPlatforms(reader),
    context: readContext(reader),
    buildContexts: readBuildContexts(reader),
    file: readWord(reader, "file"),
    target: readWord(reader, "target"),
    buildArgs: readBuildArgs(reader),
    ...readSecretInputs(reader),
    pull: readBoolean(reader, "pull"),
    noCache: readBoolean(reader, "no-cache"),
    noCacheFilters: readNoCacheFilters(reader),
    call: readCall(reader)
  };
}
function readSecretInputs(reader) {
  const { secrets, secretFiles } = readSecrets(reader);
  return {
    secrets: [...secrets, ...readContextSecrets(reader, [...secrets, ...secretFiles])],
    secretFiles,
    ssh: readSsh(reader)
  };
}
function readStepInputs(reader) {
  return {
    network: readNetwork(reader),
    addHosts: readAddHosts(reader),
    allow: readAllow(reader),
    shmSize: readShmSize(reader),
    ulimits: readUlimits(reader),
    cgroupParent: readWord(reader, "cgroup-parent")
  };
}
function readResultInputs(reader) {
  return {
    push: readAutoOrBoolean(reader, "push"),
    load: readBoolean(reader, "load"),
    outputs: readOutputs(reader),
    cache: readChoice(reader, "cache", ["auto", "gha", "off"]),
    cacheFrom: readList(reader, "cache-from", "keep"),
    cacheTo: readList(reader, "cache-to", "keep"),
    provenance: readAttestation(reader, "provenance"),
    sbom: readAttestation(reader, "sbom"),
    attests: readAttests(reader)
  };
}
function readMatrixInputs(reader) {
  return {
    platform: readPlatform(reader),
    group: readGroup(reader),
    publish: readChoice(reader, "publish", ["auto", "off"]),
    keepAlive: readChoice(reader, "keep-alive", ["auto", "on", "off"]),
    matrix: readMatrix(reader)
  };
}
function readSigningInputs(reader) {
  return {
    sign: readAutoOrBoolean(reader, "sign"),
    trustedRoot: readWord(reader, "trusted-root"),
    signingConfig: readWord(reader, "signing-config"),
    cosign: readCosignChoice(reader),
    signTimeoutMs: readDuration(reader, "sign-timeout", MAX_SIGN_TIMEOUT_MS),
    certificateIdentity: readIdentity(reader)
  };
}
function readBuilderInputs(reader) {
  return {
    driver: readChoice(reader, "driver", ["auto", "docker-container", "docker"]),
    driverOpts: readDriverOpts(reader),
    builder: readBuilderName(reader),
    emulation: readChoice(reader, "emulation", ["auto", "off"]),
    emulationImage: readWord(reader, "emulation-image")
  };
}

// src/plan/print.ts
function formatPlan(plan, group) {
  return [
    row("result", formatMode(plan)),
    ...plan.mode === "call" ? [] : [row("platforms", plan.build.platforms.map(formatPlatform).join(", "))],
    ...formatLeg(plan, group),
    row(
      "context",
      [plan.build.context, plan.build.file, plan.build.target].filter(Boolean).join(" \xB7 ")
    ),
    ...plan.destinations.map(
      ({ repository, tags }) => row(
        "image",
        `${formatRepository(repository)}  ${tags.map(({ name }) => name).join(" ") || "(no tag)"}`
      )
    ),
    ...(plan.load?.tags ?? []).map((tag) => row("load as", tag)),
    ...plan.build.contexts.length > 0 ? [row("contexts", plan.build.contexts.join(", "))] : [],
    ...plan.build.exports.map((value) => row("output", value)),
    ...formatImageAttributes(plan),
    row("builder", formatBuilder(plan)),
    ...plan.build.allow.length > 0 ? [row("allowed", plan.build.allow.join(", "))] : [],
    row("cache", plan.cache.reason),
    row("attestations", formatAttestations(plan)),
    row("signing", formatSigning(plan)),
    ...formatLevel(plan),
    ...plan.logins.map(
      ({ registry, username, source }) => row("login", `${registry} as ${username} (${source})`)
    ),
    ...plan.build.secretIds.length > 0 ? [row("secrets", plan.build.secretIds.join(", "))] : []
  ];
}
function formatPolicy(policy) {
  return [
    row("identity", policy.identity),
    row("issuer", policy.issuer),
    ...policy.repository === void 0 ? [] : [row("repository", policy.repository)],
    ...policy.sha === void 0 ? [] : [row("commit", policy.sha)],
    row(
      "log",
      policy.transparencyLog ? "transparency log" : "timestamp only, nothing is written to a public log"
    )
  ];
}
function row(name, value) {
  return `${name.padEnd(13)} ${value}`;
}
function formatMode({ mode, reason }) {
  const what = {
    push: "push by digest, tags last",
    load: "load into the engine",
    build: "build only",
    call: "evaluate the Dockerfile, build nothing"
  }[mode];
  return `${what} (${reason})`;
}
function formatLeg({ leg, publish, mode }, group) {
  if (mode !== "push" || leg === void 0 && publish === "auto") return [];
  const whole = leg?.platforms.map(formatPlatform).join(", ") ?? "";
  return [
    ...leg === void 0 ? [] : [row("leg of", `${whole} (the last leg to finish publishes)`)],
    row("group", group),
    ...publish === "off" ? [row("publish", "off: no tag; hand the output `candidate` on")] : []
  ];
}
function formatImageAttributes({ build: { imageAttributes } }) {
  const text = formatAttributes(imageAttributes);
  return text === "" ? [] : [row("image with", text)];
}
function formatBuilder({ builder }) {
  if (builder.kind === "existing") return `${builder.name} (existing, stays)`;
  if (builder.kind === "engine") return "the engine's own BuildKit";
  return ["docker-container, for this step only", ...builder.driverOpts.map(hideValue)].join(" \xB7 ");
}
function hideValue(option) {
  return option.replace(/(env\.[^=]*=).*$/s, "$1\u2026");
}
function formatAttestations({ attestations, mode }) {
  if (mode !== "push") return "none (nothing is pushed)";
  const kinds = new Set(attestations.map(({ kind }) => kind));
  const say = (kind, name) => kinds.has(kind) ? name : `no ${name} (turned off)`;
  return [say("spdx", "SBOM (SPDX)"), say("provenance", "SLSA provenance")].join(", ");
}
function formatLevel({ attestations, level }) {
  if (!attestations.some(({ kind }) => kind === "provenance")) return [];
  const why = level.reasons.length === 0 ? "" : ` (${level.reasons.join("; ")})`;
  return [row("SLSA", `Build L${level.level}${why}`)];
}
function formatSigning({ signing }) {
  if (signing.kind === "off") return `off: ${signing.reason}`;
  const sigstore = signing.trustedRoot === void 0 ? "public Sigstore" : "Sigstore of your own";
  return `cosign, keyless, ${sigstore}, up to ${Math.round(signing.timeoutMs / 1e3)} s`;
}

// src/image/certificate.ts
var import_asn1js = __toESM(require_build2(), 1);
var FULCIO = "1.3.6.1.4.1.57264.1.";
var EXTENSIONS = {
  issuer: 8,
  buildSignerUri: 9,
  buildSignerDigest: 10,
  runnerEnvironment: 11,
  sourceRepositoryUri: 12,
  sourceRepositoryDigest: 13,
  sourceRepositoryRef: 14,
  sourceRepositoryId: 15,
  buildTrigger: 20,
  runInvocationUri: 21
};
function readCertificateClaims(der) {
  const values = readExtensions(der);
  if (values === void 0) return void 0;
  return Object.fromEntries(
    Object.entries(EXTENSIONS).flatMap(([name, number]) => {
      const value = values.get(`${FULCIO}${number}`);
      return value === void 0 ? [] : [[name, value]];
    })
  );
}
function readExtensions(der) {
  const { result } = (0, import_asn1js.fromBER)(der);
  if (!(result instanceof import_asn1js.Sequence)) return void 0;
  const [certificate, , signature] = result.valueBlock.value;
  if (!(certificate instanceof import_asn1js.Sequence) || !(signature instanceof import_asn1js.BitString)) return void 0;
  const values = /* @__PURE__ */ new Map();
  for (const list of certificate.valueBlock.value.flatMap(listExtensions)) {
    const [oid, ...rest] = list.valueBlock.value;
    const octets = rest.at(-1);
    if (!(oid instanceof import_asn1js.ObjectIdentifier) || !(octets instanceof import_asn1js.OctetString)) continue;
    const name = oid.valueBlock.toString();
    if (!name.startsWith(FULCIO)) continue;
    const inner = (0, import_asn1js.fromBER)(octets.valueBlock.valueHexView).result;
    if (inner instanceof import_asn1js.Utf8String) values.set(name, inner.valueBlock.value);
  }
  return values;
}
function listExtensions(field) {
  if (!("idBlock" in field) || !("valueBlock" in field)) return [];
  const { idBlock, valueBlock } = field;
  const isExtensions = Reflect.get(Object(idBlock), "tagClass") === 3;
  if (!isExtensions || Reflect.get(Object(idBlock), "tagNumber") !== 3) return [];
  const inner = Reflect.get(Object(valueBlock), "value");
  const [list] = Array.isArray(inner) ? inner : [];
  if (!(list instanceof import_asn1js.Sequence)) return [];
  return list.valueBlock.value.filter((one) => one instanceof import_asn1js.Sequence);
}
function parseRunInvocation(uri) {
  const match = /^(https?:\/\/[^/]+)\/([^/]+\/[^/]+)\/actions\/runs\/(\d{1,20})\/attempts\/(\d{1,9})$/.exec(
    uri
  );
  if (match === null) return void 0;
  const [, serverUrl = "", repository = "", runId = "", attempt = ""] = match;
  return { serverUrl, repository, runId, attempt: Number(attempt) };
}

// src/image/json-shape.ts
var ShapeError = class extends Error {
};
function parseJson3(bytes, maxBytes) {
  if (bytes.byteLength > maxBytes)
    throw new ShapeError(`has ${bytes.byteLength} bytes, more than ${maxBytes}`);
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new ShapeError("is not JSON");
  }
  return asObject(value, "a document");
}
function asObject(value, name) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new ShapeError(`has ${name} of another kind than an object`);
}
function asText(value, name) {
  if (typeof value === "string") return value;
  throw new ShapeError(`has ${name} of another kind than text`);
}
function shown(value) {
  return (JSON.stringify(value) ?? "nothing").slice(0, 80);
}

// src/tools/bundle.ts
var MAX_BYTES = 192 * 1024 * 1024;
var IN_TOTO = "application/vnd.in-toto+json";
function parseBundle(bytes) {
  try {
    const bundle = parseJson3(bytes, MAX_BYTES);
    const material = asObject(bundle["verificationMaterial"], "verification material");
    const envelope = asObject(bundle["dsseEnvelope"], "an envelope");
    if (envelope["payloadType"] !== IN_TOTO) return void 0;
    const payload = Buffer.from(asText(envelope["payload"], "a payload"), "base64");
    const statement = parseJson3(payload, MAX_BYTES);
    return {
      certificate: readCertificate(material),
      statement: {
        predicateType: asText(statement["predicateType"], "a predicate type"),
        predicate: statement["predicate"]
      }
    };
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function readCertificate(material) {
  const chain = material["x509CertificateChain"];
  const list = chain === void 0 ? [material["certificate"]] : asObject(chain, "a chain")["certificates"];
  const [leaf] = Array.isArray(list) ? list : [];
  return Buffer.from(
    asText(asObject(leaf, "a certificate")["rawBytes"], "a certificate"),
    "base64"
  );
}

// src/stages/check-candidate.ts
async function checkCandidate({ candidate, bundle }, { check, runId, repository }) {
  if (bundle === void 0) throw reject(candidate, "is not signed");
  const bytes = Buffer.from(bundle);
  const claim = { bytes, digest: candidate.digest, predicateType: CANDIDATE_PREDICATE };
  const verdict = await check(claim);
  if (!verdict.ok)
    throw reject(candidate, `has a signature that does not verify: ${verdict.reason}`);
  const parsed = parseBundle(bytes);
  const signed = parseCandidate(parsed?.statement.predicate);
  if (parsed === void 0 || signed === void 0 || signed.digest !== candidate.digest)
    throw reject(candidate, "differs from what was signed");
  const invocation = parseRunInvocation(
    readCertificateClaims(parsed.certificate)?.runInvocationUri ?? ""
  );
  if (invocation?.runId !== runId || invocation.repository.toLowerCase() !== repository.toLowerCase())
    throw reject(candidate, `was signed by ${describeRun(invocation)}, not by this run (${runId})`);
  return signed;
}
function describeRun(invocation) {
  return invocation === void 0 ? "no run that its certificate names" : `run ${invocation.runId} of ${invocation.repository}`;
}
function describeCandidate({ platform, digest, group }) {
  const what = platform === void 0 ? "image" : formatPlatform(platform);
  return `${what} ${digest} (group ${group})`;
}
function reject(candidate, why) {
  return new ActionError(
    "CANDIDATE_REJECTED",
    `The candidate for ${describeCandidate(candidate)} ${why}`,
    {
      hint: "Nothing was published. Only this action, in a job of this run that may sign (`id-token: write`), hands over candidates; look for a job of this run that creates artifacts named `bsa-leg.\u2026`."
    }
  );
}

// src/image/manifest.ts
var MEDIA_TYPE = {
  ociIndex: "application/vnd.oci.image.index.v1+json",
  ociManifest: "application/vnd.oci.image.manifest.v1+json",
  dockerList: "application/vnd.docker.distribution.manifest.list.v2+json",
  dockerManifest: "application/vnd.docker.distribution.manifest.v2+json",
  ociEmpty: "application/vnd.oci.empty.v1+json",
  inToto: "application/vnd.in-toto+json",
  /** Artifact type of BuildKit's attestation manifests; they have a `subject` and so stand among the referrers. */
  attestationManifest: "application/vnd.docker.attestation.manifest.v1+json",
  /** Artifact type and layer type of a Sigstore bundle. */
  bundle: "application/vnd.dev.sigstore.bundle.v0.3+json"
};
var MANIFEST_MEDIA_TYPES = [
  MEDIA_TYPE.ociIndex,
  MEDIA_TYPE.ociManifest,
  MEDIA_TYPE.dockerList,
  MEDIA_TYPE.dockerManifest
];
var MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
var MAX_DESCRIPTORS = 5e3;
var INDEX_TYPES = [MEDIA_TYPE.ociIndex, MEDIA_TYPE.dockerList];
var IMAGE_TYPES = [MEDIA_TYPE.ociManifest, MEDIA_TYPE.dockerManifest];
function parseManifest(bytes, contentType) {
  try {
    return { ok: true, manifest: toManifest(parseJson3(bytes, MAX_MANIFEST_BYTES), contentType) };
  } catch (error) {
    if (error instanceof ShapeError) return { ok: false, reason: error.message };
    throw error;
  }
}
function parseConfigPlatform(bytes) {
  try {
    return toPlatform2(parseJson3(bytes, MAX_MANIFEST_BYTES));
  } catch (error) {
    if (error instanceof ShapeError) return void 0;
    throw error;
  }
}
function listPlatformManifests(index) {
  return index.manifests.flatMap((descriptor) => {
    const { platform } = descriptor;
    if (platform === void 0 || platform.os === "unknown" || isAttestationDescriptor(descriptor))
      return [];
    return [{ platform, descriptor }];
  });
}
function listAttestationManifests(index) {
  const listed = new Set(index.manifests.map(({ digest }) => digest));
  return index.manifests.flatMap((descriptor) => {
    const describes = parseDigest(descriptor.annotations["vnd.docker.reference.digest"]);
    if (!isAttestationDescriptor(descriptor) || describes === void 0 || !listed.has(describes))
      return [];
    return [{ describes, descriptor }];
  });
}
function isAttestationDescriptor({ annotations }) {
  return annotations["vnd.docker.reference.type"] === "attestation-manifest";
}
function listPredicateLayers(manifest) {
  return manifest.layers.flatMap((descriptor) => {
    const predicateType = descriptor.annotations["in-toto.io/predicate-type"];
    return descriptor.mediaType === MEDIA_TYPE.inToto && predicateType !== void 0 ? [{ predicateType, descriptor }] : [];
  });
}
function toManifest(json, contentType) {
  if (json["schemaVersion"] !== 2)
    throw new ShapeError(`has schema version ${shown(json["schemaVersion"])}`);
  const stated = json["mediaType"] === void 0 ? void 0 : asText(json["mediaType"], "mediaType");
  const served = contentType?.split(";")[0]?.trim().toLowerCase() || void 0;
  if (stated !== void 0 && served !== void 0 && stated !== served) {
    throw new ShapeError(`calls itself ${shown(stated)} and was served as ${shown(served)}`);
  }
  const isIndex = json["manifests"] !== void 0;
  if (isIndex === (json["layers"] !== void 0 || json["config"] !== void 0)) {
    throw new ShapeError("is not clearly either an index or an image manifest");
  }
  const mediaType = stated ?? served ?? (isIndex ? MEDIA_TYPE.ociIndex : MEDIA_TYPE.ociManifest);
  if (!(isIndex ? INDEX_TYPES : IMAGE_TYPES).includes(mediaType))
    throw new ShapeError(`has the media type ${shown(mediaType)}`);
  return isIndex ? toIndex(json, mediaType) : toImage(json, mediaType);
}
function toIndex(json, mediaType) {
  return {
    kind: "index",
    mediaType,
    manifests: toDescriptors(json["manifests"], "manifests"),
    annotations: toAnnotations(json["annotations"])
  };
}
function toImage(json, mediaType) {
  return {
    kind: "image",
    mediaType,
    ...json["artifactType"] === void 0 ? {} : { artifactType: asText(json["artifactType"], "artifactType") },
    config: toDescriptor(json["config"], "config"),
    layers: toDescriptors(json["layers"], "layers"),
    ...json["subject"] === void 0 ? {} : { subject: toDescriptor(json["subject"], "subject") },
    annotations: toAnnotations(json["annotations"])
  };
}
function toDescriptors(value, name) {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new ShapeError(`has ${name} that are not a list`);
  if (value.length > MAX_DESCRIPTORS) throw new ShapeError(`has ${value.length} ${name}`);
  return value.map((entry) => toDescriptor(entry, name));
}
function toDescriptor(value, name) {
  const json = asObject(value, name);
  const digest = typeof json["digest"] === "string" ? parseDigest(json["digest"]) : void 0;
  if (digest === void 0) throw new ShapeError(`has ${name} without a sha256 digest`);
  const size = json["size"];
  if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0)
    throw new ShapeError(`has ${name} without a size`);
  const platform = json["platform"] === void 0 ? void 0 : toPlatform2(asObject(json["platform"], `the platform of ${name}`));
  return {
    mediaType: asText(json["mediaType"], `the media type of ${name}`),
    digest,
    sizeBytes: size,
    ...typeof json["artifactType"] === "string" ? { artifactType: json["artifactType"] } : {},
    annotations: toAnnotations(json["annotations"]),
    ...platform === void 0 ? {} : { platform }
  };
}
function toPlatform2(json) {
  const { os, architecture, variant, "os.version": osVersion, "os.features": features } = json;
  if (typeof os !== "string" || typeof architecture !== "string" || os === "" || architecture === "")
    return void 0;
  const named = typeof variant === "string" ? { os, architecture, variant } : { os, architecture };
  const isText = (value) => typeof value === "string" && value !== "";
  const osFeatures = Array.isArray(features) ? features.filter(isText) : [];
  return {
    ...normalizePlatform(named),
    ...isText(osVersion) ? { osVersion } : {},
    ...osFeatures.length > 0 ? { osFeatures } : {}
  };
}
function toAnnotations(value) {
  if (value === void 0 || value === null) return {};
  const entries = Object.entries(asObject(value, "annotations"));
  return Object.fromEntries(
    entries.map(([key, text]) => [key, asText(text, `the annotation ${shown(key)}`)])
  );
}

// src/image/assemble.ts
var DOCKER_TYPES = [MEDIA_TYPE.dockerManifest];
var NO_PLATFORM = { os: "unknown", architecture: "unknown" };
function assembleIndex({
  parts,
  annotations
}) {
  const sorted = [...parts].sort((a, b) => comparePlatforms(a.platform, b.platform));
  checkParts(sorted);
  const manifests = [
    ...sorted.map(({ platform, manifest }) => formatDescriptor(manifest, platform)),
    ...sorted.flatMap(
      ({ attestations }) => [...attestations].sort(compareDigests).map((one) => formatDescriptor(one, NO_PLATFORM))
    )
  ];
  const hasAnnotations = Object.keys(annotations).length > 0;
  const isDocker = manifests.every(({ mediaType: mediaType2 }) => DOCKER_TYPES.includes(mediaType2));
  const mediaType = isDocker && !hasAnnotations ? MEDIA_TYPE.dockerList : MEDIA_TYPE.ociIndex;
  const index = {
    schemaVersion: 2,
    mediaType,
    manifests,
    ...hasAnnotations ? { annotations: sortKeys(annotations) } : {}
  };
  return { bytes: new TextEncoder().encode(JSON.stringify(index, void 0, 2)), mediaType };
}
function checkParts(sorted) {
  if (sorted.length === 0) throw refuse("An index needs at least one platform");
  const names = sorted.map(({ platform }) => formatPlatform(platform));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== void 0) throw refuse(`Two images were built for ${twice}`);
  for (const { platform, manifest, attestations } of sorted) {
    const name = formatPlatform(platform);
    if (manifest.platform !== void 0 && formatPlatform(manifest.platform) !== name)
      throw refuse(`The image of ${name} is listed for ${formatPlatform(manifest.platform)}`);
    const stray = attestations.find(
      ({ annotations }) => annotations["vnd.docker.reference.digest"] !== manifest.digest
    );
    if (stray !== void 0)
      throw refuse(`The attestations ${stray.digest} of ${name} are not about ${manifest.digest}`);
  }
}
function refuse(message) {
  return new ActionError("BUILD_RESULT_INVALID", message, {
    hint: "Each platform of an image has to be built exactly once: look at the jobs that built it."
  });
}
function formatDescriptor(descriptor, platform) {
  const { mediaType, digest, sizeBytes, annotations, artifactType } = descriptor;
  const { architecture, os, variant } = normalizePlatform(platform);
  const { osVersion = platform.osVersion, osFeatures = platform.osFeatures } = descriptor.platform ?? {};
  return {
    mediaType,
    digest,
    size: sizeBytes,
    annotations: Object.keys(annotations).length === 0 ? void 0 : sortKeys(annotations),
    platform: {
      architecture,
      os,
      "os.version": osVersion,
      "os.features": osFeatures,
      variant
    },
    artifactType
  };
}
function sortKeys(annotations) {
  return Object.fromEntries(
    Object.entries(annotations).sort(([left], [right]) => left < right ? -1 : 1)
  );
}
function compareDigests(left, right) {
  return left.digest < right.digest ? -1 : 1;
}

// src/registry/content.ts
import { createHash } from "node:crypto";
function computeDigest(bytes) {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

// src/stages/fetch.ts
async function fetchManifest(registry, repository, digest) {
  const content = await registry.readManifest(repository, digest);
  if (content === void 0) throw makeGone(repository, digest);
  const parsed = parseManifest(content.bytes, content.mediaType);
  if (parsed.ok)
    return { bytes: content.bytes, mediaType: content.mediaType, manifest: parsed.manifest };
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not a manifest: ${parsed.reason}`
  );
}
async function fetchBlob(registry, repository, { digest, sizeBytes }) {
  const bytes = await registry.readBlob({ repository, digest, maxBytes: sizeBytes });
  if (bytes === void 0) throw makeGone(repository, digest);
  return bytes;
}
function makeGone(repository, digest) {
  return new ActionError(
    "BUILD_RESULT_INVALID",
    `${formatReference({ repository, digest })} is not in the registry any more`,
    {
      hint: "Does a clean-up job or a retention policy delete untagged manifests? It has to leave new ones alone for some hours."
    }
  );
}
var MAX_BUNDLE_BYTES = 192 * 1024 * 1024;
async function* readBundles(registry, {
  repository,
  digest,
  predicateType
}) {
  const referrers = await registry.listReferrers(repository, digest);
  const candidates = referrers.filter((referrer) => mayBe(referrer, predicateType)).sort(compareNewest);
  for (const candidate of candidates) {
    const { manifest } = await fetchManifest(registry, repository, candidate.digest);
    const layer = manifest.kind === "image" ? manifest.layers.find(({ mediaType }) => mediaType === MEDIA_TYPE.bundle) : void 0;
    if (layer === void 0 || layer.sizeBytes > MAX_BUNDLE_BYTES) continue;
    yield { digest: candidate.digest, bytes: await fetchBlob(registry, repository, layer) };
  }
}
function mayBe({ artifactType, annotations }, predicateType) {
  const stated = annotations["dev.sigstore.bundle.predicateType"];
  if (stated !== void 0) return stated === predicateType;
  return artifactType === void 0 || artifactType === MEDIA_TYPE.bundle || artifactType === MEDIA_TYPE.ociEmpty;
}
function compareNewest(a, b) {
  const created = ({ annotations }) => annotations["org.opencontainers.image.created"] ?? "";
  return created(b).localeCompare(created(a));
}

// src/stages/assemble-legs.ts
async function assembleLegs(assembly) {
  const { registry, destinations, annotations } = assembly;
  const [first] = destinations;
  if (first === void 0) throw refuse2("There is no image to assemble");
  const parts = await Promise.all(
    sortOut(assembly).map((candidate) => readPart(registry, first.repository, candidate))
  );
  const { bytes, mediaType } = assembleIndex({ parts, annotations: toRecord(annotations) });
  const digest = computeDigest(bytes);
  await Promise.all(
    destinations.map(
      ({ repository }) => registry.putManifest({ repository, reference: digest, mediaType, bytes })
    )
  );
  return digest;
}
function sortOut({ platforms, candidates, destinations }) {
  const expected = destinations.map(({ repository }) => formatRepository(repository)).join(", ");
  return platforms.map((platform) => {
    const name = formatPlatform(platform);
    const [candidate, second] = candidates.filter(
      (one) => one.platform !== void 0 && formatPlatform(one.platform) === name
    );
    if (candidate === void 0 || second !== void 0)
      throw refuse2(`There ${second === void 0 ? "is no leg" : "are several legs"} for ${name}`);
    const given = candidate.destinations.map(({ repository }) => formatRepository(repository)).join(", ");
    if (given !== expected)
      throw refuse2(
        `The leg for ${describeCandidate(candidate)} was pushed to ${given}, and this image belongs to ${expected}`
      );
    return candidate;
  });
}
async function readPart(registry, repository, candidate) {
  const { platform, digest } = candidate;
  if (platform === void 0)
    throw refuse2(`${describeCandidate(candidate)} is a whole image, not a leg`);
  const root = await fetchLeg(registry, repository, candidate);
  const found = readDescriptors(root, { digest, platform });
  await requirePlatform(registry, { repository, candidate, manifest: found.manifest });
  return { platform, ...found };
}
async function fetchLeg(registry, repository, candidate) {
  const head = await registry.probeManifest(repository, candidate.digest);
  if (head !== void 0) return fetchManifest(registry, repository, candidate.digest);
  const name = formatReference({ repository, digest: candidate.digest });
  throw new ActionError(
    "LEG_VANISHED",
    `${name}, which this run's leg for ${describeCandidate(candidate)} pushed, is not in the registry any more: it deletes untagged manifests; set \`keep-alive: on\` and run all jobs again`
  );
}
function readDescriptors({ manifest, mediaType, bytes }, { digest, platform }) {
  if (manifest.kind === "image") {
    const own = { mediaType, digest, sizeBytes: bytes.length, annotations: {}, platform };
    return { manifest: own, attestations: [] };
  }
  const [only, second] = listPlatformManifests(manifest);
  if (only === void 0 || second !== void 0 || formatPlatform(only.platform) !== formatPlatform(platform))
    throw refuse2(`${digest} is not an index of ${formatPlatform(platform)} alone`);
  const attestations = listAttestationManifests(manifest).filter(({ describes }) => describes === only.descriptor.digest).map(({ descriptor }) => descriptor);
  return { manifest: only.descriptor, attestations };
}
async function requirePlatform(registry, {
  repository,
  candidate: { platform },
  manifest
}) {
  const { manifest: image } = await fetchManifest(registry, repository, manifest.digest);
  if (image.kind !== "image") throw refuse2(`${manifest.digest} is not the manifest of an image`);
  const stated = parseConfigPlatform(await fetchBlob(registry, repository, image.config));
  const names = [stated, platform].map((one) => one === void 0 ? "" : formatPlatform(one));
  if (names[0] !== names[1])
    throw refuse2(
      `${manifest.digest} says that it is for ${names[0] || "no platform"}, not for ${names[1]}`
    );
}
function toRecord(annotations) {
  return Object.fromEntries(
    annotations.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    })
  );
}
function refuse2(message) {
  return new ActionError("CANDIDATE_REJECTED", message, {
    hint: "Nothing was published. Run all jobs again; if it comes back, look for a job of this run that creates artifacts named `bsa-leg.\u2026`."
  });
}

// src/plan/artifact-names.ts
var LEG_PREFIX = "bsa-leg.";
var WHOLE_IMAGE = "all";
function formatLegArtifact({ group, platform, attempt, phase }) {
  return `${LEG_PREFIX}${group}.${platform.replaceAll("/", "-")}.${attempt}.${phase}`;
}
function parseLegArtifact(name) {
  const match = /^bsa-leg\.([0-9a-f]{16})\.([a-z0-9.-]+)\.([1-9]\d{0,5})\.(start|done)$/.exec(name);
  if (match === null) return void 0;
  const [, group = "", platform = "", attempt = "", phase] = match;
  return {
    group,
    platform: platform.replaceAll("-", "/"),
    attempt: Number(attempt),
    phase: phase === "start" ? "start" : "done"
  };
}
function formatMergeArtifact(merge) {
  const { group, children, attempt, generation } = merge;
  return `bsa-merge.${group}.${children}.${attempt}.${generation}`;
}
function formatReleaseArtifact(merge) {
  return `${formatMergeArtifact(merge)}.released`;
}

// src/stages/hand-over.ts
var SECOND_LOOK_MS = 3e3;
var MAX_HAND_OVERS = 20;
async function handOver({ artifacts }, { identity, document }) {
  const { group, platform, attempt } = identity;
  const name = formatLegArtifact({ group, platform, attempt, phase: "done" });
  const text = formatCandidateDocument(document);
  for (let turn = 1; turn <= MAX_HAND_OVERS; turn++) {
    if (await artifacts.create(turn === 1 ? name : `${name}.${turn}`, text) === "created") return;
  }
}
async function collectLegs(host, { group, leg: { platforms } }) {
  const wanted = platforms.map(formatPlatform);
  let found = await listNewest(host, group);
  if (wanted.some((platform) => !found.has(platform))) {
    await host.clock.sleep(SECOND_LOOK_MS);
    found = await listNewest(host, group);
  }
  const missing = wanted.filter((platform) => !found.has(platform));
  if (missing.length > 0) return { documents: [], missing };
  const documents = await readDocuments(
    host,
    wanted.flatMap((platform) => found.get(platform) ?? [])
  );
  return { documents, missing };
}
async function collectAll(host) {
  const found = await listNewest(host, void 0);
  return readDocuments(host, [...found.values()]);
}
async function listNewest({ artifacts }, group) {
  const prefix = group === void 0 ? LEG_PREFIX : `${LEG_PREFIX}${group}.`;
  const newest = /* @__PURE__ */ new Map();
  for (const { id, name } of await artifacts.list(prefix)) {
    const [, base = name, turn = "1"] = /^(.*\.done)\.(\d{1,2})$/.exec(name) ?? [];
    const leg = parseLegArtifact(base);
    if (leg?.phase !== "done") continue;
    const key = group === void 0 ? `${leg.group} ${leg.platform}` : leg.platform;
    const one = { id, leg, turn: Number(turn) };
    const known = newest.get(key);
    if (known === void 0 || isNewer(one, known)) newest.set(key, one);
  }
  return newest;
}
function isNewer(a, b) {
  return a.leg.attempt === b.leg.attempt ? a.turn > b.turn : a.leg.attempt > b.leg.attempt;
}
async function readDocuments({ artifacts, log }, found) {
  const texts = await Promise.all(
    found.map(async ({ id, leg }) => ({ leg, text: await artifacts.read(id) }))
  );
  return texts.flatMap(({ leg, text }) => {
    const document = parseCandidateDocument(text);
    if (document === void 0)
      log.warning(`The artifact ${formatLegArtifact(leg)} holds no candidate and is left out`);
    return document === void 0 ? [] : [document];
  });
}

// src/stages/tracks.ts
function makeTimings(clock) {
  const seconds = {};
  return {
    measure: async (name, work) => {
      const startedMs = clock.elapsedMs();
      try {
        return await work();
      } finally {
        seconds[name] = Math.round(clock.elapsedMs() - startedMs) / 1e3;
      }
    },
    all: () => seconds
  };
}
async function runTrack({ log, clock }, { title, timings, work }) {
  const lines = [];
  const startedMs = clock.elapsedMs();
  let outcome = "failed";
  try {
    const result = await timings.measure(title, () => work((line) => lines.push(line)));
    outcome = "done";
    return result;
  } finally {
    log.group(
      `${title}: ${outcome} in ${((clock.elapsedMs() - startedMs) / 1e3).toFixed(1)} s`,
      lines
    );
  }
}
async function joinTracks(tracks) {
  const settled = await Promise.allSettled(tracks);
  const reasons = new Set(
    settled.flatMap((one) => one.status === "rejected" ? [one.reason] : [])
  );
  const failures = [...reasons];
  if (failures.length === 0) return;
  const cancelled = failures.find((one) => one instanceof ActionError && one.code === "CANCELLED");
  if (failures.length === 1 || cancelled !== void 0) throw cancelled ?? failures[0];
  throw new ActionError("SETUP_FAILED", failures.map(describeError).join("\n"), {
    cause: failures[0],
    details: failures.flatMap((one) => one instanceof ActionError ? one.details : [])
  });
}

// src/stages/attach.ts
async function attachAll(host, {
  registry,
  repositories,
  bundles,
  createdAt
}) {
  const attached = [];
  const byDigest = /* @__PURE__ */ new Map();
  for (const bundle of bundles) {
    byDigest.set(bundle.subject.digest, [...byDigest.get(bundle.subject.digest) ?? [], bundle]);
  }
  const groups = [...byDigest.values()];
  const isIndex = (group) => group[0]?.subject.kind === "index";
  for (const repository of repositories) {
    const attach = async (group) => {
      attached.push(...await attachGroup({ registry, repository, group, createdAt }));
    };
    await settleAll(groups.filter((group) => !isIndex(group)).map(attach));
    await settleAll(groups.filter(isIndex).map(attach));
    host.log.info(
      `${formatRepository(repository)}: ${bundles.length} signatures and attestations attached and read back`
    );
  }
  return attached;
}
async function keepAttached(registry, attached) {
  await settleAll(attached.map((one) => registry.ensureReferrers(one)));
}
async function attachGroup({
  registry,
  repository,
  group,
  createdAt
}) {
  const [first] = group;
  if (first === void 0) return [];
  const { digest, mediaType, sizeBytes } = first.subject;
  const subject = { digest, mediaType, sizeBytes };
  const referrers = await registry.attachBundles({
    repository,
    subject,
    bundles: group.map(({ bytes, predicateType }) => ({ bytes, predicateType })),
    createdAt
  });
  return [{ repository, subject, referrers }];
}
async function settleAll(work) {
  const settled = await Promise.allSettled(work);
  for (const one of settled) if (one.status === "rejected") throw one.reason;
}

// src/stages/describe.ts
async function describeImage(host, wanted) {
  const { registry, repository, digest } = wanted;
  const root = await fetchManifest(registry, repository, digest);
  if (root.manifest.kind === "image") return describeSingle(wanted, root);
  const index = root.manifest;
  const platforms = listPlatformManifests(index).map(
    ({ platform, descriptor }) => makeSubject("platform", descriptor, formatPlatform(platform))
  );
  checkPlatforms(wanted.platforms, platforms);
  const { subjects, predicates } = await readAttestations(host, { wanted, index, platforms });
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [
      ...platforms,
      ...subjects,
      {
        kind: "index",
        digest,
        mediaType: root.mediaType,
        sizeBytes: root.bytes.length,
        platform: void 0
      }
    ],
    predicates
  };
}
function describeSingle({ platforms, attestations, digest }, root) {
  if (attestations.length > 0) throw makeMissing(attestations, "the image");
  const [platform] = platforms;
  const subject = {
    kind: "platform",
    digest,
    mediaType: root.mediaType,
    sizeBytes: root.bytes.length,
    platform: platform === void 0 ? void 0 : formatPlatform(platform)
  };
  return {
    digest,
    bytes: root.bytes,
    mediaType: root.mediaType,
    subjects: [subject],
    predicates: []
  };
}
function makeSubject(kind, descriptor, platform) {
  return {
    kind,
    digest: descriptor.digest,
    mediaType: descriptor.mediaType,
    sizeBytes: descriptor.sizeBytes,
    platform
  };
}
function checkPlatforms(wanted, found) {
  const names = new Set(found.map(({ platform }) => platform));
  const missing = wanted.map(formatPlatform).filter((name) => !names.has(name));
  if (missing.length === 0) return;
  throw new ActionError(
    "BUILD_RESULT_INVALID",
    `The pushed index has no manifest for ${missing.join(", ")}`,
    {
      hint: `It has ${[...names].join(", ") || "none"}. Does the Dockerfile set a fixed \`--platform\` in its last FROM?`
    }
  );
}
async function readAttestations(host, {
  wanted,
  index,
  platforms
}) {
  const described = listAttestationManifests(index);
  const parts = await Promise.all(
    platforms.map(async (subject) => {
      const own = described.filter(({ describes }) => describes === subject.digest);
      const manifests = own.map(
        ({ descriptor }) => makeSubject("attestation-manifest", descriptor, subject.platform ?? "")
      );
      return { manifests, predicates: await readPredicates(host, { wanted, subject, manifests }) };
    })
  );
  return {
    subjects: parts.flatMap(({ manifests }) => manifests),
    predicates: parts.flatMap(({ predicates }) => predicates)
  };
}
async function readPredicates(host, {
  wanted,
  subject,
  manifests
}) {
  const { registry, repository, attestations, folder } = wanted;
  if (attestations.length === 0) return [];
  const layers = (await Promise.all(
    manifests.map(async ({ digest }) => {
      const { manifest } = await fetchManifest(registry, repository, digest);
      return manifest.kind === "image" ? listPredicateLayers(manifest) : [];
    })
  )).flat();
  const missing = attestations.filter(
    (spec) => !layers.some(({ predicateType }) => predicateType === spec.predicateType)
  );
  if (missing.length > 0) throw makeMissing(missing, subject.platform ?? subject.digest);
  const wantedLayers = attestations.flatMap(
    (spec) => layers.filter(({ predicateType }) => predicateType === spec.predicateType).map(({ descriptor }) => ({ spec, descriptor }))
  );
  return Promise.all(
    wantedLayers.map(async ({ spec, descriptor }) => {
      const statement = await fetchBlob(registry, repository, descriptor);
      const file = `${folder}/${spec.kind}-${digestHex(descriptor.digest)}.json`;
      await host.files.write(file, readPredicate(statement, { spec, subject }));
      return { spec, subject, file };
    })
  );
}
function readPredicate(statement, { spec, subject }) {
  const parsed = parseStatement(statement);
  const about = parsed?.subjects.some((hex) => hex === digestHex(subject.digest)) === true;
  if (parsed === void 0 || parsed.predicateType !== spec.predicateType || !about) {
    throw new ActionError(
      "BUILD_RESULT_INVALID",
      `BuildKit's ${spec.kind} of ${subject.platform ?? "the image"} is not a statement about ${subject.digest}`,
      {
        hint: "Was the image changed in the registry while it was built? Run the job again."
      }
    );
  }
  return JSON.stringify(parsed.predicate);
}
function parseStatement(bytes) {
  let value;
  try {
    value = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return void 0;
  }
  if (typeof value !== "object" || value === null) return void 0;
  const predicate = Reflect.get(value, "predicate");
  const predicateType = Reflect.get(value, "predicateType");
  const subject = Reflect.get(value, "subject");
  if (typeof predicate !== "object" || predicate === null || typeof predicateType !== "string" || !Array.isArray(subject))
    return void 0;
  return { predicateType, predicate, subjects: subject.map(readSha256) };
}
function readSha256(subject) {
  const digest = typeof subject === "object" && subject !== null ? Reflect.get(subject, "digest") : void 0;
  const hex = typeof digest === "object" && digest !== null ? Reflect.get(digest, "sha256") : void 0;
  return typeof hex === "string" ? hex : "";
}
function makeMissing(specs, where) {
  const kinds = specs.map(({ predicateType }) => predicateType).join(", ");
  return new ActionError("PREDICATE_MISSING", `BuildKit recorded no ${kinds} for ${where}`, {
    hint: "Does the builder support attestations (BuildKit 0.11 or newer)? For an SBOM, is the generator's image one that speaks BuildKit's scanner protocol? Or turn it off with `sbom: false` / `provenance: false`."
  });
}

// src/stages/publish.ts
async function moveTags(host, {
  registry,
  destinations,
  image,
  moved
}) {
  const planned = destinations.flatMap(
    ({ repository, tags }) => tags.map(({ name }) => ({ repository, tag: name }))
  );
  for (const { repository, tag } of planned) {
    const reference = formatReference({ repository, tag });
    if (host.signal.aborted) throw host.signal.reason;
    try {
      const { previous } = await registry.moveTag({
        repository,
        tag,
        mediaType: image.mediaType,
        bytes: image.bytes
      });
      moved.push({ reference, previous });
      host.log.info(`${reference} \u2192 ${image.digest}${describePrevious(previous, image.digest)}`);
    } catch (error) {
      throw makePartial({ error, reference, moved, total: planned.length });
    }
  }
}
function describePrevious(previous, digest) {
  if (previous === void 0) return " (new)";
  return previous === digest ? " (was there already)" : ` (was ${previous})`;
}
function makePartial({
  error,
  reference,
  moved,
  total
}) {
  if (!(error instanceof ActionError) || error.code === "CANCELLED") return error;
  const done = moved.length === 0 ? "No tag was moved." : `Moved before: ${moved.map((one) => one.reference).join(", ")}.`;
  const left = total - moved.length - 1;
  const untouched = left === 0 ? "" : `Not touched: the ${left === 1 ? "one" : left} after it.`;
  return new ActionError("TAG_NOT_MOVED", `${reference} could not be moved: ${error.message}`, {
    hint: [done, untouched, error.hint ?? "Run the job again."].filter(Boolean).join(" "),
    cause: error,
    details: error.details
  });
}

// node_modules/yocto-queue/index.js
var Node = class {
  value;
  next;
  constructor(value) {
    this.value = value;
  }
};
var Queue = class {
  #head;
  #tail;
  #size;
  constructor() {
    this.clear();
  }
  enqueue(value) {
    const node = new Node(value);
    if (this.#head) {
      this.#tail.next = node;
      this.#tail = node;
    } else {
      this.#head = node;
      this.#tail = node;
    }
    this.#size++;
  }
  dequeue() {
    const current = this.#head;
    if (!current) {
      return;
    }
    this.#head = this.#head.next;
    this.#size--;
    if (!this.#head) {
      this.#tail = void 0;
    }
    return current.value;
  }
  peek() {
    if (!this.#head) {
      return;
    }
    return this.#head.value;
  }
  clear() {
    this.#head = void 0;
    this.#tail = void 0;
    this.#size = 0;
  }
  get size() {
    return this.#size;
  }
  *[Symbol.iterator]() {
    let current = this.#head;
    while (current) {
      yield current.value;
      current = current.next;
    }
  }
  *drain() {
    while (this.#head) {
      yield this.dequeue();
    }
  }
};

// node_modules/p-limit/index.js
function pLimit(concurrency) {
  let rejectOnClear = false;
  if (typeof concurrency === "object") {
    ({ concurrency, rejectOnClear = false } = concurrency);
  }
  validateConcurrency(concurrency);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run = async (function_, resolve, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve, reject2, arguments_) => {
    const queueItem = { reject: reject2 };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run.bind(void 0, function_, resolve, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve, reject2) => {
    enqueue(function_, resolve, reject2, arguments_);
  });
  Object.defineProperties(generator, {
    activeCount: {
      get: () => activeCount
    },
    pendingCount: {
      get: () => queue.size
    },
    clearQueue: {
      value() {
        if (!rejectOnClear) {
          queue.clear();
          return;
        }
        const abortError = AbortSignal.abort().reason;
        while (queue.size > 0) {
          queue.dequeue().reject(abortError);
        }
      }
    },
    concurrency: {
      get: () => concurrency,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises.push(promise);
            return promise;
          });
        } catch (error) {
          for (const promise of promises) {
            promise.catch(() => {
            });
          }
          throw error;
        }
        return Promise.all(promises);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency) {
  if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}

// src/plan/outputs.ts
var OURS = ["name", "push", "push-by-digest", "name-canonical", "dest", "tar"];
function isImage({ type }) {
  return type === "image" || type === "registry";
}
function pushes({ type, attributes }) {
  return type === "registry" || isOn(attributes["push"]);
}
function isOn(value) {
  return value === "1" || parseBoolean(value ?? "") === true;
}
function asksToPush({ outputs }) {
  return outputs.some((entry) => isImage(entry) && pushes(entry));
}
function asksToLoad({ load, outputs }) {
  return load || outputs.some(isLoad);
}
function isLoad({ type, attributes }) {
  return type === "docker" && attributes["dest"] === void 0;
}
function isFile(entry) {
  return !isImage(entry) && !isLoad(entry) && entry.type !== "cacheonly";
}
function hasExports({ outputs }) {
  return outputs.some(isFile);
}
function planOutputs({
  inputs,
  destinations,
  references,
  mode,
  problems
}) {
  const images = inputs.outputs.filter(isImage);
  const refuse4 = (entry, problem) => problems.push({ input: "outputs", value: formatEntry(entry), ...problem });
  for (const entry of images) {
    const problem = judgeImage(entry, { inputs, destinations });
    if (problem !== void 0) refuse4(entry, problem);
  }
  const files = inputs.outputs.filter(isFile);
  const holdsOne = inputs.platforms.length < 2 && mode !== "push";
  for (const entry of files) {
    if (entry.type === "docker" && !holdsOne) refuse4(entry, DOCKER_ARCHIVE);
  }
  const attributes = Object.assign({}, ...images.map((entry) => entry.attributes));
  return {
    imageAttributes: Object.fromEntries(
      Object.entries(attributes).filter(([name]) => !OURS.includes(name))
    ),
    exports: mode === "call" ? [] : files.map((entry) => formatEntry(withName(entry, references)))
  };
}
var DOCKER_ARCHIVE = {
  problem: "cannot hold several platforms or attestations",
  fix: "Use `type=oci`, which `docker load` takes too."
};
function judgeImage({ type, attributes }, { inputs, destinations }) {
  const byDigest = isOn(attributes["push-by-digest"]);
  const { name } = attributes;
  if (name !== void 0) {
    const own = destinations.map(({ repository }) => formatRepository(repository));
    const isOurs = name.split(",").every((one) => own.includes(nameRepository(one)));
    if (isOurs && (byDigest || !pushes({ type, attributes }))) return void 0;
    return {
      problem: "would be pushed under a name by itself, before anything is signed",
      fix: "Give the name in `images`, or with `push: true` in `tags`, and leave `name` and `push` out here."
    };
  }
  if (byDigest && inputs.images === "")
    return {
      problem: "is one leg of several jobs whose digests are merged later; each would move the tags of the image",
      fix: "Remove it and the matrix: this step builds all `platforms`, and pushes by digest before it moves a tag."
    };
  if (pushes({ type, attributes }) && inputs.images === "" && inputs.tags === "")
    return {
      problem: "asks for a push, and there is no name to push to",
      fix: "Set e.g. `images: ghcr.io/${{ github.repository }}`."
    };
  return judgeAttributes(attributes);
}
var KINDS2 = [
  [
    "compression",
    /^(uncompressed|gzip|estargz|zstd)$/,
    "`gzip`, `zstd`, `estargz`, `uncompressed`"
  ],
  ["compression-level", /^-?\d{1,2}$/, "a number such as `9`"],
  ["force-compression", /^(true|false|1|0)$/i, "`true` or `false`"],
  ["oci-mediatypes", /^(true|false|1|0)$/i, "`true` or `false`"]
];
function judgeAttributes(attributes) {
  const wrong = KINDS2.find(([name, pattern]) => {
    const value = attributes[name];
    return value !== void 0 && !pattern.test(value);
  });
  return wrong && { problem: `has a wrong \`${wrong[0]}\``, fix: `Use ${wrong[2]}.` };
}
function nameRepository(name) {
  const parsed = parseReference(name);
  return parsed.ok ? formatRepository(parsed.reference.repository) : "";
}
function withName(entry, references) {
  const isArchive = entry.type === "oci" || entry.type === "docker";
  if (!isArchive || "name" in entry.attributes || references.length === 0) return entry;
  return { ...entry, attributes: { ...entry.attributes, name: references.join(",") } };
}
function formatEntry({ type, attributes }) {
  return formatAttributes({ type, ...attributes });
}

// src/plan/signing.ts
var SIGNATURE_PREDICATE = "https://sigstore.dev/cosign/sign/v1";
var PERMISSIONS_BLOCK = [
  "permissions:",
  "  contents: read",
  "  packages: write",
  "  id-token: write"
].join("\n");
function planSigning({
  inputs,
  facts,
  destinations,
  pushing,
  problems
}) {
  checkTrustInputs({ inputs, facts, problems });
  if (inputs.sign === false) return { kind: "off", reason: "turned off by `sign: false`" };
  if (!pushing) {
    const isByEvent = inputs.call !== void 0 || inputs.push === "auto" && inputs.images !== "" && !asksToLoad(inputs);
    if (inputs.sign === true && !isByEvent) {
      problems.push({
        input: "sign",
        value: "true",
        problem: "needs an image in a registry, and nothing is pushed",
        fix: "Set `push: true` with `images`, or `sign: auto`."
      });
    }
    return { kind: "off", reason: "nothing is pushed" };
  }
  refuseShortNames(destinations, problems);
  return {
    kind: "keyless",
    timeoutMs: inputs.signTimeoutMs,
    cosign: inputs.cosign,
    trustedRoot: inputs.trustedRoot,
    signingConfig: inputs.signingConfig,
    // The public log would publish the name of a private repository for good.
    transparencyLog: inputs.signingConfig === void 0 ? facts.visibility === "public" : facts.signingConfigLogs
  };
}
function refuseShortNames(destinations, problems) {
  for (const { repository } of destinations) {
    if (repository.path.length > 1) continue;
    problems.push({
      input: "images",
      value: formatRepository(repository),
      problem: "has a name of one letter, which cosign cannot sign",
      fix: "Use a longer name, or `sign: false`."
    });
  }
}
function checkTrustInputs({
  inputs,
  facts,
  problems
}) {
  const files = [
    { input: "trusted-root", value: inputs.trustedRoot, kind: facts.paths.trustedRoot },
    { input: "signing-config", value: inputs.signingConfig, kind: facts.paths.signingConfig }
  ];
  for (const { input, value, kind } of files) {
    if (value !== void 0 && kind !== "file") {
      const problem = kind === "missing" ? "does not exist" : "is not a readable file";
      problems.push({
        input,
        value,
        problem,
        fix: "Give the path of a JSON file made by `cosign`."
      });
    }
  }
  if (inputs.trustedRoot === void 0 !== (inputs.signingConfig === void 0)) {
    const missing = inputs.trustedRoot === void 0 ? "trusted-root" : "signing-config";
    problems.push({
      input: missing,
      problem: "is missing: a Sigstore of your own needs both `trusted-root` and `signing-config`",
      fix: "Give both, or neither for the public Sigstore."
    });
  }
}
function makeMissingPermission(facts) {
  if (facts.untrusted) return makeUntrusted();
  return new ActionError(
    "OIDC_PERMISSION_MISSING",
    `Signing needs the permission \`id-token: write\`, which job \`${facts.jobName}\` does not have`,
    {
      hint: `Add this to the job (in the calling workflow too, when the job is in a reusable workflow):
${PERMISSIONS_BLOCK}
Or set \`sign: false\` to publish unsigned.`
    }
  );
}
function makeUntrusted() {
  return new ActionError(
    "UNTRUSTED_EVENT",
    "A pull request from a fork, or a run by Dependabot, can neither push nor sign: GitHub gives it a token that only reads, no secrets and no identity",
    {
      hint: "Leave `push` at `auto`, which only builds then, and publish from another event, such as `push` to the default branch."
    }
  );
}
function makePolicy({
  facts,
  claims,
  identity,
  attestations,
  transparencyLog
}) {
  return {
    identity: identity ?? `${facts.serverUrl}/${claims.jobWorkflowRef}`,
    issuer: claims.issuer,
    repository: claims.repository,
    sha: claims.sha,
    ref: claims.ref,
    trigger: claims.eventName,
    attestations,
    transparencyLog
  };
}

// src/plan/subjects.ts
function describeSubject({ kind, platform, digest }) {
  if (kind === "index") return "the index";
  return kind === "platform" ? platform ?? digest : `the attestation manifest of ${platform ?? digest}`;
}

// src/tools/cosign.ts
var SIGNING_FLAGS = ({
  trustedRoot,
  signingConfig,
  tokenFile,
  bundleFile
}) => [
  "--yes",
  `--bundle=${bundleFile}`,
  // An absent or refused token fails at once instead of opening the device flow, which polls for five minutes.
  "--fulcio-auth-flow=token",
  `--identity-token=${tokenFile}`,
  "--oidc-disable-ambient-providers",
  `--signing-config=${signingConfig}`,
  `--trusted-root=${trustedRoot}`
];
function makeSignArgs({ image, files }) {
  return ["sign", "--upload=false", ...SIGNING_FLAGS(files), image];
}
function makeAttestArgs({
  image,
  files,
  type,
  predicateFile
}) {
  return [
    "attest",
    "--no-upload",
    `--type=${type}`,
    `--predicate=${predicateFile}`,
    ...SIGNING_FLAGS(files),
    image
  ];
}
function makeVerifyBundleArgs({
  bundleFile,
  digest,
  predicateType,
  policy,
  trustedRoot
}) {
  return [
    "verify-blob-attestation",
    `--bundle=${bundleFile}`,
    `--digest=${digestHex(digest)}`,
    "--digestAlg=sha256",
    `--type=${predicateType}`,
    ...makePolicyFlags(policy),
    `--trusted-root=${trustedRoot}`
  ];
}
function makeVerifyImageArgs({
  image,
  predicateType,
  policy,
  trustedRoot
}) {
  return [
    "verify-attestation",
    `--type=${predicateType}`,
    ...makePolicyFlags(policy),
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    image
  ];
}
function makePolicyFlags(policy) {
  const optional = [
    ["repository", policy.repository],
    ["sha", policy.sha],
    ["ref", policy.ref],
    ["trigger", policy.trigger]
  ];
  return [
    `--certificate-identity=${policy.identity}`,
    `--certificate-oidc-issuer=${policy.issuer}`,
    ...optional.flatMap(
      ([name, value]) => value === void 0 ? [] : [`--certificate-github-workflow-${name}=${value}`]
    ),
    ...policy.transparencyLog ? [] : ["--use-signed-timestamps", "--insecure-ignore-tlog"]
  ];
}
function formatShellCommand(program, args) {
  return [program, ...args].map(quoteShell).join(" ");
}
function quoteShell(word) {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

// src/stages/sign-retry.ts
var MAX_DELAY_MS = 6e4;
var UNKNOWN_ATTEMPTS = 3;
var ATTEMPTS = {
  yes: Number.POSITIVE_INFINITY,
  once: 2,
  no: 1,
  unknown: UNKNOWN_ATTEMPTS
};
var UNKNOWN_HINT = "No tag was moved. Run the job again; when it fails in the same way, the lines of cosign above tell more.";
async function retryUntil(host, { deadlineMs, label }, attempt) {
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const remainingMs = Math.max(1, deadlineMs - host.clock.elapsedMs());
    try {
      return await attempt({ count, remainingMs });
    } catch (error) {
      if (host.signal.aborted || !(error instanceof ActionError) || !/^COMMAND_/.test(error.code))
        throw error;
      const known = classifyOutput({
        tool: "cosign",
        text: [error.message, ...error.details].join("\n")
      });
      const retry = error.code === "COMMAND_TIMED_OUT" ? "yes" : known?.retry ?? "unknown";
      const reason = known?.message ?? error.message;
      if (count >= ATTEMPTS[retry]) throw makeFailed(label, { reason, hint: known?.hint, error });
      const delayMs = Math.min(MAX_DELAY_MS, 1e3 * 2 ** (count - 1));
      if (host.clock.elapsedMs() + delayMs >= deadlineMs) {
        throw makeTimedOut(label, {
          reason,
          count,
          elapsedMs: host.clock.elapsedMs() - startedMs,
          error
        });
      }
      host.log.info(`${label}: ${reason}; again in ${delayMs / 1e3} s`);
      await host.clock.sleep(delayMs);
    }
  }
}
function makeFailed(label, { reason, hint, error }) {
  return new ActionError("SIGNING_FAILED", `The ${label} could not be made: ${reason}`, {
    hint: hint ?? error.hint ?? UNKNOWN_HINT,
    cause: error,
    details: error.details
  });
}
function makeTimedOut(label, {
  reason,
  count,
  elapsedMs,
  error
}) {
  const seconds = Math.round(elapsedMs / 1e3);
  const attempts = count === 1 ? "1 attempt" : `${count} attempts`;
  return new ActionError(
    "SIGNING_TIMED_OUT",
    `The ${label} could not be made in ${seconds} s and ${attempts}: ${reason}`,
    {
      hint: "No tag was moved. Run the job again when Sigstore has recovered (status.sigstore.dev); `sign-timeout` sets how long it keeps trying.",
      cause: error,
      details: error.details
    }
  );
}

// src/stages/sign.ts
var PARALLEL = 12;
var ATTEMPT_DEADLINE_MS = 12e4;
async function makeBundles(host, {
  image,
  repository,
  timeoutMs,
  tools
}) {
  const limit = pLimit(PARALLEL);
  const deadlineMs = host.clock.elapsedMs() + timeoutMs;
  const state = { failed: false };
  const made = await Promise.allSettled(
    planTasks({ image, repository, trust: tools.trust }).map(
      (task) => limit(() => makeBundle(host, { task, tools, deadlineMs, state }))
    )
  );
  const failures = made.filter((one) => one.status === "rejected").map(({ reason }) => reason);
  const [first] = failures.filter((reason) => !(reason instanceof Stopped));
  if (first !== void 0) throw first;
  return made.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
}
var Stopped = class extends Error {
};
function planTasks({
  image,
  repository,
  trust
}) {
  const name = (subject) => formatReference({ repository, digest: subject.digest });
  const signatures = image.subjects.map(
    (subject) => ({
      subject,
      predicateType: SIGNATURE_PREDICATE,
      label: `signature of ${describeSubject(subject)}`,
      args: (tokenFile, bundleFile) => makeSignArgs({ image: name(subject), files: { ...trust, tokenFile, bundleFile } })
    })
  );
  const attestations = image.predicates.map(
    ({ spec, subject, file }) => ({
      subject,
      predicateType: spec.predicateType,
      label: `${spec.kind} attestation of ${describeSubject(subject)}`,
      args: (tokenFile, bundleFile) => makeAttestArgs({
        image: name(subject),
        files: { ...trust, tokenFile, bundleFile },
        type: spec.cosignType,
        predicateFile: file
      })
    })
  );
  return [...signatures, ...attestations];
}
async function makeBundle(host, {
  task,
  tools,
  deadlineMs,
  state
}) {
  const startedMs = host.clock.elapsedMs();
  try {
    const bytes = await retryUntil(
      host,
      { deadlineMs, label: task.label },
      (attempt) => {
        if (state.failed) throw new Stopped();
        return attemptBundle(host, { task, tools, attempt });
      }
    );
    host.log.info(
      `${task.label}: made and checked in ${((host.clock.elapsedMs() - startedMs) / 1e3).toFixed(1)} s`
    );
    return { subject: task.subject, predicateType: task.predicateType, bytes };
  } catch (error) {
    state.failed = true;
    throw error;
  }
}
async function attemptBundle(host, { task, tools, attempt }) {
  const { cosign, tokens, folder } = tools;
  const id = host.randomHex(6);
  const tokenFile = `${folder}/secrets/token-${id}`;
  const bundleFile = `${folder}/bundles/${id}.json`;
  await host.files.write(tokenFile, (await tokens()).text);
  try {
    await runChecked(host, {
      tool: "cosign",
      file: cosign.path,
      args: task.args(tokenFile, bundleFile),
      env: cosign.env,
      deadlineMs: Math.min(ATTEMPT_DEADLINE_MS, attempt.remainingMs)
    });
  } finally {
    await host.files.remove(tokenFile);
  }
  const bytes = await readBundle(host, bundleFile);
  await requireVerified({ task, bytes, tools });
  return bytes;
}
async function readBundle({ files }, path) {
  if (await files.kind(path) === "file") return files.readBytes(path);
  throw new ActionError("COMMAND_FAILED", "cosign ended with exit code 0 and wrote no bundle");
}
async function requireVerified({
  task,
  bytes,
  tools
}) {
  const { predicateType, subject, label } = task;
  const verdict = await tools.check({ bytes, digest: subject.digest, predicateType });
  if (verdict.ok) return;
  throw new ActionError("BUNDLE_REJECTED", `The ${label} does not verify, so it was not uploaded`, {
    hint: `${verdict.reason}
Do trusted root and signing config belong to the same Sigstore, and is \`certificate-identity\` right?`,
    details: verdict.details
  });
}

// src/stages/verify.ts
var PARALLEL2 = 8;
var DEADLINE_MS = 6e4;
var USER_ATTEMPTS = 3;
function listRequired(subjects, policy) {
  return subjects.flatMap((subject) => [
    { subject, predicateType: SIGNATURE_PREDICATE },
    ...subject.kind === "platform" ? policy.attestations.map(({ predicateType }) => ({ subject, predicateType })) : []
  ]);
}
async function verifyAll(host, wanted) {
  const required = listRequired(wanted.subjects, wanted.policy);
  const limit = pLimit(PARALLEL2);
  const checks = wanted.repositories.flatMap((repository) => [
    ...required.map((one) => limit(() => verifyOne({ wanted, repository, required: one }))),
    limit(() => verifyAsUsersDo(host, { wanted, repository }))
  ]);
  const problems = (await Promise.allSettled(checks)).flatMap(
    (one) => one.status === "rejected" ? [one.reason] : []
  );
  if (host.signal.aborted) throw host.signal.reason;
  if (problems.length > 0) throw gather(problems);
  for (const repository of wanted.repositories) {
    host.log.info(
      `${formatRepository(repository)}: ${required.length} signatures and attestations verified`
    );
  }
  return required;
}
function gather(problems) {
  const [other] = problems.filter(
    (one) => !(one instanceof ActionError && one.code === "VERIFICATION_FAILED")
  );
  if (other !== void 0) return other;
  const failures = problems.filter((one) => one instanceof ActionError);
  const [first] = failures;
  if (failures.length === 1) return first;
  return new ActionError("VERIFICATION_FAILED", failures.map(({ message }) => message).join("\n"), {
    hint: first?.hint,
    details: failures.flatMap(({ details }) => details).slice(0, 40)
  });
}
async function verifyOne({
  wanted,
  repository,
  required
}) {
  const { registry, policy, check } = wanted;
  const { subject, predicateType } = required;
  const reasons = [];
  for await (const candidate of readBundles(registry, {
    repository,
    digest: subject.digest,
    predicateType
  })) {
    const verdict = await check({
      bytes: candidate.bytes,
      digest: subject.digest,
      predicateType
    });
    if (verdict.ok) return;
    reasons.push(`${candidate.digest}: ${verdict.reason}`);
  }
  const where = `${describeSubject(subject)} (${formatReference({ repository, digest: subject.digest })})`;
  const what = predicateType === SIGNATURE_PREDICATE ? "signature" : `attestation of type ${predicateType}`;
  throw new ActionError(
    "VERIFICATION_FAILED",
    `No ${what} of ${where} verifies; ${reasons.length} found in the registry`,
    {
      hint: `Expected identity ${policy.identity}, issuer ${policy.issuer}. No tag was moved.`,
      details: reasons
    }
  );
}
async function verifyAsUsersDo(host, { wanted, repository }) {
  const { policy, cosign, trustedRoot, subjects } = wanted;
  const top = subjects.at(-1);
  if (top === void 0) return;
  const image = formatReference({ repository, digest: top.digest });
  const command = {
    tool: "cosign",
    file: cosign.path,
    args: makeVerifyImageArgs({ image, predicateType: SIGNATURE_PREDICATE, policy, trustedRoot }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS
  };
  let result = await host.run(command);
  for (let attempt = 1; result.exitCode !== 0 && attempt < USER_ATTEMPTS; attempt++) {
    await host.clock.sleep(2e3 * attempt);
    result = await host.run(command);
  }
  if (result.exitCode === 0) return;
  const failure = describeCommandFailure(result, command);
  throw new ActionError(
    "VERIFICATION_FAILED",
    `cosign does not accept ${image}: ${failure.message}`,
    {
      hint: "Every bundle verifies by itself, so cosign does not find them as this registry lists them. No tag was moved; run the job again.",
      cause: failure,
      details: failure.details
    }
  );
}

// src/stages/release.ts
async function inspectImage(host, { registry, destinations, folder, timings }, wanted) {
  const [first] = destinations;
  if (first === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", "There is no repository to read from");
  return timings.measure("Inspect", async () => {
    const seen = destinations.map((one) => registry.waitForManifest(one.repository, wanted.digest));
    await joinTracks(seen);
    const predicates = `${folder}/predicates`;
    const { repository } = first;
    return describeImage(host, { registry, repository, folder: predicates, ...wanted });
  });
}
async function signAndVerify(host, release, { image, fresh, covered, record }) {
  const { signing, destinations, folder, results, timings, registry } = release;
  const repositories = destinations.map(({ repository: repository2 }) => repository2);
  const [repository] = repositories;
  if (signing === void 0 || repository === void 0)
    return record === void 0 ? void 0 : { candidate: record, bundle: void 0 };
  const { spec, policy, cosign, trust, tokens, check } = signing;
  const statement = record === void 0 ? [] : [await writeRecord(host, { image, record, folder })];
  const createdAt = host.clock.now();
  const made = await timings.measure(
    "Sign",
    () => makeBundles(host, {
      image: { ...fresh, predicates: [...fresh.predicates, ...statement] },
      repository,
      timeoutMs: spec.timeoutMs,
      tools: { cosign, trust, tokens, check, folder }
    })
  );
  const bundles = made.filter(({ predicateType }) => predicateType !== CANDIDATE_PREDICATE);
  const attached = await timings.measure(
    "Attach",
    () => attachAll(host, { registry, repositories, bundles, createdAt })
  );
  results.verified = await timings.measure(
    "Verify",
    () => verifyAll(host, {
      registry,
      repositories,
      subjects: covered,
      policy,
      cosign,
      trustedRoot: trust.trustedRoot,
      check
    })
  );
  await keepAttached(registry, attached);
  const [bundle] = made.filter(({ predicateType }) => predicateType === CANDIDATE_PREDICATE);
  if (record === void 0 || bundle === void 0) return void 0;
  return { candidate: record, bundle: Buffer.from(bundle.bytes).toString("utf8") };
}
async function writeRecord({ files }, { image, record, folder }) {
  const subject = image.subjects.find(({ digest }) => digest === image.digest);
  if (subject === void 0)
    throw new ActionError("BUILD_RESULT_INVALID", `${image.digest} is not among its own manifests`);
  const file = `${folder}/predicates/candidate.json`;
  await files.write(file, JSON.stringify(formatCandidate(record)));
  const type = CANDIDATE_PREDICATE;
  return { spec: { kind: "candidate", predicateType: type, cosignType: type }, subject, file };
}
async function publishTags(host, { registry, destinations, results, timings }, image) {
  await timings.measure(
    "Publish",
    () => moveTags(host, { registry, destinations, image, moved: results.moved })
  );
  results.published = true;
}

// src/names/facts.ts
function makeNamesFacts(source) {
  const { env, event, runTime } = source;
  const sha = env["GITHUB_SHA"] ?? "";
  return {
    eventName: env["GITHUB_EVENT_NAME"] ?? "",
    ref: env["GITHUB_REF"] ?? "",
    sha,
    repository: parseRepositoryFacts(source),
    pullRequest: parsePullRequest(event),
    baseRef: textAt(event, "base_ref"),
    commitTime: parseCommitTime(event, sha) ?? source.commitTime,
    runTime
  };
}
function parseRepositoryFacts({ env, event, repository }) {
  const fullName = env["GITHUB_REPOSITORY"] ?? "";
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com";
  const pick = (...path) => textAt(event, "repository", ...path) ?? textAt(repository, ...path);
  return {
    name: pick("name") ?? fullName.slice(fullName.indexOf("/") + 1),
    description: pick("description"),
    htmlUrl: pick("html_url") ?? (fullName === "" ? void 0 : `${server}/${fullName}`),
    license: pick("license", "spdx_id"),
    defaultBranch: pick("default_branch")
  };
}
function parsePullRequest(event) {
  const number = valueAt(event, "pull_request", "number") ?? valueAt(event, "number");
  if (typeof number !== "number") return void 0;
  return {
    number,
    headSha: textAt(event, "pull_request", "head", "sha"),
    baseRef: textAt(event, "pull_request", "base", "ref")
  };
}
function parseCommitTime(event, sha) {
  const commits = valueAt(event, "commits");
  const pushed = Array.isArray(commits) ? commits : [];
  const commit = [...pushed, valueAt(event, "head_commit")].find(
    (candidate) => sha !== "" && textAt(candidate, "id") === sha
  );
  const time = new Date(textAt(commit, "timestamp") ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? void 0 : time;
}
function textAt(value, ...path) {
  const found = valueAt(value, ...path);
  return typeof found === "string" && found !== "" ? found : void 0;
}
function valueAt(value, ...path) {
  return path.reduce(
    (found, key) => typeof found === "object" && found !== null && Object.hasOwn(found, key) ? found[key] : void 0,
    value
  );
}

// src/plan/contexts.ts
var REMOTE_CONTEXT = /^(https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/i;
function isRemoteContext(context) {
  return REMOTE_CONTEXT.test(context);
}
function dockerfilePath({
  context,
  file
}) {
  if (isRemoteContext(context)) return void 0;
  return file ?? `${context.replace(/\/+$/, "")}/Dockerfile`;
}
function isLocalSource(source) {
  return !isRemoteContext(source) && !/^[a-z][a-z0-9+.-]*:/i.test(source);
}
function checkContexts({
  inputs,
  facts,
  problems
}) {
  checkContext({ inputs, facts, problems });
  for (const { name, source } of inputs.buildContexts) {
    if (isRemoteContext(source)) checkRemote("build-contexts", source, problems);
    const kind = facts.paths.named[source];
    if (!isLocalSource(source) || kind === "directory" || kind === "later") continue;
    problems.push({
      input: "build-contexts",
      value: `${name}=${source}`,
      problem: "names a folder that does not exist",
      fix: "Give a folder, relative to the workspace, or write `docker-image://\u2026` for an image."
    });
  }
}
function checkContext({
  inputs,
  facts,
  problems
}) {
  if (isRemoteContext(inputs.context)) {
    checkRemote("context", inputs.context, problems);
    return;
  }
  if (facts.paths.context === "later") return;
  const hasContext = facts.paths.context === "directory";
  if (!hasContext) {
    const problem = facts.paths.context === "missing" ? "does not exist" : "is not a readable folder";
    const fix = "Check the repository out first (`actions/checkout`) and give a folder below the workspace.";
    problems.push({ input: "context", value: inputs.context, problem, fix });
  }
  if (hasContext || inputs.file !== void 0) checkDockerfile({ inputs, facts, problems });
}
function checkDockerfile({
  inputs,
  facts,
  problems
}) {
  const kind = facts.paths.dockerfile;
  if (kind === "file" || kind === "later") return;
  const problem = {
    missing: "does not exist",
    directory: "is a folder, not a Dockerfile",
    other: "is not a regular file",
    unreadable: "cannot be read"
  }[kind];
  problems.push({
    input: "file",
    value: dockerfilePath(inputs),
    problem,
    fix: "Is the repository checked out (`actions/checkout`)? The path counts from the workspace, not from the context."
  });
}
var CREDENTIALS = /^(?:ssh:\/\/[^/@]*:[^/@]*@|(?!ssh:)[a-z+]+:\/\/[^/]*@)/i;
function checkRemote(input, context, problems) {
  const hasCredentials = CREDENTIALS.test(context);
  if (hasCredentials) {
    problems.push({
      input,
      problem: "carries a user name or password, which would stand in the log and in the provenance",
      fix: "Remove it, and give the token as the build secret `GIT_AUTH_TOKEN`."
    });
  }
  if (/^(http|git):\/\//i.test(context)) {
    problems.push({
      input,
      value: hasCredentials ? void 0 : context,
      problem: "is fetched without encryption, so that anybody on the way can change it",
      fix: "Use `https://`."
    });
  }
}

// src/stages/facts.ts
async function gatherFacts(host, inputs) {
  const { env } = host;
  const event = await readEvent(host);
  const serverUrl = env["GITHUB_SERVER_URL"] || "https://github.com";
  const repository = env["GITHUB_REPOSITORY"] ?? "";
  const eventName = env["GITHUB_EVENT_NAME"] ?? "";
  const [paths, visibility, names, signingConfigLogs] = await Promise.all([
    readPaths(host, inputs),
    readVisibility({ host, event, inputs, repository }),
    readNamesFacts(host, event),
    readsLog(host, inputs.signingConfig)
  ]);
  return {
    eventName,
    ref: env["GITHUB_REF"] ?? "",
    sha: env["GITHUB_SHA"] ?? "",
    repository,
    visibility,
    untrusted: isUntrusted({ event, repository, actor: env["GITHUB_ACTOR"] ?? "", eventName }),
    actor: env["GITHUB_ACTOR"] ?? "",
    serverUrl,
    runUrl: `${serverUrl}/${repository}/actions/runs/${env["GITHUB_RUN_ID"] ?? ""}/attempts/${env["GITHUB_RUN_ATTEMPT"] ?? "1"}`,
    jobName: env["GITHUB_JOB"] ?? "",
    actionSource: formatActionSource(env),
    workspace: env["GITHUB_WORKSPACE"] ?? "",
    runId: env["GITHUB_RUN_ID"] ?? "",
    runAttempt: Number(env["GITHUB_RUN_ATTEMPT"] || "1"),
    oidcAvailable: Boolean(
      env["ACTIONS_ID_TOKEN_REQUEST_URL"] && env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
    ),
    actionsCache: Boolean(
      env["ACTIONS_RUNTIME_TOKEN"] && (env["ACTIONS_RESULTS_URL"] || env["ACTIONS_CACHE_URL"])
    ),
    runnerEnvironment: env["RUNNER_ENVIRONMENT"] || void 0,
    sshAgent: Boolean(env["SSH_AUTH_SOCK"]),
    paths,
    signingConfigLogs,
    names
  };
}
async function readNamesFacts(host, event) {
  const { env, clock } = host;
  const runTime = clock.now();
  const stated = makeNamesFacts({ env, event, runTime });
  if (stated.commitTime !== void 0 || stated.sha === "") return stated;
  return makeNamesFacts({
    env,
    event,
    runTime,
    commitTime: await readCommitTime(host, stated.sha)
  });
}
async function readCommitTime({ env, run }, sha) {
  const { exitCode, stdout } = await run({
    tool: "git",
    file: "git",
    // The checkout may belong to another user than the one that runs the action, as in a container job.
    args: ["-c", "safe.directory=*", "show", "--no-patch", "--format=%cI", sha],
    env: { PATH: env["PATH"] ?? "" }
  });
  const time = new Date(exitCode === 0 ? stdout.trim() : Number.NaN);
  return Number.isNaN(time.getTime()) ? void 0 : time;
}
function formatActionSource(env) {
  const repository = env["GITHUB_ACTION_REPOSITORY"];
  const ref = env["GITHUB_ACTION_REF"];
  if (!repository) return "";
  return ref ? `${repository}@${ref}` : repository;
}
async function readEvent({ env, files, log }) {
  const path = env["GITHUB_EVENT_PATH"];
  if (!path) return {};
  try {
    return JSON.parse(await files.readText(path));
  } catch (error) {
    log.debug(`No event payload at ${path}: ${String(error)}`);
    return {};
  }
}
async function readPaths(host, inputs) {
  const remote = isRemoteContext(inputs.context);
  const readSource = async (path) => {
    const kind = await readKind(host, path);
    return kind === "missing" && isPreparedLater(inputs) ? "later" : kind;
  };
  const [context, file, trustedRoot, signingConfig] = await Promise.all([
    readSource(remote ? void 0 : inputs.context),
    readSource(dockerfilePath(inputs)),
    readKind(host, inputs.trustedRoot),
    readKind(host, inputs.signingConfig)
  ]);
  const named = await readNamed(inputs, readSource);
  return { context, dockerfile: file, trustedRoot, signingConfig, named };
}
function isPreparedLater({ dryRun, prepared }) {
  return dryRun && prepared.length > 0;
}
async function readNamed({ secretFiles, buildContexts }, readSource) {
  const sources = buildContexts.map(({ source }) => source).filter(isLocalSource);
  const paths = [.../* @__PURE__ */ new Set([...secretFiles.map(({ path }) => path), ...sources])];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readSource(path)]))
  );
}
async function readKind({ files }, path) {
  if (path === void 0) return "missing";
  try {
    const kind = await files.kind(path);
    if (kind === "file") return await files.readable(path) ? "file" : "unreadable";
    return kind ?? "missing";
  } catch {
    return "unreadable";
  }
}
async function readsLog({ files }, path) {
  if (path === void 0) return false;
  try {
    const logs = readField(JSON.parse(await files.readText(path)), ["rekorTlogUrls"]);
    return Array.isArray(logs) && logs.length > 0;
  } catch {
    return false;
  }
}
async function readVisibility({
  host,
  event,
  inputs,
  repository
}) {
  const stated = readField(event, ["repository", "visibility"]);
  if (stated === "public" || stated === "private" || stated === "internal") return stated;
  const isPrivate = readField(event, ["repository", "private"]);
  if (typeof isPrivate === "boolean") return isPrivate ? "private" : "public";
  const [owner, name] = repository.split("/");
  if (inputs.githubToken === void 0 || !owner || !name) return void 0;
  try {
    return await host.github.repositoryVisibility(inputs.githubToken, owner, name);
  } catch (error) {
    host.log.debug(`The repository's visibility could not be read: ${String(error)}`);
    return void 0;
  }
}
function isUntrusted({
  event,
  repository,
  actor,
  eventName
}) {
  if (actor === "dependabot[bot]") return true;
  if (!eventName.startsWith("pull_request")) return false;
  const head = readField(event, ["pull_request", "head", "repo", "full_name"]);
  return typeof head !== "string" || head.toLowerCase() !== repository.toLowerCase();
}
function readField(value, path) {
  let at = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return void 0;
    at = Reflect.get(at, key);
  }
  return at;
}

// src/plan/runners.ts
var MOST_LEGS = 20;
var HOSTED = [
  { pattern: "linux/arm64", runner: "ubuntu-24.04-arm" },
  { pattern: "linux/arm", runner: "ubuntu-24.04-arm" },
  { pattern: "default", runner: "ubuntu-24.04" }
];
function planLegs({
  platforms,
  rules
}) {
  return platforms.map((each, index) => {
    const platform = formatPlatform(each);
    const rule = findRule(platform, rules) ?? findRule(platform, HOSTED);
    return { platform, runner: rule?.runner ?? "ubuntu-24.04", index };
  });
}
function checkLegCount(legs, problems) {
  if (legs.length <= MOST_LEGS) return;
  problems.push({
    input: "platforms",
    value: `${legs.length} platforms`,
    problem: `are more than the ${MOST_LEGS} legs of the reusable workflow`,
    fix: "Use the step in a matrix of your own, or build some platforms in one job."
  });
}
function formatMatrix(legs) {
  return JSON.stringify({ include: legs });
}
function findRule(platform, rules) {
  return rules.filter(({ pattern }) => isMatch2(pattern, platform)).sort((left, right) => weigh(right) - weigh(left))[0];
}
function isMatch2(pattern, platform) {
  return pattern === "default" || platform === pattern || platform.startsWith(`${pattern}/`);
}
function weigh({ pattern }) {
  return pattern === "default" ? 0 : pattern.split("/").length;
}

// src/stages/summary.ts
function formatSummary(told) {
  const { results, error } = told;
  return [
    `### ${formatHeadline(results, error)}`,
    ...error === void 0 ? [] : [formatFailure(results, error)],
    formatTags(results),
    formatSubjects(results),
    formatMissing(results.plan),
    formatCommands(told),
    formatTimings(told)
  ].filter((part) => part !== "").join("\n\n");
}
function formatHeadline(results, error) {
  const { plan, published, verified, build, waiting, candidate } = results;
  const name = plan?.destinations[0] === void 0 ? "image" : formatRepository(plan.destinations[0].repository);
  if (error !== void 0)
    return `\u274C ${name} was not ${plan?.mode === "push" ? "published" : "built"}`;
  if (plan?.mode === "call") return `\u2705 Evaluated: ${plan.reason}; nothing was built`;
  if (build === void 0) return `Dry run: nothing was built, ${name} is as it was`;
  if (plan?.mode === "load") return "\u2705 Built and loaded into the engine";
  if (plan?.mode === "build") return `\u2705 Built, not pushed: ${plan.reason}`;
  if (waiting !== void 0)
    return `\u2705 ${formatPart(plan)} of ${name} is ready: ${formatWaiting(waiting)}`;
  if (!published && candidate !== void 0)
    return `\u2705 ${name} is built${verified === void 0 ? "" : ", signed and verified"}, and has no tag yet (\`publish: off\`)`;
  if (published && verified !== void 0) return `\u2705 ${name} is published, signed and verified`;
  return `\u26A0\uFE0F ${name} is published **without a signature**`;
}
function formatPart(plan) {
  return plan?.leg === void 0 ? "A part" : formatPlatform(plan.leg.platform);
}
function formatWaiting(missing) {
  if (missing.length === 0) return "another leg publishes the whole image";
  return `the leg that finishes last publishes the whole image (still missing: ${missing.join(", ")})`;
}
function formatFailure({ moved, verified }, error) {
  const quoted = describeError(error).split("\n").map((line) => `> ${escapeHtml(line)}`).join("\n");
  const tags = moved.length === 0 ? "No tag was created or moved." : `Moved before the failure, to the ${verified === void 0 ? "unsigned" : "signed and verified"} image: ${moved.map(({ reference }) => `\`${reference}\``).join(", ")}.`;
  return `${quoted}

\`${errorCode(error)}\` \xB7 ${tags}`;
}
function formatTags({ moved, image }) {
  if (moved.length === 0 || image === void 0) return "";
  const rows2 = moved.map(
    ({ reference, previous }) => `| \`${reference}\` | ${formatPrevious(previous, image.digest)} |`
  );
  return [`**Digest** \`${image.digest}\``, "", "| tag | before |", "| --- | --- |", ...rows2].join(
    "\n"
  );
}
function formatPrevious(previous, digest) {
  if (previous === void 0) return "new";
  return previous === digest ? "the same" : `\`${previous.slice(0, 19)}\u2026\``;
}
function formatSubjects({ image, verified, plan }) {
  if (image === void 0) return "";
  const found = (subject, predicateType) => verified?.some((one) => one.subject === subject && one.predicateType === predicateType) === true ? "\u2705" : "\u2013";
  const attestations = plan?.attestations ?? [];
  const header = [
    "manifest",
    "digest",
    "signature",
    ...attestations.map(({ kind }) => kind === "spdx" ? "SBOM" : "provenance")
  ];
  const rows2 = image.subjects.filter(({ kind }) => kind !== "attestation-manifest").map((subject) => [
    subject.kind === "index" ? "index" : subject.platform ?? "",
    `\`${subject.digest.slice(0, 19)}\u2026\``,
    found(subject, SIGNATURE_PREDICATE),
    ...attestations.map(
      ({ predicateType }) => subject.kind === "platform" ? found(subject, predicateType) : ""
    )
  ]);
  return [header, header.map(() => "---"), ...rows2].map((row2) => `| ${row2.join(" | ")} |`).join("\n");
}
function formatMissing(plan) {
  if (plan === void 0 || plan.mode !== "push") return "";
  const kinds = new Set(plan.attestations.map(({ kind }) => kind));
  const missing = [
    ...plan.signing.kind === "off" ? [`no signature (${plan.signing.reason})`] : [],
    ...kinds.has("spdx") ? [] : ["no SBOM"],
    ...kinds.has("provenance") ? [] : ["no provenance"]
  ];
  return missing.length === 0 ? "" : `Not part of this image: ${missing.join(", ")}.`;
}
function formatCommands({ commands, results }) {
  if (commands.length === 0) return "";
  return [
    `<details><summary>Verify it (signed by <code>${escapeHtml(results.policy?.identity ?? "")}</code>)</summary>`,
    "",
    "```sh",
    ...commands.map(wrapCommand),
    "```",
    "",
    "</details>"
  ].join("\n");
}
function wrapCommand(command) {
  return command.replaceAll(/ (?=--| ?[^ ]+$)/g, " \\\n  ");
}
var STAGES = ["Set-up", "Build", "Inspect", "Sign", "Attach", "Verify", "Publish", "Load"];
function formatTimings({ timings }) {
  const known = Object.entries(timings).filter(([name]) => STAGES.includes(name));
  const parts = known.map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`);
  const cache = timings["Cache"];
  const beside = cache === void 0 ? "" : ` (beside it, the build cache was written in ${cache.toFixed(1)} s)`;
  return parts.length === 0 ? "" : `${parts.join(" \xB7 ")}${beside}`;
}
function escapeHtml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

// src/stages/report.ts
async function report2(host, {
  results,
  timings,
  error
}) {
  const outputs = makeOutputs(results, timings);
  for (const [name, value] of Object.entries(outputs)) host.setOutput(name, value);
  if (results.plan === void 0) return;
  try {
    await host.writeSummary(
      formatSummary({ results, timings, error, commands: makeVerifyCommands(results) })
    );
  } catch (failure) {
    host.log.warning(
      `The job summary could not be written: ${failure instanceof Error ? failure.message : String(failure)}`
    );
  }
}
function makeOutputs(results, timings) {
  const { plan, build, policy, moved } = results;
  const isPart = plan?.leg !== void 0 && plan.publish === "auto" && !results.published;
  const image = isPart ? void 0 : results.image;
  const digest = isPart ? "" : image?.digest ?? build?.metadata.digest ?? "";
  const first = plan?.destinations[0]?.repository;
  return {
    digest,
    digests: image === void 0 ? "" : JSON.stringify(Object.fromEntries(listPlatforms(image.subjects))),
    tags: (plan?.mode === "load" ? build === void 0 ? [] : plan.load?.tags ?? [] : moved.map(({ reference }) => reference)).join("\n"),
    image: first === void 0 || image === void 0 ? "" : formatReference({ repository: first, digest: image.digest }),
    imageid: build?.metadata.configDigest ?? digest,
    metadata: build?.metadata.json ?? "",
    published: results.waiting === void 0 ? String(results.published) : "",
    // After a failure nothing may look like a go-ahead, though the image that no tag names yet may verify.
    verified: results.waiting === void 0 ? String(isVerified(results)) : "",
    "signer-identity": results.verified === void 0 || isPart ? "" : policy?.identity ?? "",
    "verify-commands": isPart ? "" : makeVerifyCommands(results).join("\n"),
    candidate: results.candidate === void 0 ? "" : formatCandidateDocument(results.candidate),
    group: results.group ?? "",
    matrix: plan === void 0 ? "" : formatMatrix(plan.legs),
    timings: JSON.stringify(timings)
  };
}
function isVerified({ plan, published, candidate, verified }) {
  const isDone = published || plan?.publish === "off" && candidate !== void 0;
  return isDone && verified !== void 0;
}
function listPlatforms(subjects) {
  return subjects.flatMap(
    ({ kind, platform, digest }) => kind === "platform" && platform !== void 0 ? [[platform, digest]] : []
  );
}
function makeVerifyCommands({
  plan,
  image,
  policy,
  verified,
  trustedRoot
}) {
  const top = image?.subjects.at(-1);
  if (plan === void 0 || image === void 0 || policy === void 0 || verified === void 0 || top === void 0)
    return [];
  const shown2 = verified.filter(
    ({ subject, predicateType }) => subject === top || subject.kind === "platform" && predicateType !== SIGNATURE_PREDICATE
  );
  return plan.destinations.flatMap(
    ({ repository }) => [...shown2].reverse().map(
      ({ subject, predicateType }) => formatShellCommand(
        "cosign",
        makeVerifyImageArgs({
          image: formatReference({ repository, digest: subject.digest }),
          predicateType,
          policy,
          trustedRoot
        })
      )
    )
  );
}

// src/stages/report-images.ts
async function reportImages(host, {
  images,
  timings,
  error
}) {
  const [first = { moved: [], published: false }] = images;
  for (const [at, results] of images.entries()) {
    const isLast = at === images.length - 1;
    await report2(host, { results, timings, error: isLast ? error : void 0 });
  }
  for (const [name, value] of Object.entries(makeOutputs(first, timings)))
    host.setOutput(name, value);
  host.setOutput("result", JSON.stringify(images.map((one) => summarize(one, timings))));
}
var TOLD = ["group", "image", "digest", "published", "verified", "signer-identity"];
function summarize(results, timings) {
  const outputs = makeOutputs(results, timings);
  return {
    ...Object.fromEntries(TOLD.map((name) => [name, outputs[name]])),
    digests: outputs.digests === "" ? {} : JSON.parse(outputs.digests),
    tags: results.moved.map(({ reference }) => reference),
    "verify-commands": outputs["verify-commands"].split("\n").filter(Boolean)
  };
}
function tellFailure(host, error) {
  const details = error instanceof ActionError ? error.details : [];
  if (details.length > 0) {
    const close = host.log.open("What the tool said");
    details.forEach(host.log.foreign);
    close();
  }
  if (error instanceof Error && error.stack !== void 0) host.log.debug(error.stack);
  host.log.error(describeError(error), errorCode(error));
  host.fail();
}

// src/stages/run-folder.ts
async function openRunFolder(host) {
  const path = await host.files.makeTempDir(FOLDER_PREFIX);
  let state = { v: 1, folder: path };
  host.saveState(STATE_NAME, formatState(state));
  await Promise.all(
    ["docker", "buildx", "home", "tuf", "secrets", "bundles", "predicates"].map(
      (name) => host.files.makeDir(`${path}/${name}`)
    )
  );
  return {
    path,
    remember: (resource) => {
      state = { ...state, ...resource };
      host.saveState(STATE_NAME, formatState(state));
    }
  };
}

// src/registry/challenge.ts
var MAX_HEADER_LENGTH = 8192;
var ITEM = /[\s,]*([\w.~+/-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;
function parseChallenge(header) {
  const found = header === void 0 ? [] : listChallenges(header.slice(0, MAX_HEADER_LENGTH));
  const bearer = found.find(({ scheme, params }) => scheme === "bearer" && params.has("realm"));
  const realm = bearer?.params.get("realm");
  if (bearer !== void 0 && realm !== void 0) {
    return {
      scheme: "bearer",
      realm,
      service: bearer.params.get("service"),
      scope: bearer.params.get("scope"),
      isInsufficient: bearer.params.get("error") === "insufficient_scope"
    };
  }
  return found.some(({ scheme }) => scheme === "basic") ? { scheme: "basic" } : void 0;
}
function listChallenges(header) {
  const found = [];
  ITEM.lastIndex = 0;
  for (let item = ITEM.exec(header); item !== null; item = ITEM.exec(header)) {
    const [, name = "", quoted, plain] = item;
    const value = quoted?.replace(/\\(.)/g, "$1") ?? plain;
    if (value === void 0) found.push({ scheme: name.toLowerCase(), params: /* @__PURE__ */ new Map() });
    else found.at(-1)?.params.set(name.toLowerCase(), value);
  }
  return found;
}

// src/registry/hints.ts
var PACKAGES_WRITE = "permissions:\n  contents: read\n  packages: write";
function findHint(facts) {
  if (facts.code === "REGISTRY_THROTTLED") return hintThrottled(facts);
  if (facts.code === "REGISTRY_UNREACHABLE") return hintUnreachable(facts);
  if (/immutab|cannot be overwritten/i.test(facts.outcome)) return hintImmutable(facts);
  if (facts.code === "REGISTRY_NOT_FOUND") return hintNotFound(facts);
  if (facts.code === "REGISTRY_DENIED" || facts.code === "REGISTRY_UNAUTHORIZED")
    return hintDenied(facts);
  if (facts.status === 413)
    return "The registry, or a proxy in front of it, limits the size of uploads: raise that limit.";
  return void 0;
}
function hintThrottled({ repository }) {
  const login = repository.registry === "docker.io" ? " Docker Hub limits by account: log in, also for public images." : "";
  return `The registry limits requests. Run again later, or lower the number of jobs that run at once.${login}`;
}
function hintUnreachable({ repository, outcome }) {
  if (/CERT|certificate|SELF_SIGNED|self-signed/i.test(outcome)) {
    return `The certificate of ${repository.registry} is not trusted here: set NODE_EXTRA_CA_CERTS to a file with its authority.`;
  }
  return `Look at the status page of ${repository.registry}, then run the failed job again: it continues with what was already pushed.`;
}
function hintImmutable({ repository }) {
  return `A tag in ${repository.path} is immutable and holds something else. Publish under a new tag; where the tag begins with \`sha256-\`, exclude that prefix from the immutability rule: signatures are listed under it.`;
}
function hintNotFound({ repository, outcome }) {
  if (!/NAME_UNKNOWN|name unknown|repository/i.test(outcome)) return void 0;
  if (/\.dkr\.ecr\./.test(repository.registry)) {
    return `Create the repository first: aws ecr create-repository --repository-name ${repository.path}`;
  }
  return `Create the repository ${repository.path} first, or correct its name.`;
}
function hintDenied({ repository, outcome, code }) {
  const { registry, path } = repository;
  if (registry === "ghcr.io") return hintGitHub(path, outcome);
  if (registry === "docker.io" && path.startsWith("library/")) {
    return `\`${path}\` without a registry means Docker Hub's official images. Did you mean \`ghcr.io/\u2026/${path.slice("library/".length)}\`?`;
  }
  if (/scope/i.test(outcome))
    return `The token for ${registry} may not write to ${path}: create one with read and write access.`;
  if (code === "REGISTRY_UNAUTHORIZED") {
    return `Log in to ${registry}: set the inputs \`registry: ${registry}\`, \`username\` and \`password\`, or use a login step before.`;
  }
  return `The account used for ${registry} may not do this in ${path}: give it write access, or correct the name.`;
}
function hintGitHub(path, outcome) {
  const owner = path.split("/")[0] ?? path;
  if (/create.{0,20}organization package|create_package/i.test(outcome)) {
    return `Check in this order: \`${owner}\` is the owner of this repository; the job has
${PACKAGES_WRITE}
and the organization lets its members create packages (organization settings, Packages).`;
  }
  return `Give the job
${PACKAGES_WRITE}
and, if the package exists already, add this repository with the role Write under "Manage Actions access" in the settings of the package \`${path}\`. Pull requests from forks never get write access.`;
}

// src/registry/failure.ts
var RegistryFailure = class extends Error {
  facts;
  constructor(facts) {
    super(`${facts.phase}: ${facts.outcome}`, { cause: facts.cause });
    this.name = "RegistryFailure";
    this.facts = facts;
  }
};
var RETRYABLE = /* @__PURE__ */ new Set([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
var LATE_BLOB = /\b(?:MANIFEST_BLOB_UNKNOWN|BLOB_UPLOAD_UNKNOWN|BLOB_UPLOAD_INVALID)\b/;
var RATE_LIMIT = /rate.?limit|too many requests|toomanyrequests/i;
function toStatusFailure(doing, response, now) {
  const { status } = response;
  const said = describeBody(response.body);
  const limited = status === 403 && RATE_LIMIT.test(said);
  return new RegistryFailure({
    ...doing,
    code: limited ? "REGISTRY_THROTTLED" : findCode(status),
    outcome: said === "" ? `HTTP ${status}` : `HTTP ${status}, ${said}`,
    status,
    retryable: limited || RETRYABLE.has(status) || status === 404 && LATE_BLOB.test(said),
    retryAfterMs: parseRetryAfter(response.headers["retry-after"], now)
  });
}
function toTransportFailure(doing, error) {
  if (!(error instanceof TransportError)) return error;
  const hopeless = error.kind === "tls" || error.kind === "too-large";
  return new RegistryFailure({
    ...doing,
    code: error.kind === "too-large" ? "REGISTRY_CORRUPT" : "REGISTRY_UNREACHABLE",
    outcome: error.message,
    retryable: !hopeless,
    cause: error
  });
}
function makeCorruptFailure(doing, outcome) {
  return new RegistryFailure({
    ...doing,
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: true,
    maxAttempts: 2
  });
}
function toActionError({ facts }, attempts) {
  const { repository, phase, outcome, code } = facts;
  const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  const message = `${repository.registry}: ${phase} in ${repository.path} failed after ${tries}: ${outcome}`;
  return new ActionError(code, message, { hint: findHint(facts), cause: facts.cause });
}
function findCode(status) {
  if (status === 401) return "REGISTRY_UNAUTHORIZED";
  if (status === 403) return "REGISTRY_DENIED";
  if (status === 404) return "REGISTRY_NOT_FOUND";
  if (status === 429) return "REGISTRY_THROTTLED";
  return RETRYABLE.has(status) || status >= 500 ? "REGISTRY_UNREACHABLE" : "REGISTRY_REFUSED";
}
function describeBody(body) {
  const text = new TextDecoder().decode(body.subarray(0, 4096));
  if (/^\s*</.test(text)) return "";
  return listErrors(text).replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").trim().slice(0, 300);
}
function listErrors(text) {
  try {
    const { errors } = JSON.parse(text);
    if (!Array.isArray(errors)) return text;
    const told = errors.slice(0, 3).map((error) => {
      return [error?.code, error?.message].filter((part) => typeof part === "string").join(": ");
    });
    return told.join("; ");
  } catch {
    return text;
  }
}
function parseRetryAfter(header, now) {
  if (header === void 0) return void 0;
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1e3 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : void 0;
}

// src/registry/authorizer.ts
var TOKEN_TIMEOUT_MS = 2e4;
var MAX_TOKEN_BYTES = 1024 * 1024;
var DEFAULT_EXPIRY_S = 60;
function makeAuthorizer(context) {
  const tokens = /* @__PURE__ */ new Map();
  const flying = /* @__PURE__ */ new Map();
  const learned = /* @__PURE__ */ new Map();
  const extras = /* @__PURE__ */ new Map();
  const { clock } = context.host;
  async function findToken(challenge, origin, scopes) {
    const { key, usable, purpose, extra } = scopes;
    const fresh = usable.map((name) => tokens.get(name)).find((token) => (token?.expiresMs ?? 0) > clock.elapsedMs());
    if (fresh !== void 0) return fresh.header;
    const fetching = flying.get(key) ?? fetchToken({ context, challenge, origin, purpose, extra });
    flying.set(key, fetching);
    try {
      const token = await fetching;
      tokens.set(key, token);
      return token.header;
    } finally {
      flying.delete(key);
    }
  }
  async function authorize(origin, purpose) {
    const challenge = origin.challenge ?? learned.get(purpose.repository.registry);
    if (challenge === void 0) return void 0;
    if (challenge.scheme === "bearer")
      return findToken(challenge, origin, listScopes(purpose, extras.get(placeOf(purpose))));
    const credential = await context.credentials(purpose.repository.registry);
    return credential !== void 0 && "username" in credential ? formatBasic(credential) : void 0;
  }
  return {
    authorize,
    renew: async (origin, purpose, { used, asked }) => {
      const challenge = parseChallenge(asked);
      if (origin.challenge === void 0 && challenge !== void 0)
        learned.set(purpose.repository.registry, challenge);
      const bearer = challenge?.scheme === "bearer" ? challenge : void 0;
      if (bearer?.isInsufficient !== true) forget(tokens, used);
      if (isBeyond(bearer?.scope, purpose)) extras.set(placeOf(purpose), bearer.scope);
      const renewed = await authorize(origin, purpose);
      return renewed === used ? void 0 : renewed;
    }
  };
}
function forget(tokens, refused) {
  for (const [key, { header }] of tokens) if (header === refused) tokens.delete(key);
}
function listScopes(purpose, extra) {
  const { repository, access } = purpose;
  const key = `${placeOf(purpose)} ${extra ?? ""}`;
  const pushing = `${placeOf({ repository, access: "pull,push" })} ${extra ?? ""}`;
  return { purpose, extra, key, usable: access === "pull" ? [pushing, key] : [key] };
}
function isBeyond(asked, purpose) {
  return asked?.startsWith("repository:") === true && !formatScope(purpose).startsWith(asked);
}
function placeOf(purpose) {
  return `${purpose.repository.registry} ${formatScope(purpose)}`;
}
function formatScope({ repository, access }) {
  return `repository:${repository.path}:${access}`;
}
async function fetchToken(question) {
  const { context, purpose } = question;
  const doing = { repository: purpose.repository, phase: "logging in" };
  const { clock } = context.host;
  const credential = await context.credentials(purpose.repository.registry);
  let response;
  try {
    response = await context.host.fetch(makeTokenRequest(question, credential));
  } catch (error) {
    throw toTransportFailure(doing, error);
  }
  if (response.status !== 200) throw toStatusFailure(doing, response, clock.now());
  const token = parseToken(response.body);
  if (token === void 0) throw refuseRealm(purpose, "the token server sent no token");
  context.host.mask(token.value);
  const usableMs = Math.max(token.lastsS - 30, token.lastsS / 2) * 1e3;
  return { header: `Bearer ${token.value}`, expiresMs: clock.elapsedMs() + usableMs };
}
function makeTokenRequest({ challenge, origin, purpose, extra }, credential) {
  const url = parseRealm(challenge.realm, origin, purpose);
  const scopes = [formatScope(purpose), ...extra === void 0 ? [] : [extra]];
  const bounds = { timeoutMs: TOKEN_TIMEOUT_MS, maxBytes: MAX_TOKEN_BYTES };
  if (credential !== void 0 && "identityToken" in credential) {
    const form = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: "build-sign-action",
      refresh_token: credential.identityToken,
      service: challenge.service ?? "",
      scope: scopes.join(" ")
    });
    const headers2 = { "content-type": "application/x-www-form-urlencoded" };
    return { method: "POST", url: url.href, headers: headers2, body: form.toString(), ...bounds };
  }
  if (challenge.service !== void 0) url.searchParams.set("service", challenge.service);
  for (const scope of scopes) url.searchParams.append("scope", scope);
  const headers = credential === void 0 ? {} : { authorization: formatBasic(credential) };
  return { url: url.href, headers, ...bounds };
}
function parseRealm(realm, origin, purpose) {
  const url = URL.canParse(realm, origin.url) ? new URL(realm, origin.url) : void 0;
  if (url === void 0 || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw refuseRealm(purpose, "the registry names a token server that is not a URL");
  }
  if (url.protocol === "http:" && !origin.url.startsWith("http:")) {
    throw refuseRealm(purpose, `the registry wants the password sent to ${url.host} in the clear`);
  }
  return url;
}
function refuseRealm({ repository }, outcome) {
  return new RegistryFailure({
    repository,
    phase: "logging in",
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: false
  });
}
function formatBasic({ username, password }) {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
function parseToken(body) {
  try {
    const json = JSON.parse(new TextDecoder().decode(body));
    const value = json["token"] || json["access_token"];
    const lasts = json["expires_in"];
    if (typeof value !== "string" || !/^[\x21-\x7e]+$/.test(value)) return void 0;
    return { value, lastsS: typeof lasts === "number" && lasts > 0 ? lasts : DEFAULT_EXPIRY_S };
  } catch {
    return void 0;
  }
}

// src/registry/context.ts
function startAttempts({ host, retry, budgetMs }) {
  const deadlineMs = host.clock.elapsedMs() + budgetMs;
  return { clock: host.clock, log: host.log, policy: retry, deadlineMs };
}

// src/registry/origin.ts
var PING_TIMEOUT_MS = 15e3;
function makeOriginFinder(context) {
  const known = /* @__PURE__ */ new Map();
  return (repository) => {
    const { registry } = repository;
    const found = known.get(registry) ?? probeOrigin(context, repository);
    known.set(registry, found);
    found.catch(() => known.delete(registry));
    return found;
  };
}
function isLoopbackHost(registry) {
  const host = registry.replace(/:\d+$/, "");
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
async function probeOrigin(context, repository) {
  const { registry } = repository;
  const doing = { repository, phase: "reaching the registry" };
  const mayBePlain = isLoopbackHost(registry) || context.insecureHosts.has(registry);
  const apiHost = formatApiHost(registry);
  const secure = `https://${apiHost}`;
  const ping = async (url) => {
    const response = await context.host.fetch({ url: `${url}/v2/`, timeoutMs: PING_TIMEOUT_MS });
    return toOrigin(url, response);
  };
  try {
    return await ping(secure).catch((error) => {
      if (mayBePlain && speaksNoTls(error)) return ping(`http://${apiHost}`);
      throw error;
    });
  } catch (error) {
    throw toTransportFailure(doing, error);
  }
  function toOrigin(url, response) {
    const { status, headers } = response;
    if (status === 429 || status === 408 || status >= 500) {
      throw toStatusFailure(doing, response, context.host.clock.now());
    }
    return {
      url,
      challenge: status === 401 ? parseChallenge(headers["www-authenticate"]) : void 0
    };
  }
}
function speaksNoTls(error) {
  return error instanceof TransportError && error.kind !== "timeout" && error.kind !== "dns";
}

// src/registry/retry.ts
var RETRY_POLICY = {
  attempts: 5,
  baseDelayMs: 1e3,
  maxDelayMs: 3e4,
  maxRetryAfterMs: 12e4,
  random: Math.random
};
async function runAttempts(attempts, attempt) {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RegistryFailure)) throw error;
      await waitOrThrow(attempts, error, count);
    }
  }
}
async function waitOrThrow(attempts, failure, count) {
  const { clock, log, policy, deadlineMs } = attempts;
  const { facts } = failure;
  const allowed = Math.min(policy.attempts, facts.maxAttempts ?? policy.attempts);
  if (!facts.retryable || count >= allowed) throw toActionError(failure, count);
  if (facts.retryAfterMs !== void 0 && facts.retryAfterMs > policy.maxRetryAfterMs)
    throw makeTooLong(failure, count);
  const delayMs = findDelayMs(policy, count, facts.retryAfterMs);
  if (clock.elapsedMs() + delayMs > deadlineMs) throw toActionError(failure, count);
  const wait = `again in ${(delayMs / 1e3).toFixed(1)} s (attempt ${count + 1} of ${allowed})`;
  log.info(`${facts.repository.registry}: ${failure.message}; ${wait}`);
  await clock.sleep(delayMs);
}
function findDelayMs(policy, count, retryAfterMs) {
  if (retryAfterMs !== void 0) return retryAfterMs + policy.random() * policy.baseDelayMs;
  return policy.random() * Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (count - 1));
}
function makeTooLong(failure, count) {
  const known = toActionError(failure, count);
  const seconds = Math.ceil((failure.facts.retryAfterMs ?? 0) / 1e3);
  const message = `${known.message}; it asks to wait ${seconds} s (Retry-After), which is too long`;
  return new ActionError("REGISTRY_THROTTLED", message, { hint: known.hint, cause: known.cause });
}
var POLL_POLICY = {
  baseDelayMs: 250,
  factor: 1.7,
  maxDelayMs: 5e3,
  totalMs: 9e4
};
async function pollUntil({ clock, poll }, ask) {
  const endMs = clock.elapsedMs() + poll.totalMs;
  for (let round = 0; ; round++) {
    const answer = await ask();
    if (answer !== void 0) return answer;
    const delayMs = Math.min(poll.maxDelayMs, poll.baseDelayMs * poll.factor ** round);
    if (clock.elapsedMs() + delayMs > endMs) return void 0;
    await clock.sleep(delayMs);
  }
}

// src/registry/exchange.ts
var DEFAULT_TIMEOUT_MS = 3e4;
var MIN_TIMEOUT_MS = 5e3;
var MIN_ANSWER_BYTES = 64 * 1024;
var USER_AGENT = "build-sign-action";
function makeWire(context) {
  const findOrigin = makeOriginFinder(context);
  const authorizer = makeAuthorizer(context);
  return {
    context,
    attempt: (run) => {
      const attempts = startAttempts(context);
      const send = (exchange) => {
        const leftMs = Math.max(
          MIN_TIMEOUT_MS,
          attempts.deadlineMs - context.host.clock.elapsedMs()
        );
        const timeoutMs = Math.min(exchange.timeoutMs ?? DEFAULT_TIMEOUT_MS, leftMs);
        return runExchange({ context, findOrigin, authorizer }, { ...exchange, timeoutMs });
      };
      return runAttempts(attempts, () => run(send));
    }
  };
}
async function runExchange({ context, findOrigin, authorizer }, exchange) {
  const origin = await findOrigin(exchange.repository);
  const url = findUrl(exchange, origin);
  const purpose = { repository: exchange.repository, access: exchange.access };
  const isOurs = url.origin === new URL(origin.url).origin;
  const used = isOurs ? await authorizer.authorize(origin, purpose) : void 0;
  let response = await transmit(context, { exchange, url, authorization: used });
  if (response.status === 401 && isOurs && exchange.renew !== false) {
    const asked = response.headers["www-authenticate"];
    const renewed = await authorizer.renew(origin, purpose, { used, asked });
    if (renewed !== void 0)
      response = await transmit(context, { exchange, url, authorization: renewed });
  }
  if (exchange.accept.includes(response.status)) return { response, url };
  throw await makeRefusal(context, exchange, response);
}
async function makeRefusal({ host, credentials }, exchange, response) {
  const failure = toStatusFailure(exchange, response, host.clock.now());
  const asked = response.status === 401 ? parseChallenge(response.headers["www-authenticate"]) : void 0;
  if (asked?.scheme !== "bearer" || !asked.isInsufficient) return failure;
  const known = await credentials(exchange.repository.registry) !== void 0;
  return known ? new RegistryFailure({ ...failure.facts, code: "REGISTRY_DENIED" }) : failure;
}
async function transmit(context, {
  exchange,
  url,
  authorization
}) {
  const headers = { "user-agent": USER_AGENT, ...exchange.headers };
  if (authorization !== void 0) headers["authorization"] = authorization;
  try {
    return await context.host.fetch({
      method: exchange.method,
      url: url.href,
      headers,
      ...exchange.body === void 0 ? {} : { body: exchange.body },
      timeoutMs: exchange.timeoutMs,
      maxBytes: Math.max(exchange.maxBytes ?? 0, MIN_ANSWER_BYTES)
    });
  } catch (error) {
    throw toTransportFailure(exchange, error);
  }
}
function findUrl(exchange, origin) {
  const { target, repository, phase } = exchange;
  if (typeof target === "string") return new URL(`${origin.url}/v2/${repository.path}/${target}`);
  const home = new URL(origin.url);
  if (target.protocol === "https:" || target.protocol === home.protocol) return target;
  if (target.protocol === "http:" && target.hostname === home.hostname) {
    const secure = new URL(target);
    secure.protocol = "https:";
    secure.port = home.port;
    return secure;
  }
  const outcome = `the registry refers to ${target.host} without TLS`;
  throw new RegistryFailure({
    repository,
    phase,
    code: "REGISTRY_CORRUPT",
    outcome,
    retryable: false
  });
}
function readLocation({ response, url }, exchange) {
  const location = response.headers["location"];
  if (location !== void 0 && URL.canParse(location, url.href)) return new URL(location, url);
  const outcome = `HTTP ${response.status} without a usable Location`;
  throw new RegistryFailure({ ...exchange, code: "REGISTRY_CORRUPT", outcome, retryable: true });
}

// src/registry/blobs.ts
var BLOB_TIMEOUT_MS = 12e4;
function readBlob(wire, { repository, digest, maxBytes }) {
  const asked = { repository, phase: `reading the blob ${digest}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target: `blobs/${digest}`,
      timeoutMs: BLOB_TIMEOUT_MS,
      maxBytes,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const { byteLength } = response.body;
    if (byteLength > maxBytes)
      throw makeCorruptFailure(
        asked,
        `the registry sent ${byteLength} bytes, more than ${maxBytes}`
      );
    const sent = computeDigest(response.body);
    if (sent !== digest) throw makeCorruptFailure(asked, `the registry sent ${sent}`);
    return response.body;
  });
}
function hasBlob(wire, repository, digest) {
  return wire.attempt((send) => probeBlob(send, { repository, digest, access: "pull" }));
}
async function probeBlob(send, { repository, digest, access }) {
  const phase = `looking for the blob ${digest}`;
  const target = `blobs/${digest}`;
  const { response } = await send({
    repository,
    access,
    phase,
    method: "HEAD",
    target,
    accept: [200, 404]
  });
  return response.status === 200;
}
function ensureBlob(wire, repository, bytes) {
  const digest = computeDigest(bytes);
  const asked = {
    repository,
    access: "pull,push",
    phase: `pushing the blob ${digestHex(digest).slice(0, 12)}`
  };
  return wire.attempt(async (send) => {
    if (await probeBlob(send, { repository, digest, access: "pull,push" })) return digest;
    const location = await startUpload(send, asked);
    location.search += `${location.search === "" ? "?" : "&"}digest=${encodeURIComponent(digest)}`;
    await send({
      ...asked,
      method: "PUT",
      target: location,
      headers: { "content-type": "application/octet-stream" },
      body: bytes,
      timeoutMs: BLOB_TIMEOUT_MS,
      accept: [200, 201, 202, 204]
    });
    return digest;
  });
}
function probePush(wire, repository) {
  const asked = {
    repository,
    access: "pull,push",
    phase: "checking the permission to push"
  };
  return wire.attempt(async (send) => {
    const target = await startUpload(send, asked);
    await send({
      ...asked,
      method: "DELETE",
      target,
      renew: false,
      timeoutMs: 1e4,
      accept: [200, 202, 204, 401, 403, 404, 405]
    }).catch((error) => wire.context.host.log.debug(String(error)));
  });
}
async function startUpload(send, asked) {
  const answer = await send({
    ...asked,
    method: "POST",
    target: "blobs/uploads/",
    accept: [202]
  });
  return readLocation(answer, asked);
}

// src/registry/bundle-manifest.ts
var EMPTY_CONFIG = new TextEncoder().encode("{}");
function makeBundleManifest({
  subject,
  bundle,
  predicateType,
  createdAt
}) {
  const annotations = {
    "dev.sigstore.bundle.content": "dsse-envelope",
    "dev.sigstore.bundle.predicateType": predicateType,
    "org.opencontainers.image.created": createdAt.toISOString().replace(/\.\d+Z$/, "Z")
  };
  const manifest = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { ...makeContent(MEDIA_TYPE.ociEmpty, EMPTY_CONFIG), artifactType: MEDIA_TYPE.bundle },
    layers: [makeContent(MEDIA_TYPE.bundle, bundle)],
    annotations,
    subject: { mediaType: subject.mediaType, size: subject.sizeBytes, digest: subject.digest },
    artifactType: MEDIA_TYPE.bundle
  };
  const bytes = new TextEncoder().encode(JSON.stringify(manifest));
  const descriptor = {
    mediaType: MEDIA_TYPE.ociManifest,
    digest: computeDigest(bytes),
    sizeBytes: bytes.byteLength,
    artifactType: MEDIA_TYPE.bundle,
    annotations
  };
  return { bytes, descriptor };
}
function makeContent(mediaType, bytes) {
  return { mediaType, size: bytes.byteLength, digest: computeDigest(bytes) };
}

// src/registry/manifests.ts
var ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(", ") };
function readManifest(wire, repository, reference) {
  const asked = { repository, phase: `reading the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target: `manifests/${reference}`,
      headers: ACCEPT,
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const digest = computeDigest(response.body);
    const called = isDigest(reference) ? reference : parseDigest(response.headers["docker-content-digest"]);
    if (called !== void 0 && called !== digest) {
      throw makeCorruptFailure(asked, `the registry sent ${digest} as ${called}`);
    }
    return { digest, mediaType: readMediaType(response.headers), bytes: response.body };
  });
}
function probeManifest(wire, repository, reference) {
  return wire.attempt(async (send) => {
    const { response } = await send({
      repository,
      access: "pull",
      phase: `looking for the manifest ${reference}`,
      method: "HEAD",
      target: `manifests/${reference}`,
      headers: ACCEPT,
      accept: [200, 404]
    });
    if (response.status === 404) return void 0;
    const length = response.headers["content-length"];
    return {
      digest: parseDigest(response.headers["docker-content-digest"]),
      mediaType: readMediaType(response.headers) || void 0,
      sizeBytes: length !== void 0 && /^\d{1,12}$/.test(length) ? Number(length) : void 0
    };
  });
}
function readMediaType(headers) {
  return headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
}
async function waitForManifest(wire, repository, digest) {
  const { host, poll } = wire.context;
  const found = await pollUntil(
    { clock: host.clock, poll },
    () => probeManifest(wire, repository, digest)
  );
  if (found !== void 0 && (found.digest ?? digest) === digest) return found;
  const name = formatReference({ repository, digest });
  if (found !== void 0)
    throw new ActionError("REGISTRY_CORRUPT", `${name} is said to be ${found.digest}`);
  throw new ActionError(
    "REGISTRY_NOT_FOUND",
    `${name} was pushed and did not appear within ${poll.totalMs / 1e3} s`,
    {
      hint: "A clean-up job or a lifecycle rule may delete untagged manifests at once: exclude new ones from it."
    }
  );
}
function putManifest(wire, { repository, reference, mediaType, bytes }) {
  const digest = computeDigest(bytes);
  const asked = { repository, phase: `writing the manifest ${reference}` };
  return wire.attempt(async (send) => {
    const { response } = await send({
      ...asked,
      access: "pull,push",
      method: "PUT",
      target: `manifests/${reference}`,
      headers: { "content-type": mediaType },
      body: bytes,
      timeoutMs: 6e4,
      accept: [200, 201, 202]
    });
    const stored = parseDigest(response.headers["docker-content-digest"]);
    if (stored !== void 0 && stored !== digest) {
      throw makeCorruptFailure(asked, `the registry stored ${digest} as ${stored}`);
    }
    return digest;
  });
}

// src/registry/queue.ts
function makeQueue() {
  const last = /* @__PURE__ */ new Map();
  return {
    run: (key, work) => {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      last.set(key, mine);
      const forget2 = () => {
        if (last.get(key) === mine) last.delete(key);
      };
      mine.then(forget2, forget2);
      return mine;
    }
  };
}

// src/registry/referrers-index.ts
function parseReferrersIndex(bytes, contentType) {
  const parsed = parseManifest(bytes, contentType);
  if (!parsed.ok) return parsed;
  const { manifest } = parsed;
  if (manifest.kind !== "index" || manifest.mediaType !== MEDIA_TYPE.ociIndex) {
    return { ok: false, reason: `is not an OCI index but ${manifest.mediaType}` };
  }
  const json = parseJson3(bytes, MAX_MANIFEST_BYTES);
  const entries = json["manifests"] ?? [];
  return { ok: true, index: { json, entries, descriptors: manifest.manifests } };
}
function formatEntry2(descriptor) {
  const { mediaType, digest, sizeBytes, artifactType, annotations } = descriptor;
  return {
    mediaType,
    digest,
    size: sizeBytes,
    ...artifactType === void 0 ? {} : { artifactType },
    annotations
  };
}
function mergeReferrers(index, wanted) {
  const present = new Map(index?.entries.map((entry) => [digestOf(entry), entry]));
  const missing = [...wanted].filter(([digest, entry]) => !isListed(present.get(digest), entry));
  if (missing.length === 0) return void 0;
  for (const [digest, entry] of missing) present.set(digest, entry);
  const manifests = [...present.values()].sort(
    (left, right) => digestOf(left) < digestOf(right) ? -1 : 1
  );
  const base = index?.json ?? { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex };
  return new TextEncoder().encode(
    JSON.stringify({ ...base, mediaType: MEDIA_TYPE.ociIndex, manifests })
  );
}
function isListed(present, wanted) {
  return present !== void 0 && present["artifactType"] === wanted["artifactType"];
}
function digestOf(entry) {
  return String(entry["digest"]);
}

// src/registry/referrers.ts
var MAX_REFERRERS = 200;
var MAX_PAGES = 20;
var NO_API = [400, 404, 406];
async function readReferrers(wire, repository, digest) {
  const listed = await readFromApi(wire, repository, digest);
  if (listed !== void 0) return { source: "api", referrers: listed };
  return readReferrersTag(wire, repository, digest);
}
async function readFromApi(wire, repository, digest) {
  const found = [];
  let target = `referrers/${digest}`;
  for (let page = 0; target !== void 0; page++) {
    const answer = await readPage(wire, { repository, digest, target });
    if (answer === void 0) {
      if (page === 0) return void 0;
      throw new ActionError(
        "REGISTRY_CORRUPT",
        `${repository.registry}: the list of referrers of ${digest} broke off after ${page} pages`
      );
    }
    found.push(...answer.referrers);
    if (found.length > MAX_REFERRERS || page >= MAX_PAGES) throw refuseFlood(repository, digest);
    target = answer.next;
  }
  return found;
}
function readPage(wire, { repository, digest, target }) {
  const asked = { repository, phase: `listing the referrers of ${digest}` };
  return wire.attempt(async (send) => {
    const answer = await send({
      ...asked,
      access: "pull",
      method: "GET",
      target,
      headers: { accept: MEDIA_TYPE.ociIndex },
      maxBytes: MAX_MANIFEST_BYTES,
      accept: [200, ...NO_API]
    });
    const { status, headers, body } = answer.response;
    const contentType = headers["content-type"] ?? "";
    if (status !== 200 || !contentType.startsWith(MEDIA_TYPE.ociIndex)) return void 0;
    const parsed = parseManifest(body, contentType);
    if (!parsed.ok) throw makeCorruptFailure(asked, `the list ${parsed.reason}`);
    if (parsed.manifest.kind !== "index")
      throw makeCorruptFailure(asked, "the list is not an index");
    return { referrers: parsed.manifest.manifests, next: readNext(answer, asked) };
  });
}
function readNext({ response, url }, asked) {
  const [, target] = /<([^>]{1,2048})>\s*;[^,]{0,200}\brel="?next"?/i.exec(response.headers["link"] ?? "") ?? [];
  if (target === void 0) return void 0;
  const next = URL.canParse(target, url.href) ? new URL(target, url) : void 0;
  if (next === void 0 || next.host !== url.host)
    throw makeCorruptFailure(asked, "the list continues on another host");
  return next;
}
async function readReferrersTag(wire, repository, digest) {
  const tag = formatReferrersTag(digest);
  const content = await readManifest(wire, repository, tag);
  if (content === void 0)
    return { source: "tag", referrers: [], index: void 0, digest: void 0 };
  const parsed = parseReferrersIndex(content.bytes, content.mediaType);
  if (!parsed.ok) {
    const name = formatReference({ repository, tag });
    throw new ActionError(
      "REGISTRY_CORRUPT",
      `${name} should list signatures and attestations, but it ${parsed.reason}`,
      {
        hint: "Another tool uses this tag for something else: delete the tag, then run again."
      }
    );
  }
  const referrers = parsed.index.descriptors;
  if (referrers.length > MAX_REFERRERS) throw refuseFlood(repository, digest);
  return { source: "tag", referrers, index: parsed.index, digest: content.digest };
}
function refuseFlood(repository, digest) {
  const name = formatReference({ repository, digest });
  return new ActionError("REGISTRY_REFUSED", `${name} has more than ${MAX_REFERRERS} referrers`, {
    hint: "Delete those that are not needed: verification reads every one of them."
  });
}

// src/registry/attach.ts
function newMemory() {
  return { seen: /* @__PURE__ */ new Map(), own: /* @__PURE__ */ new Map(), outdated: /* @__PURE__ */ new Set([void 0]) };
}
var MAX_ROUNDS = 5;
function makeAttacher(wire) {
  const queue = makeQueue();
  const memories = /* @__PURE__ */ new Map();
  const ensureConfig = makeConfigUploader(wire);
  return {
    attachBundles: async (wanted) => {
      await Promise.all([
        ensureConfig(wanted.repository),
        ...wanted.bundles.map(({ bytes }) => ensureBlob(wire, wanted.repository, bytes))
      ]);
      const manifests = await writeManifests(wire, wanted);
      const referrers = manifests.map(({ descriptor }) => descriptor);
      await ensureListed({ wire, queue, memories }, { ...wanted, referrers });
      return referrers;
    },
    ensureReferrers: (wanted) => ensureListed({ wire, queue, memories }, wanted)
  };
}
function makeConfigUploader(wire) {
  const known = /* @__PURE__ */ new Map();
  return (repository) => {
    const key = formatRepository(repository);
    const uploading = known.get(key) ?? ensureBlob(wire, repository, EMPTY_CONFIG);
    known.set(key, uploading);
    uploading.catch(() => known.delete(key));
    return uploading;
  };
}
function writeManifests(wire, wanted) {
  const { repository, bundles } = wanted;
  return Promise.all(
    bundles.map(async ({ bytes, predicateType }) => {
      const manifest = makeBundleManifest({ ...wanted, bundle: bytes, predicateType });
      const { mediaType, digest } = manifest.descriptor;
      await putManifest(wire, { repository, reference: digest, mediaType, bytes: manifest.bytes });
      return manifest;
    })
  );
}
function ensureListed({ wire, queue, memories }, wanted) {
  const key = formatReference({ repository: wanted.repository, digest: wanted.subject.digest });
  return queue.run(key, async () => {
    const memory = memories.get(key) ?? newMemory();
    memories.set(key, memory);
    for (const referrer of wanted.referrers) memory.own.set(referrer.digest, formatEntry2(referrer));
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      if (await runRound(wire, wanted, memory)) return;
      await pauseForOthers(wire, round);
    }
    throw refuseLost(wanted, `was overwritten by another writer ${MAX_ROUNDS} times`);
  });
}
async function runRound(wire, wanted, memory) {
  const { repository, subject } = wanted;
  const list = await readReferrers(wire, repository, subject.digest);
  if (isComplete(list, wanted)) return true;
  if (list.source === "tag") {
    for (const entry of list.index?.entries ?? []) memory.seen.set(digestOf(entry), entry);
    await writeIndex(wire, wanted, { list, memory });
  }
  const { host, poll } = wire.context;
  const readAgain = list.source === "tag" ? readReferrersTag : readReferrers;
  const seen = await pollUntil({ clock: host.clock, poll }, async () => {
    const now = await readAgain(wire, repository, subject.digest);
    if (isComplete(now, wanted)) return "listed";
    return now.source === "tag" && !memory.outdated.has(now.digest) ? "overwritten" : void 0;
  });
  if (seen === void 0)
    throw refuseLost(wanted, `does not show them after ${poll.totalMs / 1e3} s`);
  return seen === "listed";
}
async function writeIndex(wire, { repository, subject }, { list, memory }) {
  const bytes = mergeReferrers(list.index, new Map([...memory.seen, ...memory.own]));
  if (bytes === void 0) return;
  memory.outdated.add(list.digest);
  memory.outdated.delete(computeDigest(bytes));
  const reference = formatReferrersTag(subject.digest);
  await putManifest(wire, { repository, reference, mediaType: MEDIA_TYPE.ociIndex, bytes });
}
function isComplete({ referrers }, wanted) {
  const listed = new Set(referrers.map(({ digest }) => digest));
  return wanted.referrers.every(({ digest }) => listed.has(digest));
}
function pauseForOthers({ context }, round) {
  const { host, retry, poll } = context;
  return host.clock.sleep(retry.random() * poll.baseDelayMs * 2 ** round);
}
function refuseLost({ repository, subject }, what) {
  const name = formatReference({ repository, digest: subject.digest });
  return new ActionError(
    "REFERRER_LOST",
    `The list of signatures and attestations of ${name} ${what}`,
    {
      hint: "Run the failed job again: nothing is signed twice. If other jobs attach to the same image, let them run one after the other."
    }
  );
}

// src/registry/tags.ts
async function moveTag(wire, { repository, tag, mediaType, bytes }) {
  const digest = computeDigest(bytes);
  const previous = await readPrevious(wire, repository, tag);
  if (previous === digest) return { digest, previous };
  await putManifest(wire, { repository, reference: tag, mediaType, bytes });
  const { host, poll } = wire.context;
  let seen;
  const moved = await pollUntil({ clock: host.clock, poll }, async () => {
    seen = (await readManifest(wire, repository, tag))?.digest;
    return seen === digest ? true : void 0;
  });
  if (moved) return { digest, previous };
  const name = formatReference({ repository, tag });
  const names = seen === void 0 ? "nothing" : seen;
  throw new ActionError(
    "TAG_NOT_MOVED",
    `${name} was set to ${digest} and after ${poll.totalMs / 1e3} s still names ${names}`,
    {
      hint: seen === previous ? "The registry took the tag without moving it: look whether it is immutable, then run again." : "Another run moved the same tag meanwhile: give the workflow a `concurrency` group."
    }
  );
}
async function readPrevious(wire, repository, tag) {
  try {
    return (await readManifest(wire, repository, tag))?.digest;
  } catch (error) {
    if (errorCode(error) === "REGISTRY_DENIED") return void 0;
    throw error;
  }
}

// src/registry/client.ts
var BUDGET_MS = 5 * 6e4;
function makeRegistryClient(options) {
  const context = {
    host: options.host,
    credentials: options.credentials,
    insecureHosts: new Set(options.insecureHosts),
    retry: { ...RETRY_POLICY, ...options.retry },
    poll: { ...POLL_POLICY, ...options.poll },
    budgetMs: options.budgetMs ?? BUDGET_MS
  };
  const wire = makeWire(context);
  return {
    readManifest: (repository, reference) => readManifest(wire, repository, reference),
    probeManifest: (repository, reference) => probeManifest(wire, repository, reference),
    waitForManifest: (repository, digest) => waitForManifest(wire, repository, digest),
    putManifest: (write) => putManifest(wire, write),
    moveTag: (move) => moveTag(wire, move),
    readBlob: (read) => readBlob(wire, read),
    hasBlob: (repository, digest) => hasBlob(wire, repository, digest),
    ensureBlob: (repository, bytes) => ensureBlob(wire, repository, bytes),
    probePush: (repository) => probePush(wire, repository),
    listReferrers: async (repository, digest) => (await readReferrers(wire, repository, digest)).referrers,
    ...makeAttacher(wire)
  };
}

// src/registry/docker-config.ts
var HUB_KEY = "https://index.docker.io/v1/";
var HUB_HOSTS = /* @__PURE__ */ new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);
function parseDockerConfig(text) {
  try {
    const json = JSON.parse(text);
    return isObject2(json) ? { json } : void 0;
  } catch {
    return void 0;
  }
}
function findCredential({ json }, registry) {
  const server = formatAuthKey(registry);
  const helpers = isObject2(json["credHelpers"]) ? json["credHelpers"] : {};
  const named = [server, registry].map((key) => helpers[key]).find((helper2) => helper2 !== void 0);
  const helper = named ?? json["credsStore"];
  if (typeof helper === "string" && helper !== "") return { kind: "helper", helper, server };
  const credential = findInline(isObject2(json["auths"]) ? json["auths"] : {}, registry);
  return credential === void 0 ? { kind: "none" } : { kind: "inline", credential };
}
function findInline(auths, registry) {
  const entry = auths[formatAuthKey(registry)] ?? Object.entries(auths).find(([key]) => isKeyOf(key, registry))?.[1];
  if (!isObject2(entry)) return void 0;
  const token = entry["identitytoken"];
  if (typeof token === "string" && token !== "") return { identityToken: token };
  const [username, password] = typeof entry["auth"] === "string" ? decodeAuth(entry["auth"]) : [entry["username"], entry["password"]];
  if (typeof username !== "string" || username === "" || typeof password !== "string")
    return void 0;
  return { username, password };
}
function isKeyOf(key, registry) {
  const host = key.replace(/^https?:\/\//, "").split("/")[0]?.toLowerCase() ?? "";
  return host === registry || HUB_HOSTS.has(host) && HUB_HOSTS.has(registry);
}
function decodeAuth(auth) {
  const text = Buffer.from(auth, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? [void 0, void 0] : [text.slice(0, colon), text.slice(colon + 1).replace(/\0+$/, "")];
}
function formatAuthKey(registry) {
  return HUB_HOSTS.has(registry) ? HUB_KEY : registry;
}
function formatDockerConfig(userConfig, extra) {
  const json = parseDockerConfig(userConfig ?? "")?.json ?? {};
  const auths = isObject2(json["auths"]) ? json["auths"] : {};
  const helpers = isObject2(json["credHelpers"]) ? json["credHelpers"] : {};
  const keys = [...extra].map(([registry, credential]) => ({
    key: formatAuthKey(registry),
    credential
  }));
  const merged = {
    ...json,
    auths: {
      ...auths,
      ...Object.fromEntries(keys.map(({ key, credential }) => [key, formatAuth(credential)]))
    },
    credHelpers: { ...helpers, ...Object.fromEntries(keys.map(({ key }) => [key, ""])) }
  };
  return `${JSON.stringify(merged, void 0, 2)}
`;
}
function formatAuth(credential) {
  if ("identityToken" in credential) return { identitytoken: credential.identityToken };
  return { auth: encodeAuth(credential.username, credential.password) };
}
function encodeAuth(username, password) {
  return Buffer.from(`${username}:${password}`).toString("base64");
}
function isObject2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/registry/credentials.ts
var HELPER_DEADLINE_MS = 3e4;
var HELPER_ENV = /^(?:PATH|HOME|USER|TMPDIR|LANG|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|GNUPGHOME|PASSWORD_STORE_DIR|SSL_CERT_\w+|(?:HTTPS?|NO)_PROXY|https?_proxy|no_proxy|AWS_\w+|GOOGLE_\w+|CLOUDSDK_\w+|AZURE_\w+)$/;
var NOT_FOUND = /credentials not found in native keychain/i;
function makeCredentialSource(options) {
  const known = /* @__PURE__ */ new Map();
  let config;
  return (registry) => {
    config ??= readConfig(options);
    const found = known.get(registry) ?? config.then((read) => findFor(options, read, registry));
    known.set(registry, found);
    return found;
  };
}
async function findFor({ host, extra }, config, registry) {
  const own = extra.get(registry);
  if (own !== void 0 || config === void 0) return own;
  const place = findCredential(config, registry);
  if (place.kind === "none") return void 0;
  if (place.kind === "inline") return place.credential;
  const credential = await askHelper(host, place.helper, place.server);
  if (credential !== void 0)
    host.mask("identityToken" in credential ? credential.identityToken : credential.password);
  return credential;
}
async function readConfig({
  host,
  dockerConfigDir
}) {
  const path = `${dockerConfigDir}/config.json`;
  if (await host.files.kind(path) !== "file") return void 0;
  const config = parseDockerConfig(await host.files.readText(path));
  if (config === void 0) host.log.warning(`${path} is not valid JSON; its logins are not used`);
  return config;
}
async function askHelper(host, helper, server) {
  const tool = `docker-credential-${helper}`;
  if (!/^[\w.-]+$/.test(helper))
    throw new ActionError(
      "CREDENTIAL_HELPER_FAILED",
      `docker's config.json names a credential helper that is not a program name`
    );
  const env = Object.fromEntries(
    Object.entries(host.env).flatMap(
      ([name, value]) => value !== void 0 && HELPER_ENV.test(name) ? [[name, value]] : []
    )
  );
  const result = await host.run({
    tool,
    file: tool,
    args: ["get"],
    env,
    stdin: server,
    deadlineMs: HELPER_DEADLINE_MS
  });
  if (result.exitCode === 0) return parseHelperAnswer(result.stdout, tool, server);
  if (NOT_FOUND.test(result.stdout) || NOT_FOUND.test(result.stderr)) return void 0;
  const why = result.notFound ? "is not installed" : result.timedOut ? "did not answer in 30 s" : `ended with exit code ${result.exitCode ?? result.signal}`;
  throw new ActionError(
    "CREDENTIAL_HELPER_FAILED",
    `${tool}, which docker's config.json names for ${server}, ${why}`,
    {
      hint: `Install ${tool}, or set the inputs \`registry\`, \`username\` and \`password\`: they are used without it.`,
      details: result.stderr.split("\n").slice(-5)
    }
  );
}
function parseHelperAnswer(stdout, tool, server) {
  try {
    const { Username: username, Secret: secret } = JSON.parse(stdout);
    if (typeof secret === "string" && typeof username === "string") {
      if (secret === "") return void 0;
      return username === "<token>" ? { identityToken: secret } : { username, password: secret };
    }
  } catch {
  }
  throw new ActionError(
    "CREDENTIAL_HELPER_FAILED",
    `${tool} answered for ${server} with something else than a credential`
  );
}

// src/stages/access.ts
async function prepareAccess(host, { plan, inputs, folder }) {
  const userFolder = userDockerConfig(host.env);
  const extra = readLogins(plan, inputs);
  for (const { password } of extra.values()) host.mask(password);
  const credentials = makeCredentialSource({
    host,
    dockerConfigDir: userFolder ?? "/nonexistent",
    extra
  });
  const known = await resolveAll(plan, credentials, extra);
  const userConfig = userFolder === void 0 ? void 0 : await readIfThere(host, `${userFolder}/config.json`);
  await host.files.write(`${folder}/docker/config.json`, formatDockerConfig(userConfig, known));
  if (userFolder !== void 0 && await host.files.kind(`${userFolder}/contexts`) === "directory") {
    await host.files.symlink(`${userFolder}/contexts`, `${folder}/docker/contexts`);
  }
  return makeRegistryClient({ host, credentials });
}
function readLogins({ logins }, { password, githubToken }) {
  return new Map(
    logins.map(({ registry, username, source }) => [
      registry,
      { username, password: (source === "password" ? password : githubToken) ?? "" }
    ])
  );
}
async function resolveAll(plan, credentials, extra) {
  const known = new Map(extra);
  const hosts = new Set(plan.destinations.map(({ repository }) => repository.registry));
  await Promise.all(
    [...hosts].map(async (registry) => {
      const credential = await credentials(registry);
      if (credential !== void 0) known.set(registry, credential);
    })
  );
  return known;
}
async function readIfThere({ files }, path) {
  return await files.kind(path) === "file" ? files.readText(path) : void 0;
}

// src/stages/check-bundle.ts
var DEADLINE_MS2 = 6e4;
function makeBundleChecker(host, means) {
  const accepted = /* @__PURE__ */ new Set();
  return async (claim) => {
    const key = [computeDigest(claim.bytes), claim.digest, claim.predicateType].join(" ");
    if (accepted.has(key)) return { ok: true };
    const verdict = await askCosign(host, { ...means, claim });
    if (verdict.ok) accepted.add(key);
    return verdict;
  };
}
async function askCosign(host, {
  claim,
  policy,
  cosign,
  trustedRoot,
  folder
}) {
  const bundleFile = `${folder}/bundles/check-${host.randomHex(6)}.json`;
  await host.files.write(bundleFile, claim.bytes);
  const { digest, predicateType } = claim;
  const command = {
    tool: "cosign",
    file: cosign.path,
    args: makeVerifyBundleArgs({ bundleFile, digest, predicateType, policy, trustedRoot }),
    env: cosign.env,
    deadlineMs: DEADLINE_MS2
  };
  const result = await host.run(command);
  await host.files.remove(bundleFile);
  if (host.signal.aborted) throw host.signal.reason;
  if (result.exitCode === 0) return { ok: true };
  if (result.exitCode === void 0) throw describeCommandFailure(result, command);
  const lines = result.stderr.split("\n").filter(Boolean);
  const reason = lines.at(-1)?.replace(/^error during command execution: /, "");
  return { ok: false, reason: reason ?? "cosign gave no reason", details: lines.slice(-20) };
}

// src/stages/install-tool.ts
import { isAbsolute as isAbsolute2 } from "node:path";

// src/tools/releases.ts
var GITHUB = "https://github.com";
var PUBLISHERS = {
  // As sigstore/cosign-installer and docker/actions-toolkit (src/cosign/install.ts) check it.
  cosign: {
    issuer: "https://accounts.google.com",
    identity: { exact: "keyless@projectsigstore.iam.gserviceaccount.com" },
    repository: void 0,
    fromTag: false,
    format: "signature"
  },
  // Docker's builder is a reusable workflow that anybody can call, and its identity is in the certificate of whoever
  // does: only the repository tells Docker's own runs from other people's. The bundle is the provenance that BuildKit
  // made (docker/buildx .github/workflows/build.yml).
  buildx: {
    issuer: "https://token.actions.githubusercontent.com",
    identity: {
      pattern: "^https://github\\.com/docker/github-builder(-experimental)?/\\.github/workflows/bake\\.yml@[0-9A-Za-z._/-]+$"
    },
    repository: "docker/buildx",
    fromTag: true,
    format: "attestation"
  }
};
var PROJECTS = {
  cosign: "sigstore/cosign",
  buildx: "docker/buildx"
};
function makeReleaseUrls(tool, { version, platform, baseUrl }) {
  const { os, arch } = platform;
  const file = tool === "cosign" ? `cosign-${os}-${arch}` : `buildx-v${version}.${os}-${arch}`;
  const binary = `${baseUrl}/${PROJECTS[tool]}/releases/download/v${version}/${file}`;
  return { binary, bundle: `${binary}.sigstore.json` };
}
function makeVerifyReleaseArgs({
  file,
  bundleFile,
  version,
  publisher,
  trustedRoot
}) {
  const { issuer, identity, repository, fromTag, format: format2 } = publisher;
  return [
    ...format2 === "signature" ? ["verify-blob"] : ["verify-blob-attestation", "--type=slsaprovenance1"],
    `--bundle=${bundleFile}`,
    "exact" in identity ? `--certificate-identity=${identity.exact}` : `--certificate-identity-regexp=${identity.pattern}`,
    `--certificate-oidc-issuer=${issuer}`,
    ...repository === void 0 ? [] : [`--certificate-github-workflow-repository=${repository}`],
    ...fromTag ? [`--certificate-github-workflow-ref=refs/tags/v${version}`] : [],
    ...trustedRoot === void 0 ? [] : [`--trusted-root=${trustedRoot}`],
    file
  ];
}

// src/stages/tool-check.ts
var VERSION_DEADLINE_MS = 3e4;
var VERIFY_DEADLINE_MS = 6e4;
var TRUST_TRIES = 4;
async function readToolVersion(host, tool, path) {
  const args = tool === "cosign" ? ["version", "--json"] : ["version"];
  const { stdout } = await runChecked(host, {
    tool,
    file: path,
    args,
    env: { LANG: "C" },
    deadlineMs: VERSION_DEADLINE_MS
  });
  return tool === "cosign" ? parseCosignVersion(stdout) : parseBuildxVersion(stdout);
}
async function makeReleaseCheck(host, { cosign, publisher, trustedRoot }) {
  const folder = await host.files.makeTempDir("release-check-");
  const env = makeCosignEnv({ env: host.env, folder });
  const root = trustedRoot ?? await fetchTrustedRoot(host, { cosign, env, folder });
  return async ({ file, bundleFile, version }) => {
    const args = makeVerifyReleaseArgs({ file, bundleFile, version, publisher, trustedRoot: root });
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
    } catch (error) {
      if (host.signal.aborted) throw error;
      throw makeInvalid(error);
    }
  };
}
function makeInvalid(error) {
  const known = error instanceof ActionError ? error : void 0;
  return new ActionError(
    "TOOL_SIGNATURE_INVALID",
    `The downloaded binary is not signed by its publisher: ${known?.message ?? String(error)}`,
    {
      hint: "It was not run. Does a proxy or a mirror change downloads? A version that is pinned in this action needs no signature.",
      cause: error,
      details: known?.details
    }
  );
}
async function fetchTrustedRoot(host, {
  cosign,
  env,
  folder
}) {
  const out = `${folder}/trusted_root.json`;
  const args = ["trusted-root", "create", "--with-default-services", `--out=${out}`];
  for (let count = 1; ; count++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign,
        args,
        env,
        deadlineMs: VERIFY_DEADLINE_MS
      });
      return out;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (count === TRUST_TRIES) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched, by which the downloaded tool would be checked",
          {
            hint: "Use a version that is pinned in this action: it is checked by its hash.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (count - 1));
    }
  }
}

// src/stages/tool-pinned.ts
import { isAbsolute } from "node:path";

// src/stages/tool-download.ts
var MAX_TRIES = 5;
var FIRST_DELAY_MS = 1e3;
var BUDGET_MS2 = 5 * 6e4;
var NotPublishedError = class extends ActionError {
  constructor(url, status, cause) {
    super("TOOL_DOWNLOAD_FAILED", `${url} does not exist (HTTP ${status})`, {
      hint: "Is it a published version, and is there a release for this operating system and architecture?",
      cause
    });
  }
};
async function downloadFile(host, url, budgetMs = BUDGET_MS2) {
  const startedMs = host.clock.elapsedMs();
  for (let count = 1; ; count++) {
    const leftMs = budgetMs - (host.clock.elapsedMs() - startedMs);
    try {
      return await tryDownload(host, url, leftMs);
    } catch (error) {
      if (host.signal.aborted) throw host.signal.reason;
      const status = readStatus(error);
      if (status === 404 || status === 410) throw new NotPublishedError(url, status, error);
      const delayMs = FIRST_DELAY_MS * 2 ** (count - 1);
      const late = host.clock.elapsedMs() - startedMs + delayMs >= budgetMs;
      if (!mayPass(error, status) || count === MAX_TRIES || late) {
        throw makeFailed2({ url, count, error });
      }
      await host.clock.sleep(delayMs);
    }
  }
}
async function tryDownload({ toolCache, files, signal }, url, limitMs) {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(limitMs))]);
  ended.throwIfAborted();
  const download = toolCache.download(url);
  let stop = () => void 0;
  const stopped = new Promise((_, reject2) => {
    stop = () => {
      reject2(ended.reason);
      download.then((path) => files.remove(path)).catch(() => void 0);
    };
    ended.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([download, stopped]);
  } finally {
    ended.removeEventListener("abort", stop);
  }
}
function readStatus(error) {
  const status = typeof error === "object" && error !== null ? Reflect.get(error, "httpStatusCode") : void 0;
  return typeof status === "number" ? status : void 0;
}
var LASTING = /^(TimeoutError|ERR_ASSERTION|ERR_INVALID_URL|EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOENT)$/;
function mayPass(error, status) {
  if (status !== void 0) return status >= 500 || status === 408 || status === 429;
  if (!(error instanceof Error)) return true;
  return !LASTING.test(error.name) && !LASTING.test(String(Reflect.get(error, "code")));
}
function makeFailed2({
  url,
  count,
  error
}) {
  const reason = error instanceof Error ? error.message : String(error);
  const tries = count === 1 ? "" : ` in ${count} tries`;
  return new ActionError(
    "TOOL_DOWNLOAD_FAILED",
    `${url} could not be downloaded${tries}: ${reason}`,
    {
      hint: "Are github.com and release-assets.githubusercontent.com reachable from the runner? Without them, install the tool on the runner and give its path.",
      cause: error
    }
  );
}

// src/stages/tool-request.ts
function makeUrls(source, key) {
  return makeReleaseUrls(key.tool, { ...key, baseUrl: source.baseUrl ?? GITHUB });
}

// src/stages/tool-store.ts
var cacheName = (tool) => `build-sign-${tool}`;
async function findKept({ toolCache, files, log }, { tool, version, platform }) {
  try {
    const folder = await toolCache.find(cacheName(tool), version, platform.arch);
    const path = folder === void 0 ? void 0 : `${folder}/${tool}`;
    return path !== void 0 && await files.executable(path) ? path : void 0;
  } catch (error) {
    log.debug(`No tool cache: ${String(error)}`);
    return void 0;
  }
}
async function placePrivately({ files }, tool, download) {
  const path = `${await files.makeTempDir(`${tool}-`)}/${tool}`;
  await files.write(path, await files.readBytes(download), 493);
  await files.remove(download);
  return path;
}
async function keep({ toolCache, log }, { tool, version, platform }, file) {
  try {
    await toolCache.add(file, tool, cacheName(tool), version, platform.arch);
  } catch (error) {
    log.debug(`${tool} ${version} was not kept in the tool cache: ${String(error)}`);
  }
}

// src/stages/tool-pinned.ts
async function ensurePinned(host, { key, sha256, source, say }) {
  const { tool, version } = key;
  const found = await findOnPath(host, tool, sha256) ?? await findKeptPinned(host, key, sha256);
  if (found !== void 0) {
    say(`${tool} ${version}: ${found} (sha256 as pinned)`);
    return found;
  }
  const { binary } = makeUrls(source, key);
  const download = await downloadPinned(host, { url: binary, sha256 });
  const path = await placePrivately(host, tool, download);
  await keep(host, key, path);
  say(`${tool} ${version}: downloaded from ${binary} (sha256 as pinned)`);
  return path;
}
async function findOnPath({ env, files }, tool, sha256) {
  for (const folder of (env["PATH"] ?? "").split(":")) {
    const path = `${folder}/${tool}`;
    if (!isAbsolute(folder) || !await files.executable(path)) continue;
    if (await files.sha256(path) === sha256) return path;
  }
  return void 0;
}
async function findKeptPinned(host, key, sha256) {
  const path = await findKept(host, key);
  if (path === void 0 || await host.files.sha256(path) === sha256) return path;
  host.log.warning(
    `${path} is not ${key.tool} ${key.version}: its bytes were changed. It is downloaded again.`
  );
  return void 0;
}
async function downloadPinned(host, { url, sha256 }) {
  for (let count = 1; ; count++) {
    const path = await downloadFile(host, url);
    const got = await host.files.sha256(path);
    if (got === sha256) return path;
    await host.files.remove(path);
    if (count === 2) {
      throw new ActionError(
        "TOOL_HASH_MISMATCH",
        `${url} is not what was published: sha256 ${got} instead of ${sha256}`,
        {
          hint: "It was not run. A proxy or a mirror that answers with a page of its own gives this error too."
        }
      );
    }
    host.log.warning(`${url}: sha256 ${got} instead of ${sha256}; downloading once more`);
  }
}

// src/stages/tool-release.ts
async function ensureRelease(host, signed) {
  const { key, source, say } = signed;
  const { tool, version } = key;
  const { binary, bundle } = makeUrls(source, key);
  const bundleFile = await downloadBundle(host, { url: bundle, key });
  const check = await prepareCheck(host, signed);
  const kept = await findKeptSigned(host, { key, check, bundleFile });
  if (kept !== void 0) {
    say(`${tool} ${version}: ${kept} (signature checked)`);
    return kept;
  }
  const download = await downloadFile(host, binary);
  try {
    await check({ file: download, bundleFile, version });
  } catch (error) {
    await host.files.remove(download);
    throw error;
  }
  const path = await placePrivately(host, tool, download);
  await keep(host, key, path);
  say(`${tool} ${version}: downloaded from ${binary} (signature checked)`);
  return path;
}
async function downloadBundle(host, { url, key }) {
  try {
    return await downloadFile(host, url);
  } catch (error) {
    if (!(error instanceof NotPublishedError)) throw error;
    const { tool, version, platform } = key;
    const old = hasCapability(tool, { version, capability: "signed-release" }) ? "" : ": releases of that age are not signed";
    throw new ActionError(
      "TOOL_SIGNATURE_INVALID",
      `${tool} ${version} for ${platform.os}/${platform.arch} has no Sigstore bundle at ${url}${old}`,
      {
        hint: `It was not installed. Use ${DEFAULT_VERSIONS[tool]}, which is pinned by its hash, or the path of one that is installed.`,
        cause: error
      }
    );
  }
}
async function prepareCheck(host, { key, source, say }) {
  return makeReleaseCheck(host, {
    cosign: source.verifier ?? await ensureVerifier(host, { source, say }),
    publisher: source.publisher ?? PUBLISHERS[key.tool],
    trustedRoot: source.trustedRoot
  });
}
async function ensureVerifier(host, { source, say }) {
  const { os, arch, nodeArch } = host.machine;
  const key = {
    tool: "cosign",
    version: DEFAULT_VERSIONS.cosign,
    platform: { os, arch }
  };
  const sha256 = findPinnedHash("cosign", key);
  if (sha256 !== void 0) return ensurePinned(host, { key, sha256, source, say });
  throw new ActionError("ENVIRONMENT_UNSUPPORTED", `No cosign is pinned for ${os}/${nodeArch}`, {
    hint: "Install cosign and buildx on the runner, and give the path of cosign: `cosign-version: /path/to/cosign`."
  });
}
async function findKeptSigned(host, {
  key,
  check,
  bundleFile
}) {
  const file = await findKept(host, key);
  if (file === void 0) return void 0;
  try {
    await check({ file, bundleFile, version: key.version });
    return file;
  } catch (error) {
    if (host.signal.aborted) throw error;
    host.log.warning(
      `${file} is not ${key.tool} ${key.version}: its signature does not verify. It is downloaded again.`
    );
    return void 0;
  }
}

// src/stages/install-tool.ts
async function ensureTool(host, request) {
  const { tool, choice, say, source = {} } = request;
  if (choice.kind === "path") return useOwn(host, { tool, path: choice.path, say });
  const version = requireVersion(tool, choice.version);
  const { os, arch } = host.machine;
  const key = { tool, version, platform: { os, arch } };
  const sha256 = findPinnedHash(tool, key);
  const path = sha256 === void 0 ? await ensureRelease(host, { key, source, say }) : await ensurePinned(host, { key, sha256, source, say });
  await requireSame(host, { tool, path, version });
  return { path, version, sha256: sha256 ?? await host.files.sha256(path) };
}
function requireVersion(tool, wanted) {
  const version = parseVersion(wanted);
  const plain = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(wanted);
  if (version === void 0 || !plain) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be installed as ${JSON.stringify(wanted)}: it is no version`,
      {
        hint: `Write a version such as ${DEFAULT_VERSIONS[tool]}.`
      }
    );
  }
  requireFloor(tool, version);
  return wanted.replace(/^v/, "");
}
function requireFloor(tool, version) {
  if (isAtLeast(version, FLOORS[tool])) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `${tool} ${version} is older than ${FLOORS[tool]}, the oldest that can be used`,
    {
      hint: `Use ${DEFAULT_VERSIONS[tool]}, which is the default.`
    }
  );
}
async function requireSame(host, { tool, path, version }) {
  const found = await readToolVersion(host, tool, path);
  if (found !== void 0 && isSameVersion(found, parseVersion(version) ?? version)) return;
  throw new ActionError(
    "TOOL_VERSION_REFUSED",
    `The release ${version} of ${tool} says that it is ${found ?? "of no known version"}`,
    {
      hint: `${path} was not used. Does a mirror serve other releases than GitHub?`
    }
  );
}
async function useOwn(host, { tool, path, say }) {
  if (!isAbsolute2(path) || !await host.files.executable(path)) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${tool} cannot be used from ${path}: it is no absolute path of an executable file`,
      {
        hint: "Install it in an earlier step, or give a version to have it installed."
      }
    );
  }
  const version = await readToolVersion(host, tool, path);
  if (version === void 0) {
    throw new ActionError(
      "TOOL_VERSION_REFUSED",
      `${path} does not say which version of ${tool} it is`,
      {
        hint: "Builds from source have to be stamped with their version."
      }
    );
  }
  requireFloor(tool, version);
  const sha256 = await host.files.sha256(path);
  say(`${tool} ${version}: ${path}, as the workflow names it (sha256 ${sha256})`);
  return { path, version, sha256 };
}

// src/tools/oidc-token.ts
function parseTokenAnswer(body, audience) {
  const answer = parseJson4(body);
  if (!isRecord2(answer)) return refuse3("the answer is not JSON");
  const text = answer["value"];
  if (typeof text !== "string" || text === "") return refuse3("the answer holds no token");
  const [, payload = "", signature = ""] = text.split(".");
  const claims = parseJson4(Buffer.from(payload, "base64url").toString("utf8"));
  if (!isRecord2(claims) || signature === "") return refuse3("the token is not a JWT");
  if (claims["aud"] !== audience)
    return refuse3(`the token is for another audience than ${audience}`);
  const expiresAtS = claims["exp"];
  if (typeof expiresAtS !== "number") return refuse3("the token has no expiry");
  const read = (name) => typeof claims[name] === "string" ? claims[name] : "";
  const jobWorkflowRef = read("job_workflow_ref");
  if (jobWorkflowRef === "") return refuse3("the token names no workflow (job_workflow_ref)");
  return {
    ok: true,
    token: {
      text,
      expiresAtS,
      claims: {
        issuer: read("iss"),
        jobWorkflowRef,
        repository: read("repository"),
        ref: read("ref"),
        sha: read("sha"),
        eventName: read("event_name")
      }
    }
  };
}
function findMismatch(claims, job) {
  if (job.repository !== "" && claims.repository.toLowerCase() !== job.repository.toLowerCase()) {
    return `the token is for repository ${claims.repository}, the job runs in ${job.repository}`;
  }
  if (job.sha !== "" && claims.sha !== job.sha)
    return `the token is for commit ${claims.sha}, the job builds ${job.sha}`;
  return void 0;
}
function refuse3(reason) {
  return { ok: false, reason };
}
function parseJson4(text) {
  try {
    return JSON.parse(text);
  } catch {
    return void 0;
  }
}
function isRecord2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/stages/oidc.ts
var AUDIENCE = "sigstore";
var ATTEMPTS2 = 6;
var REQUEST_TIMEOUT_MS = 1e4;
var TOTAL_MS = 9e4;
var MAX_DELAY_MS2 = 15e3;
var MIN_LIFE_S = 60;
function makeTokenSource(host, { timeoutMs }) {
  const totalMs = Math.min(TOTAL_MS, timeoutMs);
  let current;
  return async () => {
    const last = current;
    const token = await last?.catch(() => void 0);
    if (token !== void 0 && lifeS(host, token) >= MIN_LIFE_S) return token;
    current = current === void 0 || current === last ? fetchToken2(host, totalMs) : current;
    return current;
  };
}
function lifeS({ clock }, { expiresAtS }) {
  return expiresAtS - clock.now().getTime() / 1e3;
}
async function fetchToken2(host, totalMs) {
  const endMs = host.clock.elapsedMs() + totalMs;
  let last = { reason: "not asked", retry: true };
  for (let attempt = 1; attempt <= ATTEMPTS2; attempt++) {
    const got = await requestToken(
      host,
      Math.min(REQUEST_TIMEOUT_MS, Math.max(1, endMs - host.clock.elapsedMs()))
    );
    if (!("reason" in got)) return checkToken(host, got);
    last = got;
    const delayMs = Math.min(MAX_DELAY_MS2, 1e3 * 2 ** (attempt - 1));
    if (!got.retry || attempt === ATTEMPTS2 || host.clock.elapsedMs() + delayMs > endMs) break;
    host.log.info(
      `GitHub's OIDC endpoint: ${got.reason}; again in ${delayMs / 1e3} s (attempt ${attempt + 1} of ${ATTEMPTS2})`
    );
    await host.clock.sleep(delayMs);
  }
  throw new ActionError(
    "OIDC_UNAVAILABLE",
    `GitHub gave no OIDC token for signing: ${last.reason}`,
    {
      hint: last.retry ? "Nothing was published under a tag. Run the job again when GitHub Actions has recovered (www.githubstatus.com)." : "Check that the job has `permissions: id-token: write`, in the calling workflow too."
    }
  );
}
async function requestToken(host, timeoutMs) {
  const base = host.env["ACTIONS_ID_TOKEN_REQUEST_URL"];
  const bearer = host.env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"];
  if (!base || !bearer) {
    throw new ActionError(
      "OIDC_PERMISSION_MISSING",
      "The job has no permission to ask for an OIDC token"
    );
  }
  if (!URL.canParse(base))
    return { reason: "ACTIONS_ID_TOKEN_REQUEST_URL is no URL", retry: false };
  const url = new URL(base);
  url.searchParams.set("audience", AUDIENCE);
  try {
    const { status, body } = await host.fetch({
      url: url.href,
      headers: { authorization: `bearer ${bearer}`, accept: "application/json" },
      timeoutMs,
      maxBytes: 1024 * 1024
    });
    if (status !== 200)
      return {
        reason: `HTTP ${status} from ${url.host}`,
        retry: status >= 500 || status === 429 || status === 408
      };
    const parsed = parseTokenAnswer(Buffer.from(body).toString("utf8"), AUDIENCE);
    return parsed.ok ? parsed.token : { reason: parsed.reason, retry: true };
  } catch (error) {
    if (error instanceof TransportError)
      return { reason: error.message, retry: error.kind !== "tls" };
    throw error;
  }
}
function checkToken(host, token) {
  host.mask(token.text);
  const mismatch = findMismatch(token.claims, {
    repository: host.env["GITHUB_REPOSITORY"] ?? "",
    sha: host.env["GITHUB_SHA"] ?? ""
  });
  if (mismatch !== void 0) {
    throw new ActionError(
      "OIDC_TOKEN_INVALID",
      `GitHub's OIDC token does not fit this job: ${mismatch}`,
      {
        hint: "An earlier step may have changed GITHUB_* or ACTIONS_ID_TOKEN_REQUEST_* in the environment."
      }
    );
  }
  if (lifeS(host, token) < MIN_LIFE_S) {
    throw new ActionError(
      "OIDC_TOKEN_INVALID",
      "GitHub's OIDC token has expired by this machine's clock",
      {
        hint: "Set the clock of the runner (NTP)."
      }
    );
  }
  return token;
}

// src/stages/trust.ts
var ATTEMPTS3 = 5;
var DEADLINE_MS3 = 3e4;
async function ensureTrust(host, {
  spec,
  cosign,
  folder,
  say
}) {
  const files = spec.trustedRoot !== void 0 && spec.signingConfig !== void 0 ? { trustedRoot: spec.trustedRoot, signingConfig: spec.signingConfig } : await fetchPublic(host, { spec, cosign, folder });
  for (const [name, path] of Object.entries({
    "trusted root": files.trustedRoot,
    "signing config": files.signingConfig
  })) {
    say(`${name}: ${path} (sha256 ${(await host.files.sha256(path)).slice(0, 16)}\u2026)`);
  }
  return files;
}
async function fetchPublic(host, {
  spec,
  cosign,
  folder
}) {
  const trustedRoot = `${folder}/trusted_root.json`;
  const signingConfig = `${folder}/signing_config.json`;
  await create(host, cosign, [
    "trusted-root",
    "create",
    "--with-default-services",
    `--out=${trustedRoot}`
  ]);
  await create(host, cosign, [
    "signing-config",
    "create",
    "--with-default-services",
    ...spec.transparencyLog ? [] : ["--no-default-rekor"],
    `--out=${signingConfig}`
  ]);
  return { trustedRoot, signingConfig };
}
async function create(host, cosign, args) {
  for (let attempt = 1; ; attempt++) {
    try {
      await runChecked(host, {
        tool: "cosign",
        file: cosign.path,
        args,
        env: cosign.env,
        deadlineMs: DEADLINE_MS3
      });
      return;
    } catch (error) {
      if (host.signal.aborted) throw error;
      if (attempt === ATTEMPTS3) {
        throw new ActionError(
          "TRUSTED_ROOT_UNAVAILABLE",
          "Sigstore's trusted root could not be fetched",
          {
            hint: "Nothing was published. Run the job again; for a Sigstore of your own give `trusted-root` and `signing-config`.",
            cause: error,
            details: error instanceof ActionError ? error.details : []
          }
        );
      }
      await host.clock.sleep(1e3 * 2 ** (attempt - 1));
    }
  }
}

// src/stages/prepare-signing.ts
async function prepareSigning(host, { spec, attestations, facts, identity, folder, timings }) {
  const tokens = makeTokenSource(host, spec);
  const env = makeCosignEnv({ env: host.env, folder: folder.path });
  const tools = runTrack(host, {
    title: "cosign",
    timings,
    work: async (say) => {
      const { path } = await ensureTool(host, { tool: "cosign", choice: spec.cosign, say });
      const cosign2 = { path, env };
      return { cosign: cosign2, trust: await ensureTrust(host, { spec, cosign: cosign2, folder: folder.path, say }) };
    }
  });
  const policing = runTrack(host, {
    title: "Identity",
    timings,
    work: async (say) => {
      const { claims } = await tokens();
      const { transparencyLog } = spec;
      const policy2 = makePolicy({ facts, claims, identity, attestations, transparencyLog });
      formatPolicy(policy2).forEach(say);
      return policy2;
    }
  });
  await joinTracks([tools, policing]);
  const [{ cosign, trust }, policy] = [await tools, await policing];
  const { trustedRoot } = trust;
  const check = makeBundleChecker(host, { policy, cosign, trustedRoot, folder: folder.path });
  return { spec, tokens, policy, cosign, trust, check };
}
async function probeDestinations(registry, { destinations, say }) {
  await Promise.all(
    destinations.map(async ({ repository }) => {
      await registry.probePush(repository);
      say(`${formatRepository(repository)}: pushing is allowed`);
    })
  );
}

// src/plan/logins.ts
var GHCR = "ghcr.io";
var GITHUB2 = "https://github.com";
function planLogins({
  inputs,
  facts,
  mode,
  destinations,
  problems
}) {
  const hosts = destinations.map(({ repository }) => repository.registry);
  const { login, warnings } = planExplicit({ inputs, mode, host: hosts[0], problems });
  const logins = login === void 0 ? [] : [login];
  const isCovered = login?.registry === GHCR;
  const hasToken = inputs.githubToken !== void 0 && facts.serverUrl === GITHUB2;
  if (hosts.includes(GHCR) && !isCovered && hasToken) {
    logins.push({
      registry: GHCR,
      username: facts.actor === "" ? "token" : facts.actor,
      source: "github-token"
    });
  }
  return { logins, warnings };
}
function planExplicit({
  inputs: { registry, username, password },
  mode,
  host,
  problems
}) {
  const none = { login: void 0, warnings: [] };
  if (username === void 0 && password === void 0) return none;
  if (username === void 0 || password === void 0) {
    const missing = username === void 0 ? "username" : "password";
    if (mode !== "push")
      return { login: void 0, warnings: [`No login: \`${missing}\` is empty in this run.`] };
    problems.push({
      input: missing,
      problem: "is empty: a login needs both `username` and `password`",
      fix: "Give both, or neither. A secret that is not set for this repository or environment is empty too."
    });
    return none;
  }
  const place = registry === void 0 ? host : parseRegistry(registry);
  if (place !== void 0) {
    return { login: { registry: place, username, source: "password" }, warnings: [] };
  }
  problems.push({
    input: "registry",
    value: registry,
    problem: registry === void 0 ? "is missing: there is no image that tells whose login this is" : "is not the host of a registry",
    fix: "Give the host, such as `ghcr.io` or `docker.io`, with a port where it has one."
  });
  return none;
}
function parseRegistry(text) {
  const host = text.replace(/^https?:\/\//i, "").replace(/\/+$/, "").replace(/\/v[12]$/, "");
  if (host.includes("/")) return void 0;
  const parsed = parseRepository(`${host}/org/app`);
  return parsed.ok && parsed.repository.path === "org/app" ? parsed.repository.registry : void 0;
}

// src/plan/warnings.ts
function notePrivacy(signing, { visibility }) {
  if (signing.kind === "off" || signing.trustedRoot !== void 0 || visibility === "public")
    return [];
  return [
    "This repository is not public: nothing is written to Sigstore's log of signatures, but the certificate, which names repository and workflow, appears in the public log of certificates. A Sigstore of your own (`trusted-root`, `signing-config`) or `sign: false` avoids that."
  ];
}
function gatherWarnings({
  inputs,
  facts,
  cache
}) {
  const empty = inputs.secrets.flatMap(({ id, value }) => value === "" ? [id] : []);
  return [
    ...inputs.buildArgs.flatMap(warnOfBuildArg),
    ...warnOfPrivileges(inputs),
    ...facts.untrusted && empty.length > 0 ? [`Build secrets that were left out, because this run gets none: ${empty.join(", ")}.`] : [],
    ...inputs.cache === "gha" && !cache.usesActionsCache ? [`\`cache: gha\` is set, but the cache is ${cache.reason}.`] : []
  ];
}
function warnOfBuildArg(entry) {
  const name = entry.slice(0, entry.indexOf("="));
  if (entry.endsWith("=")) return [`The build argument ${name} is empty.`];
  if (!/token|secret|passw|api_?key|credential/i.test(name)) return [];
  return [
    `The build argument ${name} looks like a secret; build arguments are recorded in the image and its provenance. Use \`secrets\`.`
  ];
}
var PRIVILEGES = [
  [
    "security.insecure",
    "steps that ask for it run with all capabilities, unconfined: they can take over the builder's host"
  ],
  [
    "network.host",
    "steps that ask for it use the host's network: whatever listens on the runner's loopback is open to them"
  ],
  ["device", "steps that ask for it reach the host's devices"],
  ["buildx.local.delete", "an output with `mode=delete` may empty any folder of the runner"]
];
function warnOfPrivileges({ allow, network }) {
  const given = PRIVILEGES.filter(([name]) => allow.some((entry) => entry.split("=")[0] === name));
  return [
    ...given.map(([name, meaning]) => `\`allow: ${name}\`: ${meaning}.`),
    ...network === "host" ? [
      "`network: host`: every step uses the host's network; whatever listens on the runner's loopback is open to them."
    ] : []
  ];
}

export {
  planAttestations,
  parseBuildxVersion,
  isAtLeast,
  readPublishing,
  readInputs,
  isRemoteContext,
  dockerfilePath,
  checkContexts,
  planLogins,
  asksToPush,
  asksToLoad,
  hasExports,
  planOutputs,
  planLegs,
  checkLegCount,
  planSigning,
  makeMissingPermission,
  notePrivacy,
  gatherWarnings,
  formatPlan,
  LEG_PREFIX,
  WHOLE_IMAGE,
  formatLegArtifact,
  parseLegArtifact,
  formatMergeArtifact,
  formatReleaseArtifact,
  checkCandidate,
  assembleLegs,
  handOver,
  collectLegs,
  collectAll,
  makeTimings,
  runTrack,
  joinTracks,
  inspectImage,
  signAndVerify,
  publishTags,
  gatherFacts,
  report2 as report,
  reportImages,
  tellFailure,
  openRunFolder,
  prepareAccess,
  ensureTool,
  prepareSigning,
  probeDestinations
};
