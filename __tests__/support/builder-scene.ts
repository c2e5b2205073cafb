/** A builder that is made ready on a host that remembers. */
import { errorCode } from '../../src/errors.ts';
import type { BuilderSpec } from '../../src/plan/builder-spec.ts';
import { bootBuilder } from '../../src/stages/builder/boot-builder.ts';
import { ensureBuilder } from '../../src/stages/builder/builder.ts';
import { readEngine } from '../../src/stages/job/engine.ts';
import { openRunFolder } from '../../src/stages/job/run-folder.ts';
import { type FakeHost, makeFakeHost } from './fake-host.ts';
import type { ScriptedCommand } from './fake-script.ts';
import { readFixture } from './recorded.ts';

const REMOVED: ScriptedCommand = { when: /^(buildx|docker) .*rm /, answer: {} };
const BUILDX = { path: '/opt/buildx', env: { BUILDX_CONFIG: '/run/buildx' } };

export interface Setting {
  readonly info?: string;
  readonly env?: Record<string, string>;
  readonly tls?: ReadonlyArray<Record<string, string>>;
}

export async function ensure(
  spec: BuilderSpec,
  commands: readonly ScriptedCommand[],
  { info = 'containerd', env = {}, tls = [] }: Setting = {},
) {
  const host = makeFakeHost({
    env,
    commands: [
      ...commands,
      REMOVED,
      { when: /^docker info/, answer: { stdout: readFixture(`docker-info/${info}.json`) } },
    ],
  });
  const folder = await openRunFolder(host);
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const ensuring = ensureBuilder(host, {
    spec,
    buildx: BUILDX,
    engine: () => readEngine(host, {}),
    boot: (own) => bootBuilder(host, { own, tls, buildx: BUILDX, folder, say }),
    say,
  });
  return { host, said, ensuring };
}

export const codeOf = async (...given: Parameters<typeof ensure>): Promise<string> =>
  (await ensure(...given)).ensuring.then(() => 'ready', errorCode);
export const count = ({ commands }: FakeHost, verb: string): number =>
  commands.filter(({ args }) => args[0] === verb).length;
