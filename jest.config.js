// Node's own ESM loader runs the tests (NODE_OPTIONS=--experimental-vm-modules): `@actions/*` are published as ESM only.
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironment: 'node',
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } },
    ],
  },
};

/** What loads slowly is loaded once for each worker, and not for each file. */
const quick = {
  ...common,
  testEnvironment: '<rootDir>/__tests__/support/native-environment.js',
  moduleNameMapper: {
    '^@sigstore/mock/dist/fulcio/index\\.js$': '<rootDir>/__tests__/support/native-fulcio.ts',
    '^@sigstore/mock/dist/timestamp/index\\.js$': '<rootDir>/__tests__/support/native-timestamp.ts',
  },
};

export default {
  // Finds what hangs. How fast something is, is the bench's business: a busy machine must not fail a test.
  testTimeout: 60_000,
  projects: [
    { ...quick, displayName: 'unit', testMatch: ['<rootDir>/__tests__/unit/**/*.test.ts'] },
    { ...quick, displayName: 'stages', testMatch: ['<rootDir>/__tests__/stages/**/*.test.ts'] },
    {
      ...common,
      displayName: 'contract',
      testMatch: ['<rootDir>/__tests__/contract/**/*.test.ts'],
    },
    {
      ...quick,
      displayName: 'e2e',
      testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
      setupFiles: ['<rootDir>/__tests__/support/own-engine.ts'],
    },
  ],
};
