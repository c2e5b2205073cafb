/**
 * Node's environment of jest, with Node's own `require` beside jest's. What it loads is loaded once for each worker, where
 * jest loads everything anew for each test file; jest.config.js says which packages that is for.
 */
import { createRequire } from 'node:module';
import { TestEnvironment } from 'jest-environment-node';

export default class NativeEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.global.requireNative = createRequire(import.meta.url);
  }
}
