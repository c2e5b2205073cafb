import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  BlobSASPermissions,
  StorageSharedKeyCredential,
  generateBlobSASQueryParameters
} from "./chunk-QSNLLA7O.js";
import "./chunk-7QRAHV2Z.js";

// src/registry/azure-signature.ts
var LIFETIME_MS = 5 * 6e4;
function signBlobUrl({ accountUrl, accountName, container, blob }, { accountKey, now }) {
  const query = generateBlobSASQueryParameters(
    {
      containerName: container,
      blobName: blob,
      permissions: BlobSASPermissions.parse("r"),
      expiresOn: new Date(now.getTime() + LIFETIME_MS)
    },
    new StorageSharedKeyCredential(accountName, accountKey)
  );
  const path = blob.split("/").map(encodeURIComponent).join("/");
  return `${accountUrl.replace(/\/+$/, "")}/${container}/${path}?${query}`;
}
export {
  signBlobUrl
};
