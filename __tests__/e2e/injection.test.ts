import { describe, expect, it } from '@jest/globals';
import { makeWorkspace } from '../support/e2e-workspace.ts';
import { BARE, type CheckedRun, useWorld } from '../support/e2e-world.ts';

/** In every line that a Dockerfile prints, so that none is overlooked. */
const MARK = 'PRINTED';

/** Arguments of printf, as a shell in a RUN writes them. */
const TRICKS = [
  `::set-output name=digest::${MARK}`,
  `  ::set-output name=verified::${MARK}`,
  `\\r::add-mask::${MARK}`,
  `progress 10%%\\r::add-mask::${MARK}\\r\\n`,
  `##[set-output name=digest]${MARK}`,
  `text before ##[add-mask]${MARK}`,
  `::stop-commands::${MARK}`,
  `::error title=${MARK}::${MARK}`,
  `::warning file=a.ts,line=1::${MARK}`,
  `::save-state name=run::${MARK}`,
  `::set-env name=PATH::${MARK}`,
  `::add-path::/tmp/${MARK}`,
  `::group::${MARK}`,
  `\\033[2K\\033[1G::add-mask::${MARK}`,
  `\\033]0;title\\007::add-mask::${MARK}`,
  `\\033[31m::error::${MARK}`,
  `\\342\\200\\213::add-mask::${MARK}`,
  `:\\302\\255:add-mask::${MARK}`,
  `#\\302\\255#[add-mask]${MARK}`,
  `\\302\\205::add-mask::${MARK}`,
  `\\342\\200\\250::add-mask::${MARK}`,
  `\\014::add-mask::${MARK}`,
  `\\0::add-mask::${MARK}`,
];

const PRINT = TRICKS.map((trick) => `printf '${trick}\\n'; printf '${trick}\\n' >&2`).join('; ');

describe('what a Dockerfile prints', () => {
  const world = useWorld();

  /** Commands of the action's own may quote it, as an error does; none may be made of it. */
  function expectNoCommand(run: CheckedRun): void {
    expect(run.text).toContain(MARK);
    const own = new Set(['debug', 'error', 'warning']);
    const foreign = run.main.workflowCommands.filter(
      ({ line, command }) => line.includes(MARK) && !own.has(command),
    );
    expect(foreign).toEqual([]);
    expect(run.main.masks.filter((mask) => mask.includes(MARK))).toEqual([]);
    expect(run.main.groups.filter((title) => title.includes(MARK))).toEqual([]);
    expect(Object.values(run.main.outputs).join()).not.toContain(MARK);
    expect(Object.values(run.main.state).join()).not.toContain(MARK);
    expect(run.main.env).toEqual({});
    expect(run.main.path).toEqual([]);
    const titles = run.main.annotations.map(({ title, file }) => `${title} ${file}`);
    expect(titles.join()).not.toMatch(/PRINTED|a\.ts/);
  }

  it('is never a command to the runner, in a build that succeeds', async () => {
    const { lab, run, registry } = world();
    const released = await run({
      inputs: { ...BARE, images: `${registry.host}/octo/loud` },
      workspace: await makeWorkspace(lab, [`RUN ${PRINT}`]),
    });
    expect(released.error).toBeUndefined();
    expect(released.warnings).toEqual([]);
    expectNoCommand(released);
  });

  it('is never a command to the runner, in a step that fails', async () => {
    const { lab, run, registry } = world();
    const failed = await run({
      inputs: { ...BARE, images: `${registry.host}/octo/loud` },
      workspace: await makeWorkspace(lab, [`RUN ${PRINT}; exit 3`]),
    });
    expect(failed.error?.code).toBe('BUILD_FAILED');
    expectNoCommand(failed);
    const [error] = failed.main.annotations.filter(({ level }) => level === 'error');
    expect(error).toMatchObject({ file: 'Dockerfile', line: '2' });
    // The summary has what the step printed and where it stands: who looks at it need not look for the log.
    expect(failed.main.summary).toMatch(/^Dockerfile:2$/m);
    expect(failed.main.summary).toMatch(/^ +2 \| >>> RUN /m);
    expect(failed.main.summary).toMatch(/^\d+\.\d+ .*PRINTED/m);
  });

  it.each<[string, string, readonly string[]]>([
    ['BUILD_FAILED', 'a line that is no instruction', [`::set-output name=digest::${MARK}`]],
    ['BUILD_FAILED', 'a file that is not there', [`COPY ["::add-mask::${MARK}", "/"]`]],
    ['INPUT_INVALID', 'a stage that is not there', [`COPY --from=::add-mask::${MARK} / /`]],
    ['BUILD_FAILED', 'a message of its own', [`RUN printf '\\r##[add-mask]${MARK}' >&2; exit 1`]],
  ])('is never a command in %s about %s', async (code, _title, lines) => {
    const { lab, run, registry } = world();
    const failed = await run({
      inputs: { ...BARE, images: `${registry.host}/octo/loud` },
      workspace: await makeWorkspace(lab, lines),
    });
    expect(failed.error?.code).toBe(code);
    expectNoCommand(failed);
  });
});
