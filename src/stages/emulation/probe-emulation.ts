/** Whether programs of other architectures run: by running one, where this machine is the engine's, else in a container there. */
import type { Host } from '../../host/host.ts';
import { BINFMT_FOLDER, type Handler, parseHandler } from '../../tools/binfmt.ts';
import type { Engine } from '../../tools/docker.ts';
import { makeProbeProgram, PROBE_EXIT_CODE } from '../../tools/probe-program.ts';

type Reach = Pick<Host, 'files' | 'run'>;

const PROBE_DEADLINE_MS = 10_000;

/** `broken`: a handler is registered, and does not do its work inside containers. */
export type HandlerState = 'runs' | 'missing' | { readonly broken: string };

/** Whether the engine's kernel is the one below this process. A virtual machine or a host elsewhere has another. */
export async function isOwnKernel(
  { files }: Pick<Host, 'files'>,
  { kernel, hostname }: Engine,
): Promise<boolean> {
  const read = (name: string): Promise<string> =>
    files.readText(`/proc/sys/kernel/${name}`).then(
      (text) => text.trim(),
      () => '',
    );
  const [ownKernel, ownName] = await Promise.all([read('osrelease'), read('hostname')]);
  return ownKernel !== '' && ownKernel === kernel && ownName !== '' && ownName === hostname;
}

/** Runs the smallest program there is of the architecture, on this machine. */
export async function probeHandler(
  host: Reach,
  { arch, name }: Handler,
  folder: string,
): Promise<HandlerState> {
  const [runs, handler] = await Promise.all([
    runProgram(host, arch, folder),
    host.files.readText(`${BINFMT_FOLDER}/${name}`).then(parseHandler, () => undefined),
  ]);
  if (handler === undefined || !handler.isEnabled) return runs === true ? 'runs' : 'missing';
  // Without F the kernel looks for the interpreter inside each container, where it is not.
  if (!handler.isFixed)
    return { broken: `its interpreter ${handler.interpreter} is not there inside containers` };
  if (runs === false)
    return { broken: `its interpreter ${handler.interpreter} does not run programs` };
  return 'runs';
}

/** Undefined where nothing can be run: a folder that forbids it, an architecture without a program. */
async function runProgram(
  { files, run }: Reach,
  arch: string,
  folder: string,
): Promise<boolean | undefined> {
  const program = makeProbeProgram(arch);
  if (program === undefined) return undefined;
  const file = `${folder}/probe/${arch}`;
  await files.write(file, program, 0o700);
  const result = await run({
    tool: 'probe',
    file,
    // For whoever looks at the list of processes; the program reads nothing.
    args: [arch],
    env: {},
    // A kernel that knows no handler leaves the file to a shell, whose traces are to be removed with the folder.
    cwd: `${folder}/probe`,
    deadlineMs: PROBE_DEADLINE_MS,
  });
  if (result.notFound && !(await files.executable(file))) return undefined;
  return result.exitCode === PROBE_EXIT_CODE;
}
