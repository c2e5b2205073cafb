import { ensureEmulation } from './emulation.ts';
import { type Engine, ensureEngine } from './engine.ts';
import { ensureImages, type LabImages } from './images.ts';
import type { LogLine } from './steps.ts';
import { ensureLabTools, type LabTools } from './tools.ts';

/** Everything the embedded world is started from. */
export interface Lab {
  readonly tools: LabTools;
  readonly engine: Engine;
  readonly images: LabImages;
}

/**
 * Finds, installs or builds all of it, and returns with an engine that answers. Give it back with `engine.stop()`;
 * a process that ends without doing so gives it back all the same.
 */
export async function provisionLab({ log }: { readonly log: LogLine }): Promise<Lab> {
  const tools = await ensureLabTools(log);
  const engine = await ensureEngine(tools, log);
  try {
    await ensureEmulation(log, engine);
    return { tools, engine, images: await ensureImages({ engine, tools, log }) };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}
