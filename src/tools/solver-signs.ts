/** Whether BuildKit plans builds at all, by its plain progress: a solver that waits for a cache ends no step of any build. */

export interface SolverSigns {
  readonly read: (line: string) => void;
  readonly isAlive: () => boolean;
}

/** What buildx does itself before BuildKit has the build. */
const BEFORE = /^#\d+ \[internal\] (?:booting buildkit|waiting for connection)/;
const LINE = /^#([1-9]\d*) (DONE|CACHED|ERROR)?/;

export function followSigns(): SolverSigns {
  const before = new Set<string>();
  let isAlive = false;
  return {
    read: (line) => {
      const [, step = '', ended] = LINE.exec(line) ?? [];
      if (BEFORE.test(line)) before.add(step);
      if (ended !== undefined && !before.has(step)) isAlive = true;
    },
    isAlive: () => isAlive,
  };
}
