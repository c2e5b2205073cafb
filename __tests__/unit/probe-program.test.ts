import { describe, expect, it } from '@jest/globals';
import { makeProbeProgram, PROBE_EXIT_CODE } from '../../src/tools/probe-program.ts';

/** e_ident's class and order, and e_machine, as `readelf -h` tells them of programs of the architecture. */
describe('the program of each architecture', () => {
  it.each<[string, number, 'little' | 'big', number]>([
    ['amd64', 64, 'little', 62],
    ['386', 32, 'little', 3],
    ['arm64', 64, 'little', 183],
    ['arm', 32, 'little', 40],
    ['riscv64', 64, 'little', 243],
    ['ppc64le', 64, 'little', 21],
    ['s390x', 64, 'big', 22],
    ['mips64le', 64, 'little', 8],
    ['mips64', 64, 'big', 8],
    ['loong64', 64, 'little', 258],
  ])('%s', (arch, bits, order, machine) => {
    const file = makeProbeProgram(arch) ?? new Uint8Array();
    const view = new DataView(file.buffer);
    const little = order === 'little';
    expect([...file.slice(0, 7)]).toEqual([
      ...Buffer.from('\x7fELF', 'latin1'),
      bits / 32,
      little ? 1 : 2,
      1,
    ]);
    // ET_EXEC
    expect(view.getUint16(16, little)).toBe(2);
    expect(view.getUint16(18, little)).toBe(machine);
    const size = bits === 64 ? view.getBigUint64(96, little) : view.getUint32(68, little);
    expect(Number(size)).toBe(file.length);
    expect(file.length).toBeLessThan(160);
  });

  it('is none for an architecture that nobody emulates', () => {
    expect(makeProbeProgram('wasm')).toBeUndefined();
    expect(PROBE_EXIT_CODE).toBe(42);
  });
});
