/** The inputs about the builder and its emulation. */
import { type Reader, readChoice, readWord } from './reader.ts';
import { readBuilderName, readDriverOpts } from './values.ts';

/** `binfmt`: every foreign platform, whatever the Dockerfile says; `builtin`: what BuildKit's image brings. */
const EMULATION_MODES = ['auto', 'binfmt', 'builtin', 'off'] as const;

export interface BuilderInputs {
  readonly driver: 'auto' | 'docker-container' | 'docker';
  readonly driverOpts: readonly string[];
  readonly builder: string | undefined;
  readonly emulation: (typeof EMULATION_MODES)[number];
  readonly emulationImage: string | undefined;
}

export function readBuilderInputs(reader: Reader): BuilderInputs {
  return {
    driver: readChoice(reader, 'driver', ['auto', 'docker-container', 'docker']),
    driverOpts: readDriverOpts(reader),
    builder: readBuilderName(reader),
    emulation: readChoice(reader, 'emulation', EMULATION_MODES),
    emulationImage: readWord(reader, 'emulation-image'),
  };
}
