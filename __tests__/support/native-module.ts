/** Set by native-environment.js. */
declare const requireNative: (name: string) => unknown;

/** A package by Node's own `require`. */
export const loadNative = (name: string): unknown => requireNative(name);
