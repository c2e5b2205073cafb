import { describe, expect, it } from '@jest/globals';
import { describeTimes, formatTotal, timeEmulated } from '../../src/plan/emulated-times.ts';
import { findEmulated } from '../../src/plan/find-emulated.ts';
import { makeBuildProgress } from '../../src/tools/build-progress.ts';
import { readFixture } from '../support/recorded.ts';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };
/** What the recorded builds are of. */
const TEXT = [
  'FROM base AS build',
  'RUN head -c 3000000 /dev/urandom > /a',
  'RUN sleep 1; echo b > /b',
  '',
  'FROM base',
  'COPY --from=build /a /b /',
  'RUN echo x > /x',
].join('\n');

function time(log: string, { text = TEXT, platforms = [AMD64, ARM64], machine = AMD64 } = {}) {
  const progress = makeBuildProgress();
  for (const line of log.split('\n')) progress.feed(line);
  const build = { target: undefined, buildArgs: [], contexts: [], platforms };
  const emulated = findEmulated({ text, build, machine });
  return timeEmulated(progress.steps(), { emulated, machine });
}

const recorded = readFixture('buildx-0.36/cache-cold.stderr.txt');

describe('the seconds of emulated steps', () => {
  it('are those of the recorded build, with lines', () => {
    expect(time(recorded)).toEqual([
      {
        platform: 'linux/arm64',
        command: 'RUN head -c 3000000 /dev/urandom > /a',
        line: 2,
        seconds: 1,
      },
      { platform: 'linux/arm64', command: 'RUN sleep 1; echo b > /b', line: 3, seconds: 0.4 },
      { platform: 'linux/arm64', command: 'RUN echo x > /x', line: 7, seconds: 0.3 },
    ]);
    expect(time(recorded, { machine: ARM64 }).map(({ seconds }) => seconds)).toEqual([
      0.8, 1.3, 0.2,
    ]);
  });

  it('are none for what came from the cache', () => {
    expect(time(readFixture('buildx-0.36/cache-warm.stderr.txt'))).toEqual([]);
  });

  it('have no line where the Dockerfile has other steps than the log', () => {
    const lines = time(recorded, { text: `${TEXT}\nRUN more` }).map(({ line }) => line);
    expect(lines).toEqual([2, 3, undefined]);
  });

  it('are found without a platform in the log, where one alone is built', () => {
    const log = recorded
      .replace(/\[linux\/amd64[^\]]*\]/g, '[internal]')
      .replace(/linux\/arm64 /g, '');
    const found = time(log, { platforms: [ARM64] });
    expect(found.map(({ line, platform }) => `${platform} ${line}`)).toEqual([
      'linux/arm64 2',
      'linux/arm64 3',
      'linux/arm64 7',
    ]);
  });

  it('are none of a stage on the builder', () => {
    const log =
      '#7 [linux/amd64->arm64 build 2/2] RUN make\n#7 DONE 3.0s\n#8 [linux/arm64 stage-1 2/2] RUN x\n#8 DONE 2.0s';
    const text = 'FROM --platform=$BUILDPLATFORM b AS build\nRUN make\nFROM b\nRUN x';
    expect(time(log, { text }).map(({ line }) => line)).toEqual([4]);
  });
});

describe('what is told of them', () => {
  const one = { platform: 'linux/arm64', command: 'RUN apt-get update', line: 4, seconds: 12.34 };

  it('is a line for each, and one hint', () => {
    expect(describeTimes([one], { file: './Dockerfile', isLeg: false })).toEqual([
      '   12.3 s  linux/arm64  ./Dockerfile:4  RUN apt-get update',
      'A leg of a matrix on a native machine (`runs-on: ubuntu-24.04-arm`) emulates nothing; the legs make one image.',
    ]);
    expect(formatTotal([one, one])).toBe('2 steps, 24.7 s');
  });

  it.each<[string, string, boolean, RegExp]>([
    ['linux/arm64', 'RUN go build ./...', false, /FROM --platform=\$BUILDPLATFORM/],
    ['linux/s390x', 'RUN cargo build --release', true, /FROM --platform=\$BUILDPLATFORM/],
    ['linux/arm64', 'RUN npm run build', false, /FROM --platform=\$BUILDPLATFORM/],
    ['linux/arm64', 'RUN make -j4', false, /^A compiler .*ubuntu-24\.04-arm/],
    ['linux/arm64', 'RUN apk add git', true, /^A native machine for this leg .*ubuntu-24\.04-arm/],
    ['linux/riscv64', 'RUN apk add git', false, /^A leg of a matrix on a native machine emulates/],
  ])('fits %s %s', (platform, command, isLeg, hint) => {
    const lines = describeTimes([{ ...one, platform, command }], { isLeg });
    expect(lines.at(-1)).toMatch(hint);
  });
});
