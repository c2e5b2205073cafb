/** The inputs about the builder and its emulation. */
import { type Reader, readChoice, readWord } from './reader.ts';
import { readBuilderName, readDriverOpts } from './values.ts';

export interface BuilderInputs {
  readonly driver: 'auto' | 'docker-container' | 'docker';
  readonly driverOpts: readonly string[];
  readonly builder: string | undefined;
  readonly emulation: 'auto' | 'off';
  readonly emulationImage: string | undefined;
}

export function readBuilderInputs(reader: Reader): BuilderInputs {
  return {
    driver: readChoice(reader, 'driver', ['auto', 'docker-container', 'docker']),
    driverOpts: readDriverOpts(reader),
    builder: readBuilderName(reader),
    emulation: readChoice(reader, 'emulation', ['auto', 'off']),
    emulationImage: readWord(reader, 'emulation-image'),
  };
}
