import { describe, expect, it } from '@jest/globals';
import { adviseCache } from '../../src/plan/cache-advice.ts';
import type { CacheHits, StepHit } from '../../src/plan/cache-hits.ts';

const step = (command: string, change: Partial<StepHit> = {}): StepHit => ({
  platform: 'linux/amd64',
  step: 'build 2/5',
  command,
  cached: false,
  seconds: 30,
  ...change,
});
const hitsOf = (...steps: StepHit[]): CacheHits => ({
  cached: steps.filter(({ cached }) => cached).length,
  total: steps.length,
  platforms: {},
  steps,
});
const advise = (...steps: StepHit[]): string[] =>
  adviseCache({ hits: hitsOf(...steps), room: undefined, mode: 'max' });

describe('advice on the cache', () => {
  it.each([
    ['npm ci', 'package.json package-lock.json'],
    ['corepack enable && pnpm install --frozen-lockfile', 'pnpm-lock.yaml'],
    ['yarn install --immutable && yarn build', 'yarn.lock'],
    ['pip install -r requirements.txt', 'requirements.txt'],
    ['uv sync --locked', 'uv.lock'],
    ['go mod download', 'go.mod go.sum'],
    ['cargo build --release', 'Cargo.lock'],
    ['composer install --no-dev', 'composer.lock'],
    ['bundle install', 'Gemfile.lock'],
    ['./mvnw package', 'pom.xml'],
    ['./gradlew build', 'build.gradle'],
  ])('for a COPY of everything before `%s` names what to copy first', (command, files) => {
    expect(advise(step('COPY . .', { seconds: 0.1 }), step(`RUN ${command}`))).toEqual([
      expect.stringContaining(files),
    ]);
  });

  it('names a cache mount where the installation ran for another reason', () => {
    const [line] = advise(step('COPY package.json ./', { seconds: 0.1 }), step('RUN npm ci'));
    expect(line).toContain('--mount=type=cache,target=/root/.npm');
  });

  it.each<[string, StepHit[]]>([
    ['what came from the cache', [step('COPY . .'), step('RUN npm ci', { cached: true })]],
    ['what took no time', [step('COPY . .'), step('RUN npm ci', { seconds: 2 })]],
    ['what has a cache mount', [step('RUN --mount=type=cache,target=/root/.npm npm ci')]],
    ['another program', [step('COPY . .'), step('RUN make')]],
    ['a file of that name', [step('COPY npm ci /')]],
  ])('is silent about %s', (_what, steps) => {
    expect(advise(...steps)).toEqual([]);
  });

  it('does not take the COPY of another stage, of another platform or of a cached one for the reason', () => {
    const run = step('RUN npm ci');
    const others = [
      step('COPY . .', { step: 'docs 2/2' }),
      step('COPY . .', { platform: 'linux/arm64' }),
      step('COPY . .', { cached: true }),
    ];
    expect(advise(...others, run)).toEqual([expect.stringContaining('--mount')]);
  });

  it('says the same once for all platforms', () => {
    const both = ['linux/amd64', 'linux/arm64'].flatMap((platform) => [
      step('COPY . .', { platform }),
      step('RUN npm ci', { platform }),
    ]);
    expect(advise(...both)).toHaveLength(1);
  });

  it.each<[string, number, string | undefined, number]>([
    ['mode max near the limit', 9, 'max', 1],
    ['mode min near the limit', 9, 'min', 0],
    ['nothing written near the limit', 9, undefined, 0],
    ['mode max with room left', 5, 'max', 0],
  ])('%s', (_what, used, mode, lines) => {
    const room = { usedBytes: used * 2 ** 30, limitBytes: 10 * 2 ** 30 };
    expect(adviseCache({ hits: hitsOf(step('RUN make')), room, mode })).toHaveLength(lines);
  });
});
