import { createRequire as makeRequire } from 'node:module';const require = makeRequire(import.meta.url);
import {
  BINFMT_FOLDER,
  parseHandler
} from "./chunk-OHDHNXV6.js";

// src/tools/probe-program.ts
var PROBE_EXIT_CODE = 42;
var MACHINES = {
  // mov edi,42; mov eax,60; syscall
  amd64: { id: 62, bits: 64, order: "little", flags: 0, code: "bf2a000000 b83c000000 0f05" },
  // mov ebx,42; mov eax,1; int 0x80
  "386": { id: 3, bits: 32, order: "little", flags: 0, code: "bb2a000000 b801000000 cd80" },
  // mov x0,#42; mov x8,#93; svc #0
  arm64: { id: 183, bits: 64, order: "little", flags: 0, code: "400580d2 a80b80d2 010000d4" },
  // mov r0,#42; mov r7,#1; svc #0
  arm: { id: 40, bits: 32, order: "little", flags: 83886080, code: "2a00a0e3 0170a0e3 000000ef" },
  // li a0,42; li a7,93; ecall
  riscv64: { id: 243, bits: 64, order: "little", flags: 0, code: "1305a002 9308d005 73000000" },
  // li r0,1; li r3,42; sc
  ppc64le: { id: 21, bits: 64, order: "little", flags: 2, code: "01000038 2a006038 02000044" },
  // lghi %r2,42; svc 1
  s390x: { id: 22, bits: 64, order: "big", flags: 0, code: "a729002a 0a01" },
  // li v0,5058; li a0,42; syscall
  mips64le: {
    id: 8,
    bits: 64,
    order: "little",
    flags: 2147483648,
    code: "c2130224 2a000424 0c000000"
  },
  mips64: { id: 8, bits: 64, order: "big", flags: 2147483648, code: "240213c2 2404002a 0000000c" },
  // ori a0,zero,42; ori a7,zero,93; syscall 0
  loong64: { id: 258, bits: 64, order: "little", flags: 67, code: "04a88003 0b748103 00002b00" }
};
var BASE_ADDRESS = 4194304;
var PAGE_BYTES = 65536;
function makeProbeProgram(architecture) {
  const machine = MACHINES[architecture];
  if (machine === void 0) return void 0;
  const code = Buffer.from(machine.code.replaceAll(" ", ""), "hex");
  const isWide = machine.bits === 64;
  const [headerBytes, segmentBytes] = isWide ? [64, 56] : [52, 32];
  const start = headerBytes + segmentBytes;
  const file = makeWriter(start + code.length, machine);
  file.bytes("7f454c46", isWide ? "02" : "01", machine.order === "little" ? "01" : "02", "01");
  file.bytes("00".repeat(9));
  file.half(2, machine.id).word(1);
  file.address(BASE_ADDRESS + start, headerBytes, 0);
  file.word(machine.flags).half(headerBytes, segmentBytes, 1, 0, 0, 0);
  const size = start + code.length;
  file.word(1);
  if (isWide) file.word(5);
  file.address(0, BASE_ADDRESS, BASE_ADDRESS, size, size);
  if (!isWide) file.word(5);
  file.address(PAGE_BYTES);
  return file.bytes(code.toString("hex")).finish();
}
function makeWriter(length, { bits, order }) {
  const view = new DataView(new ArrayBuffer(length));
  const isLittle = order === "little";
  let at = 0;
  const writer = {
    bytes: (...hex) => {
      for (const byte of Buffer.from(hex.join(""), "hex")) view.setUint8(at++, byte);
      return writer;
    },
    half: (...values) => {
      for (const value of values) {
        view.setUint16(at, value, isLittle);
        at += 2;
      }
      return writer;
    },
    word: (...values) => {
      for (const value of values) {
        view.setUint32(at, value, isLittle);
        at += 4;
      }
      return writer;
    },
    address: (...values) => {
      for (const value of values) {
        if (bits === 64) view.setBigUint64(at, BigInt(value), isLittle);
        else view.setUint32(at, value, isLittle);
        at += bits / 8;
      }
      return writer;
    },
    finish: () => new Uint8Array(view.buffer)
  };
  return writer;
}

// src/stages/emulation/probe-emulation.ts
var PROBE_DEADLINE_MS = 1e4;
async function isOwnKernel({ files }, { kernel, hostname }) {
  const read = (name) => files.readText(`/proc/sys/kernel/${name}`).then(
    (text) => text.trim(),
    () => ""
  );
  const [ownKernel, ownName] = await Promise.all([read("osrelease"), read("hostname")]);
  return ownKernel !== "" && ownKernel === kernel && ownName !== "" && ownName === hostname;
}
async function probeHandler(host, { arch, name }, folder) {
  const [runs, handler] = await Promise.all([
    runProgram(host, arch, folder),
    host.files.readText(`${BINFMT_FOLDER}/${name}`).then(parseHandler, () => void 0)
  ]);
  if (handler === void 0 || !handler.isEnabled) return runs === true ? "runs" : "missing";
  if (!handler.isFixed)
    return { broken: `its interpreter ${handler.interpreter} is not there inside containers` };
  if (runs === false)
    return { broken: `its interpreter ${handler.interpreter} does not run programs` };
  return "runs";
}
async function runProgram({ files, run }, arch, folder) {
  const program = makeProbeProgram(arch);
  if (program === void 0) return void 0;
  const file = `${folder}/probe/${arch}`;
  await files.write(file, program, 448);
  const result = await run({
    tool: "probe",
    file,
    // For whoever looks at the list of processes; the program reads nothing.
    args: [arch],
    env: {},
    // A kernel that knows no handler leaves the file to a shell, whose traces are to be removed with the folder.
    cwd: `${folder}/probe`,
    deadlineMs: PROBE_DEADLINE_MS
  });
  if (result.notFound && !await files.executable(file)) return void 0;
  return result.exitCode === PROBE_EXIT_CODE;
}

// src/stages/setup/check-disk.ts
var FEW_BYTES = 2 * 1024 ** 3;
async function checkDisk(host, engine) {
  const { env, files, log } = host;
  const rootDir = await engine.then((one) => findRoot(host, one)).catch(() => "");
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
async function findRoot(host, engine) {
  if (engine === void 0 || !await isOwnKernel(host, engine)) return "";
  return engine.rootDir;
}

export {
  isOwnKernel,
  probeHandler,
  checkDisk
};
