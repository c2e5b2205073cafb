import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);

// src/stages/check-disk.ts
var FEW_BYTES = 2 * 1024 ** 3;
async function checkDisk({ env, files, log }, engine) {
  const isElsewhere = /^(?:tcp|ssh|https?):/.test(env["DOCKER_HOST"] ?? "");
  const rootDir = isElsewhere ? "" : await engine.then((one) => one?.rootDir ?? "").catch(() => "");
  const paths = [rootDir, env["RUNNER_TEMP"] ?? ""].filter((path) => path !== "");
  const disks = await Promise.all(
    paths.map(async (path) => ({ path, free: await files.freeBytes(path) }))
  );
  const [fullest] = disks.flatMap(({ path, free }) => free === void 0 ? [] : [{ path, free }]).sort((a, b) => a.free - b.free);
  if (fullest === void 0 || fullest.free >= FEW_BYTES) return;
  log.warning(
    `Only ${(fullest.free / 1024 ** 3).toFixed(1)} GiB are free at ${fullest.path}, and a build may need more. On a runner that GitHub hosts, remove first what no build of images uses: sudo rm -rf /usr/local/lib/android /usr/share/dotnet /opt/ghc (the reusable workflow does that with \`free-disk-space: true\`); elsewhere: docker system prune.`
  );
}

export {
  checkDisk
};
