/** The smallest program of each architecture: it ends with PROBE_EXIT_CODE and does nothing else. */

/** A code that nothing else ends with by accident. */
export const PROBE_EXIT_CODE = 42;

interface Machine {
  /** `e_machine` (elf.h). */
  readonly id: number;
  readonly bits: 32 | 64;
  readonly order: 'little' | 'big';
  readonly flags: number;
  /** exit(42), in the order of the bytes. */
  readonly code: string;
}

/** By the architecture's name in OCI. System calls: arch/<name>/…/syscall tables of Linux. */
const MACHINES: Readonly<Record<string, Machine>> = {
  // mov edi,42; mov eax,60; syscall
  amd64: { id: 62, bits: 64, order: 'little', flags: 0, code: 'bf2a000000 b83c000000 0f05' },
  // mov ebx,42; mov eax,1; int 0x80
  '386': { id: 3, bits: 32, order: 'little', flags: 0, code: 'bb2a000000 b801000000 cd80' },
  // mov x0,#42; mov x8,#93; svc #0
  arm64: { id: 183, bits: 64, order: 'little', flags: 0, code: '400580d2 a80b80d2 010000d4' },
  // mov r0,#42; mov r7,#1; svc #0
  arm: { id: 40, bits: 32, order: 'little', flags: 0x05000000, code: '2a00a0e3 0170a0e3 000000ef' },
  // li a0,42; li a7,93; ecall
  riscv64: { id: 243, bits: 64, order: 'little', flags: 0, code: '1305a002 9308d005 73000000' },
  // li r0,1; li r3,42; sc
  ppc64le: { id: 21, bits: 64, order: 'little', flags: 2, code: '01000038 2a006038 02000044' },
  // lghi %r2,42; svc 1
  s390x: { id: 22, bits: 64, order: 'big', flags: 0, code: 'a729002a 0a01' },
  // li v0,5058; li a0,42; syscall
  mips64le: {
    id: 8,
    bits: 64,
    order: 'little',
    flags: 0x80000000,
    code: 'c2130224 2a000424 0c000000',
  },
  mips64: { id: 8, bits: 64, order: 'big', flags: 0x80000000, code: '240213c2 2404002a 0000000c' },
  // ori a0,zero,42; ori a7,zero,93; syscall 0
  loong64: { id: 258, bits: 64, order: 'little', flags: 0x43, code: '04a88003 0b748103 00002b00' },
};

const BASE_ADDRESS = 0x400000;
const PAGE_BYTES = 0x10000;

/** A static ELF file with one segment; undefined for an architecture that this has no program for. */
export function makeProbeProgram(architecture: string): Uint8Array | undefined {
  const machine = MACHINES[architecture];
  if (machine === undefined) return undefined;
  const code = Buffer.from(machine.code.replaceAll(' ', ''), 'hex');
  const isWide = machine.bits === 64;
  const [headerBytes, segmentBytes] = isWide ? [64, 56] : [52, 32];
  const start = headerBytes + segmentBytes;
  const file = makeWriter(start + code.length, machine);
  // e_ident, e_type EXEC, e_machine, e_version
  file.bytes('7f454c46', isWide ? '02' : '01', machine.order === 'little' ? '01' : '02', '01');
  file.bytes('00'.repeat(9));
  file.half(2, machine.id).word(1);
  // e_entry, e_phoff, e_shoff
  file.address(BASE_ADDRESS + start, headerBytes, 0);
  file.word(machine.flags).half(headerBytes, segmentBytes, 1, 0, 0, 0);
  // One PT_LOAD of the whole file, readable and executable.
  const size = start + code.length;
  file.word(1);
  if (isWide) file.word(5);
  file.address(0, BASE_ADDRESS, BASE_ADDRESS, size, size);
  if (!isWide) file.word(5);
  file.address(PAGE_BYTES);
  return file.bytes(code.toString('hex')).finish();
}

interface Writer {
  bytes(...hex: string[]): Writer;
  half(...values: number[]): Writer;
  word(...values: number[]): Writer;
  /** As wide as the machine's addresses. */
  address(...values: number[]): Writer;
  finish(): Uint8Array;
}

function makeWriter(length: number, { bits, order }: Pick<Machine, 'bits' | 'order'>): Writer {
  const view = new DataView(new ArrayBuffer(length));
  const isLittle = order === 'little';
  let at = 0;
  const writer: Writer = {
    bytes: (...hex) => {
      for (const byte of Buffer.from(hex.join(''), 'hex')) view.setUint8(at++, byte);
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
    finish: () => new Uint8Array(view.buffer),
  };
  return writer;
}
