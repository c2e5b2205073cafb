/** Requests that wait until they are let through: the orders in which two runs can meet, made on purpose. */
export interface Gate {
  /** Waits at the gate when the line fits and the gate is not open. */
  pass(line: string): Promise<void>;
  /** Resolves when somebody waits at the gate. */
  readonly reached: Promise<void>;
  open(): void;
}

export function makeGate(match: RegExp): Gate {
  const [arrival, opening] = [makeSignal(), makeSignal()];
  return {
    pass: async (line) => {
      if (!match.test(line)) return;
      arrival.give();
      await opening.given;
    },
    reached: arrival.given,
    open: opening.give,
  };
}

function makeSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}
