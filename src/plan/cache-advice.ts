/** What would make the next build faster, said only where this build shows that it would. */
import type { CacheHits, StepHit } from './cache-hits.ts';

/** Below this nobody gains from rewriting a Dockerfile. */
const WORTH_S = 5;
/** Above this share of the room, GitHub soon drops what another image needs. */
export const NEAR_LIMIT = 0.8;
/** Above this one, what an image writes throws out what another needs. */
const FULL = 0.9;

interface Installer {
  readonly pattern: RegExp;
  /** What it reads, to be copied first. */
  readonly files: string;
  /** Where it keeps what it downloads. */
  readonly cache: string;
}

/** Package managers by what images run of them, with the folder of their own downloads. */
const INSTALLERS: readonly Installer[] = [
  {
    pattern: /\bnpm (ci|i|install)\b/,
    files: 'package.json package-lock.json',
    cache: '/root/.npm',
  },
  {
    pattern: /\bpnpm (i|install|fetch)\b/,
    files: 'package.json pnpm-lock.yaml',
    cache: '/root/.local/share/pnpm/store',
  },
  {
    pattern: /\byarn( install)?( --\S+)*\s*($|&&|;)/,
    files: 'package.json yarn.lock',
    cache: '/usr/local/share/.cache/yarn',
  },
  {
    pattern: /\b(pip3?|python3? -m pip) install\b/,
    files: 'requirements.txt',
    cache: '/root/.cache/pip',
  },
  {
    pattern: /\buv (sync|pip install)\b/,
    files: 'pyproject.toml uv.lock',
    cache: '/root/.cache/uv',
  },
  { pattern: /\bgo (mod download|build|install)\b/, files: 'go.mod go.sum', cache: '/go/pkg/mod' },
  {
    pattern: /\bcargo (build|fetch|install)\b/,
    files: 'Cargo.toml Cargo.lock',
    cache: '/usr/local/cargo/registry',
  },
  {
    pattern: /\bcomposer install\b/,
    files: 'composer.json composer.lock',
    cache: '/root/.composer/cache',
  },
  {
    pattern: /\bbundle install\b/,
    files: 'Gemfile Gemfile.lock',
    cache: '/usr/local/bundle/cache',
  },
  { pattern: /\b(mvn|mvnw)\b/, files: 'pom.xml', cache: '/root/.m2' },
  { pattern: /\b(gradle|gradlew)\b/, files: 'build.gradle', cache: '/root/.gradle' },
];

export const GIGABYTE = 1024 ** 3;
/** What a repository has unless somebody pays for more (docs.github.com, "Dependency caching reference"). */
export const ROOM_BYTES = 10 * GIGABYTE;

/** Room for caches in a repository, as GitHub tells it. */
export interface CacheRoom {
  readonly usedBytes: number;
  readonly limitBytes: number;
}

/** True where another place for the layers is better. */
export function isFull({ usedBytes, limitBytes }: CacheRoom): boolean {
  return usedBytes >= limitBytes * FULL;
}

export function adviseCache({
  hits,
  room,
  mode,
}: {
  hits: CacheHits;
  room: CacheRoom | undefined;
  /** Of what is written to GitHub's cache; undefined where nothing is. */
  mode: string | undefined;
}): string[] {
  const advice = hits.steps.flatMap((step, at) => adviseStep(step, hits.steps.slice(0, at)));
  const isNear = room !== undefined && room.usedBytes >= room.limitBytes * NEAR_LIMIT;
  return [
    ...new Set(advice),
    ...(isNear && mode === 'max'
      ? [
          "the repository's room for caches is nearly full: `cache-mode: min` keeps the layers of the image alone, `cache: registry` keeps them elsewhere",
        ]
      : []),
  ];
}

function adviseStep(
  { command, cached, seconds = 0, platform, step }: StepHit,
  earlier: readonly StepHit[],
): string[] {
  const installer = INSTALLERS.find(({ pattern }) => pattern.test(command));
  if (cached || seconds < WORTH_S || installer === undefined || !/^RUN /i.test(command)) return [];
  const stage = step.replace(/\d+\/\d+$/, '');
  const copied = earlier.some(
    (one) =>
      !one.cached &&
      one.platform === platform &&
      one.step.replace(/\d+\/\d+$/, '') === stage &&
      /^(COPY|ADD)( --\S+)* \.\/? /i.test(one.command),
  );
  const what = `\`${shortenCommand(command)}\` (${seconds.toFixed(0)} s)`;
  if (copied)
    return [
      `${what} ran because all of the context is copied before it: copy ${installer.files} first, install, then copy the rest`,
    ];
  if (/--mount=\S*type=cache/.test(command)) return [];
  return [`${what} downloads anew: \`RUN --mount=type=cache,target=${installer.cache}\` keeps it`];
}

function shortenCommand(command: string): string {
  const text = command.replace(/^RUN( --\S+)* /i, '').replaceAll('`', "'");
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
