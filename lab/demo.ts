/**
 * The main job, for real, on the embedded world: `npm run demo`. With `--keep` the world stays up afterwards, so that
 * the printed commands can be pasted into another terminal.
 */
import { dirname } from 'node:path';
import { makeJobPrinter } from './demo/printer.ts';
import { runShell } from './demo/shell.ts';
import { runJob } from './job.ts';
import { type Lab, openLab } from './lab.ts';
import type { ActionRun } from './runner.ts';

const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};
const title = (text: string): void => say(`\n\u001b[1m== ${text}\u001b[0m\n`);

async function release(lab: Lab, workspace: string): Promise<ActionRun> {
  const run = await runJob(lab, {
    workspace,
    inputs: {
      images: `${lab.registryHost}/octo-org/app`,
      tags: 'type=semver,pattern={{version}},value=v1.2.3\ntype=semver,pattern={{major}}.{{minor}},value=v1.2.3',
      'build-args': 'VERSION=1.2.3',
    },
    // A branch: what a tag writes into the cache only the same tag reads, so that it writes nothing.
    github: { ref: 'refs/heads/main' },
    onLine: makeJobPrinter(say),
  });
  if (run.main.exitCode !== 0) throw new Error('The release failed: see the log above');
  return run;
}

async function verify(lab: Lab, run: ActionRun): Promise<void> {
  const path = `${dirname(lab.tools.cosign)}:/usr/bin:/bin`;
  say(`export PATH=${dirname(lab.tools.cosign)}:$PATH`);
  for (const command of (run.main.outputs['verify-commands'] ?? '').split('\n')) {
    say(`\n$ ${command}`);
    const result = await runShell(command, { PATH: path, HOME: lab.folder });
    say(
      result.exitCode === 0
        ? '  accepted'
        : `  REFUSED (exit ${result.exitCode}): ${result.stderr.trim()}`,
    );
    if (result.exitCode !== 0) throw new Error('A published command does not accept the image');
  }
}

/** What nobody may be able to do: pass for another workflow. */
async function refuse(lab: Lab, run: ActionRun): Promise<void> {
  const [command = ''] = (run.main.outputs['verify-commands'] ?? '').split('\n');
  const forged = command.replace(
    /--certificate-identity=\S+/,
    '--certificate-identity=https://github.com/somebody/else/.github/workflows/release.yml@refs/heads/main',
  );
  say(`$ ${forged}`);
  const result = await runShell(forged, {
    PATH: `${dirname(lab.tools.cosign)}:/usr/bin:/bin`,
    HOME: lab.folder,
  });
  if (result.exitCode === 0) throw new Error('cosign accepted an identity that did not sign');
  say(`  refused, as it should be: ${result.stderr.trim().split('\n').at(-1)}`);
}

/** What each platform's image prints. */
async function startBoth(lab: Lab, run: ActionRun): Promise<string[]> {
  const greetings: string[] = [];
  const [tag = ''] = (run.main.outputs['tags'] ?? '').split('\n');
  const repository = tag.slice(0, tag.lastIndexOf(':'));
  const digests: unknown = JSON.parse(run.main.outputs['digests'] ?? '{}');
  for (const [platform, digest] of Object.entries(digests ?? {})) {
    const image = `${repository}@${String(digest)}`;
    const command = `docker run --rm --platform ${platform} ${image}`;
    say(`$ ${command}`);
    const result = await runShell(command, {
      PATH: `${dirname(lab.tools.docker)}:/usr/bin:/bin`,
      HOME: lab.folder,
      DOCKER_HOST: lab.engine.dockerHost,
    });
    if (result.exitCode !== 0)
      throw new Error(`The ${platform} image does not start: ${result.stderr}`);
    say(`  ${result.stdout.trim()}`);
    greetings.push(result.stdout.trim());
  }
  return greetings;
}

function tell(run: ActionRun): void {
  const { outputs } = run.main;
  say(`digest      ${outputs['digest']}`);
  say(`tags        ${(outputs['tags'] ?? '').split('\n').join(' ')}`);
  say(`verified    ${outputs['verified']}, signed by ${outputs['signer-identity']}`);
  const timings = Object.entries(JSON.parse(outputs['timings'] ?? '{}'));
  const width = Math.max(11, ...timings.map(([name]) => name.length));
  for (const [name, seconds] of timings) {
    say(
      `${name.padEnd(width)} ${Number(seconds).toFixed(2).padStart(6)} s  ${'▆'.repeat(Math.max(1, Math.round(Number(seconds) * 10)))}`,
    );
  }
}

/** The sample's RUN writes a random number: equal greetings mean that it was not run again for the image. */
function tellReuse(before: readonly string[], after: readonly string[]): void {
  if (before.join() !== after.join())
    throw new Error('The second release did not find the cache of the first');
  say('\nBoth images are made of the layers of the first release: no step was run again for them.');
}

async function main(): Promise<void> {
  title('Tools and services (the first time builds what is missing, which takes minutes)');
  const lab = await openLab({ log: say });
  try {
    const workspace = await lab.makeWorkspace();
    title('A release, as a job would run it');
    const first = await release(lab, workspace);
    title('What was published');
    tell(first);
    say(
      `\nsigned and attested:\n${first.main.summary
        .split('\n')
        .filter((line) => /^\| (manifest|linux|index)/.test(line))
        .join('\n')}`,
    );
    title('Verification by a separate cosign, with nothing but the public facts');
    await verify(lab, first);
    say();
    await refuse(lab, first);
    title('The images start');
    const before = await startBoth(lab, first);
    title('The same release again: a new builder, and every step from the cache');
    const second = await release(lab, workspace);
    tell(second);
    tellReuse(before, await startBoth(lab, second));
    if (process.argv.includes('--keep')) await waitForEnd();
    else
      say(
        '\nDone. `npm run demo -- --keep` leaves the registry up, so that the commands above can be pasted.',
      );
    await Promise.all([first.cleanup(), second.cleanup()]);
  } finally {
    await lab.stop();
  }
}

async function waitForEnd(): Promise<void> {
  say('\nThe world stays up until you press Ctrl-C.');
  await new Promise<void>((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    process.once('SIGINT', () => {
      clearInterval(alive);
      resolve();
    });
  });
}

await main();
