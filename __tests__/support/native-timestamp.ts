import { loadNative } from './native-module.ts';

export const { initializeTSA } = loadNative(
  '@sigstore/mock/dist/timestamp/index.js',
) as typeof import('@sigstore/mock/dist/timestamp/index.js');
