import { findMounts } from '../../src/stages/mounts/find-mounts.ts';
import { keepMounts } from '../../src/stages/mounts/keep-mounts.ts';
import { type RestoredMounts, restoreMounts } from '../../src/stages/mounts/restore-mounts.ts';
import type { CacheStore } from './fake-cache.ts';
import { type FakeHost, makeFakeHost } from './fake-host.ts';
import type { ScriptedCommand } from './fake-script.ts';
import { makeNamesFacts } from './make-facts.ts';
import type { InputTexts } from './make-inputs.ts';
import { makePlanOf } from './make-plan.ts';

export const DOCKERFILE = `FROM node:24
RUN --mount=type=cache,target=/root/.npm npm ci
RUN --mount=type=cache,id=own,target=/o,uid=5 make
`;
export const MEANS = { buildx: { path: '/buildx', env: { SOURCE_DATE_EPOCH: '0' } }, builder: 'b' };
export const MB = 1e6;

export interface MountScene {
  readonly cache: CacheStore;
  readonly commands?: readonly ScriptedCommand[];
  /** What `buildx du` says: id and size. */
  readonly usage?: Readonly<Record<string, string>>;
  readonly inputs?: InputTexts;
  readonly files?: Readonly<Record<string, string>>;
  readonly branch?: string;
  readonly archive?: string;
}

/** What is got ready elsewhere while mounts are restored. */
type Doors = Pick<Parameters<typeof restoreMounts>[1], 'means' | 'isServed'>;

/** A run on the default branch in which buildx does what it is told. */
export async function openMounts(scene: MountScene) {
  const { cache, commands = [], usage = { '//root/.npm': '50MB' }, branch = 'main' } = scene;
  const du = Object.entries(usage).map(([id, Size]) =>
    JSON.stringify({
      Type: 'exec.cachemount',
      Description: `cached mount /x from exec y with id "${id}"`,
      Size,
    }),
  );
  const host = makeFakeHost({
    cache,
    files: { 'app/Dockerfile': DOCKERFILE, 'app/package-lock.json': '{}', ...scene.files },
    commands: [
      ...commands,
      { when: /^buildx du/, answer: { stdout: du.join('\n') } },
      { when: /^buildx prune/, answer: {} },
      {
        when: /^buildx build/,
        answer: ({ args }, self) => {
          const dest = args.find((arg) => arg.startsWith('--output=type=tar,dest='));
          if (dest !== undefined) self.stored.set(dest.slice(23), scene.archive ?? 'x'.repeat(MB));
          return {};
        },
      },
    ],
  });
  const ref = `refs/heads/${branch}`;
  const repository = { name: 'app', htmlUrl: 'https://x', defaultBranch: 'main' };
  const names = makeNamesFacts({ ref, repository });
  const facts = { actionsCache: true, ref, names };
  const plan = await findMounts(
    host,
    await makePlanOf({ inputs: { context: 'app', ...scene.inputs }, facts }),
  );
  const lines: string[] = [];
  const restore = async (doors: Partial<Doors> = {}): Promise<RestoredMounts> => {
    const { means = Promise.resolve(MEANS), isServed = Promise.resolve(true) } = doors;
    const say = (line: string) => lines.push(line);
    const wanted = Promise.resolve(plan.mounts.mounts);
    const setting = { plan, folder: '/run', means, isServed, wanted, say };
    const restored = await restoreMounts(host, setting);
    return { ...restored, wanted: await wanted, heldUpSeconds: 0 };
  };
  const keep = (restored: RestoredMounts, buildSeconds = 60) =>
    keepMounts(host, { plan, means: { ...MEANS, folder: '/run' }, restored, buildSeconds });
  return { host, plan, lines, restore, keep };
}

export const listTools = ({ commands }: FakeHost): string[] =>
  commands.map(({ args }) => args[0] ?? '');
export const listWarnings = ({ lines }: FakeHost): string[] =>
  lines.filter((line) => line.startsWith('warning: '));

/** A run that saves, so that the next one has something. */
export async function fillCache(
  cache: CacheStore,
  scene: Partial<MountScene> = {},
): Promise<string> {
  const { restore, keep, host } = await openMounts({ ...scene, cache });
  const restored = await restore();
  const kept = await keep(restored);
  if (kept.outcome !== 'saved') throw new Error(`not saved: ${JSON.stringify(kept)} ${host.lines}`);
  return restored.keys.key;
}
