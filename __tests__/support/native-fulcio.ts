import { loadNative } from './native-module.ts';

export const { initializeCA, initializeCTLog } = loadNative(
  '@sigstore/mock/dist/fulcio/index.js',
) as typeof import('@sigstore/mock/dist/fulcio/index.js');
