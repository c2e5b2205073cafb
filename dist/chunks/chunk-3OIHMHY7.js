import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/stages/job/within.ts
function settleWithin({ clock }, limitMs, work) {
  return new Promise((resolve) => {
    const stop = clock.repeat(limitMs, async () => settle(void 0));
    function settle(value) {
      stop();
      resolve(value);
    }
    work.then(settle, () => settle(void 0));
  });
}
function findFailureWithin(host, limitMs, work) {
  const failing = work.then(
    () => void 0,
    (error) => error
  );
  return settleWithin(host, limitMs, failing);
}

export {
  settleWithin,
  findFailureWithin
};
