/** The blobs of the cache service in Azure's own emulator, whose answers to a URL that is over are Azure's. */
import {
  BlobSASPermissions,
  ContainerClient,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { startAzurite } from './azurite.ts';
import type { BlobStore } from './blob-store.ts';

export interface AzureBlobs extends BlobStore {
  /** How long a URL works that is signed from now on, in milliseconds; less than nothing: it is over already. */
  setLifetime(lifetimeMs: (blob: string) => number): void;
  stop(): Promise<void>;
}

const CONTAINER = 'actions-cache';
const LIFETIME_MS = 10 * 60_000;

/** Starts the emulator, empty. */
export async function startAzureBlobs(): Promise<AzureBlobs> {
  const azurite = await startAzurite();
  const { accountName, accountKey, accountUrl, stop } = azurite;
  const credential = new StorageSharedKeyCredential(accountName, accountKey);
  const container = new ContainerClient(`${accountUrl}/${CONTAINER}`, credential);
  await container.create();
  let lifetimeOf = (_blob: string): number => LIFETIME_MS;
  return {
    setLifetime: (lifetimeMs) => {
      lifetimeOf = lifetimeMs;
    },
    sign: (blob, access) => {
      const expiresOn = new Date(Date.now() + lifetimeOf(blob));
      const permissions = BlobSASPermissions.parse(access === 'r' ? 'r' : 'cw');
      const protocol = SASProtocol.HttpsAndHttp;
      const granted = {
        containerName: CONTAINER,
        blobName: blob,
        permissions,
        expiresOn,
        protocol,
      };
      return `${container.url}/${blob}?${generateBlobSASQueryParameters(granted, credential)}`;
    },
    handle: async () => false,
    size: async (blob) => {
      const client = container.getBlobClient(blob);
      return (await client.exists()) ? (await client.getProperties()).contentLength : undefined;
    },
    remove: async (blob) => {
      await container.getBlobClient(blob).deleteIfExists();
    },
    stop,
  };
}
