/**
 * A step that keeps the outputs of one leg (`job`, `output-<name>`), or gives those that all legs of a job have kept
 * (`read`), as output `all`. Runs on its own, so it imports nothing of the project.
 */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'INPUT_OUTPUT-';
const folder = join(process.env['LAB_OUTPUTS'] ?? '', process.env['GITHUB_RUN_ID'] ?? '');
const wanted = process.env['INPUT_READ'] ?? '';

function record(job: string): void {
  const given = Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith(PREFIX) && value ? [[name.slice(PREFIX.length).toLowerCase(), value]] : [],
  );
  const place = join(folder, job);
  mkdirSync(place, { recursive: true });
  writeFileSync(
    join(place, `${Date.now()}-${process.pid}.json`),
    JSON.stringify(Object.fromEntries(given)),
  );
}

function readAll(job: string): Record<string, string> {
  const place = join(folder, job);
  const files = existsSync(place) ? readdirSync(place).sort() : [];
  return Object.assign(
    {},
    ...files.map((file) => JSON.parse(readFileSync(join(place, file), 'utf8'))),
  );
}

if (wanted === '') record(process.env['INPUT_JOB'] ?? '');
else
  appendFileSync(
    process.env['GITHUB_OUTPUT'] ?? '',
    `all<<END-OF-OUTPUT\n${JSON.stringify(readAll(wanted))}\nEND-OF-OUTPUT\n`,
  );
