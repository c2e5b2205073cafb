/** Set by the bundler from package.json; sources that run unbundled, as in tests, have no release. */
declare const ACTION_VERSION: string | undefined;

export const VERSION: string = typeof ACTION_VERSION === 'string' ? ACTION_VERSION : 'unreleased';
