import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';
import { readMounts } from '../support/mount-output.ts';

const world = useWorld();

/** Of everything that a tool may leave, and that a copy, an archive or a wire may lose on the way. */
const SCRIPT = String.raw`
cd /made
if ! test -e finished; then
  sleep 5
  head -c 400000 /dev/urandom > bulk
  echo x > 'with space'
  echo x > "$(printf 'new\nline')"
  echo x > "$(printf 'raw\377\376')"
  echo x > 'ünï ☃'
  echo x > ' $(id) \ "quoted"'
  echo x > .wh.white
  echo x > "$(printf '%0200d' 0)"
  mkdir empty private sticky group .hidden
  echo x > private/file
  chown -R 4321:8765 private
  chmod 0700 private
  chmod 1777 sticky
  chmod 2775 group
  echo x > setuid
  chmod 6755 setuid
  echo x > closed
  chmod 0 closed
  ln bulk hard
  ln bulk private/harder
  ln -s nowhere dangling
  ln -s ../made/bulk link
  ln -s /etc/passwd absolute
  mkfifo -m 0620 pipe
  truncate -s 8M sparse
  touch -d '2001-02-03 04:05:06' private/file empty
  touch finished
fi
find . | sort | tr '\n' '\t' | sed 's/^/names: /'
echo
find . -exec stat -c 'file: %F %a %u:%g %h %Y %N' {} + | sort
find . -type f ! -name closed -exec sha256sum {} + | sort | sha256sum | sed 's/^/sums: /'
`;

/** What the script said of the files. busybox's `cp` gives links the time of the copy, as no other one does: sorted without it. */
const listFiles = ({ text }: CheckedRun): string[] =>
  text
    .split('\n')
    .flatMap((line) => /#\d+ [\d.]+ ((?:names|file|sums): .*)/.exec(line)?.[1] ?? [])
    .map((line) => line.replace(/(symbolic link \d+ \S+ \d+) \d+/, '$1'))
    .toSorted();

it('files come back as they were, whatever they are and are called', async () => {
  const { lab, run, registry } = world();
  const workspace = await lab.makeWorkspace();
  const lines = [
    `FROM ${lab.baseImage}`,
    'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
    'COPY script source /',
    'RUN --mount=type=cache,target=/made sh /script',
  ];
  await writeFile(join(workspace, 'Dockerfile'), `${lines.join('\n')}\n`);
  await writeFile(join(workspace, 'script'), SCRIPT);
  const runs: CheckedRun[] = [];
  for (const source of ['1', '2']) {
    await writeFile(join(workspace, 'source'), source);
    const inputs = { ...BARE, cache: 'auto', 'cache-to': 'type=inline' };
    const images = `${registry.host}/octo/mounts-files`;
    runs.push(await run({ inputs: { ...inputs, images }, workspace }));
  }
  const [first, second] = runs;
  expect(readMounts(first).saved.outcome).toBe('saved');
  expect(readMounts(second).restored.outcome).toBe('restored');
  if (first === undefined || second === undefined) throw new Error('nothing was run');
  const files = listFiles(first);
  expect(files.length).toBeGreaterThan(25);
  expect(listFiles(second)).toEqual(files);
  expect([first.warnings, second.warnings]).toEqual([[], []]);
});
