import type { Command } from '../../src/host/host.ts';

/** A builder that would boot for ever, and whether it was ended. */
export function makeEndlessBoot() {
  let ended = false;
  const command = {
    when: /^buildx create /,
    answer: ({ stop }: Command): Promise<{ exitCode: undefined }> =>
      new Promise((resolve) => {
        stop?.addEventListener('abort', () => {
          ended = true;
          resolve({ exitCode: undefined });
        });
      }),
  };
  return { command, isEnded: () => ended };
}
