/**
 * `npm run bench`: start-up, set-up, and the wall time of the step over the same work by hand, cold and warm, by the
 * number of platforms, both sides measured in one run and in turn. Figures are medians with minimum and maximum.
 * `--rounds=N` (default 3) sets the counted pairs, `--only=release,legs` the parts.
 */
import { cpus, release, totalmem } from 'node:os';
import { benchCacheHistory } from './cache-history-table.ts';
import { benchLegs } from './legs-table.ts';
import { benchMounts } from './mounts.ts';
import { benchPlatforms } from './platforms.ts';
import { benchReleases } from './release.ts';
import { benchStartUp } from './start-up.ts';
import { benchUses } from './uses.ts';

/** Writes one line of the report. */
export type Tell = (line: string) => void;

const PARTS: Readonly<Record<string, (tell: Tell, rounds: number) => Promise<void>>> = {
  'start-up': benchStartUp,
  release: benchReleases,
  platforms: benchPlatforms,
  legs: benchLegs,
  mounts: benchMounts,
  uses: benchUses,
  'cache-history': benchCacheHistory,
};

function readOption(name: string): string | undefined {
  const prefix = `--${name}=`;
  return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length);
}

const rounds = Number(readOption('rounds') ?? 3);
const parts = readOption('only')?.split(',') ?? Object.keys(PARTS);
const tell: Tell = (line) => void process.stdout.write(`${line}\n`);
const unknown = parts.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1)
  throw new Error(
    `--only takes ${Object.keys(PARTS).join(', ')}; --rounds takes a number from 1 on`,
  );

const [cpu] = cpus();
const memory = (totalmem() / 2 ** 30).toFixed(0);
tell(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim()}, ${memory} GiB, Linux ${release()}, Node.js ${process.version}`,
);
tell(`Rounds: ${rounds}; the two sides in turn, after one uncounted pair.`);
for (const part of parts) {
  tell('');
  await PARTS[part]?.(tell, rounds);
}
