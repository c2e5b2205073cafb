/** Addresses of blobs with a signature: of Azure's library, which the Actions cache brings along anyway. */
import {
  BlobSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';

const LIFETIME_MS = 5 * 60_000;

export interface BlobPlace {
  /** `https://<account>.blob.core.windows.net` */
  readonly accountUrl: string;
  readonly accountName: string;
  readonly container: string;
  readonly blob: string;
}

/** An address at which the blob can be read for some minutes. Nobody but the storage may see it. */
export function signBlobUrl(
  { accountUrl, accountName, container, blob }: BlobPlace,
  { accountKey, now }: { readonly accountKey: string; readonly now: Date },
): string {
  const query = generateBlobSASQueryParameters(
    {
      containerName: container,
      blobName: blob,
      permissions: BlobSASPermissions.parse('r'),
      expiresOn: new Date(now.getTime() + LIFETIME_MS),
    },
    new StorageSharedKeyCredential(accountName, accountKey),
  );
  const path = blob.split('/').map(encodeURIComponent).join('/');
  return `${accountUrl.replace(/\/+$/, '')}/${container}/${path}?${query}`;
}
