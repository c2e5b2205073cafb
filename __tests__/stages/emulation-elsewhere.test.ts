import { describe, expect, it } from '@jest/globals';
import { errorCode } from '../../src/errors.ts';
import { docker, ensure, probe, RUNS, remembered, status } from '../support/emulation-scene.ts';

describe('an engine on another machine', () => {
  it('is asked in a container, and installed on', async () => {
    const supported = [['linux/amd64'], ['linux/amd64', 'linux/arm64']];
    let at = 0;
    const { ensuring } = await ensure({
      isElsewhere: true,
      commands: [
        {
          when: /^docker run --rm --privileged /,
          answer: ({ args }) => ({
            stdout: status(args.includes('--install') ? ['qemu-aarch64'] : [], supported[at++]),
          }),
        },
      ],
    });
    expect((await ensuring).installed).toEqual(['qemu-aarch64']);
    expect(at).toBe(2);
  });

  it.each<[string, string, string]>([
    ['runs them', status(['qemu-aarch64'], ['linux/arm64']), 'nothing installed'],
    ['has a handler that does not work', status(['qemu-aarch64']), 'EMULATION_FAILED'],
  ])('%s', async (_, stdout, outcome) => {
    const { ensuring } = await ensure({
      isElsewhere: true,
      commands: [{ when: /^docker run --rm --privileged \S+ \S+$/, answer: { stdout } }],
    });
    expect(
      await ensuring.then(({ installed }) => installed.join() || 'nothing installed', errorCode),
    ).toBe(outcome);
  });
});

describe('emulation that is turned off', () => {
  const text = 'FROM base AS build\nRUN make\nFROM scratch\nCOPY --from=build / /';

  it("names the steps that the engine's own BuildKit would fail at, before it does", async () => {
    const commands = [probe('arm64', 127)];
    const { host, ensuring } = await ensure({ mode: 'off', isEngine: true, text, commands });
    const failure: unknown = await ensuring.catch((error: unknown) => error);
    expect(errorCode(failure)).toBe('EMULATION_FAILED');
    expect(String(failure)).toContain('./Dockerfile:2 RUN make (linux/arm64)');
    expect(docker(host)).toEqual([]);
  });

  it('warns of them where BuildKit may bring its own', async () => {
    const { host, ensuring } = await ensure({ mode: 'off', text, commands: [probe('arm64', 127)] });
    await ensuring;
    expect(host.lines.join('\n')).toContain('./Dockerfile:2 RUN make (linux/arm64)');
    expect(remembered(host)).toBeUndefined();
  });

  it('is no matter where their programs run', async () => {
    const { host, ensuring } = await ensure({
      mode: 'off',
      text,
      commands: [probe('arm64', RUNS)],
    });
    await ensuring;
    expect(host.lines).toEqual([]);
  });
});
