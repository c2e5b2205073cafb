/** Outputs and summary of a step that publishes several images. */
import { ActionError, describeError, errorCode } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { PUBLISH_OUTPUTS } from '../../outputs.ts';
import { makeOutputs, type Results, writeSummary } from './report.ts';

/**
 * The usual outputs are those of the first image, but `published` and `verified` speak of all; `result` has each of
 * them. After a failure nothing looks like a go-ahead, though some images may be published: `result` says which.
 */
export async function reportImages(
  host: Host,
  {
    images,
    timings,
    error,
  }: {
    images: readonly Results[];
    timings: Readonly<Record<string, number>>;
    error: unknown;
  },
): Promise<void> {
  const [first = { moved: [], published: false }] = images;
  const all = images.map((one) => makeOutputs(one, timings));
  const isAll = (name: 'published' | 'verified'): string =>
    String(error === undefined && all.length > 0 && all.every((one) => one[name] === 'true'));
  const outputs = {
    ...makeOutputs(first, timings),
    published: isAll('published'),
    verified: isAll('verified'),
    result: JSON.stringify(images.map((one) => summarize(one, timings))),
  };
  for (const { name } of PUBLISH_OUTPUTS) host.setOutput(name, outputs[name]);
  for (const [at, results] of images.entries()) {
    const isLast = at === images.length - 1;
    await writeSummary(host, { results, timings, error: isLast ? error : undefined });
  }
}

const TOLD = ['group', 'image', 'digest', 'published', 'verified', 'signer-identity'] as const;

function summarize(
  results: Results,
  timings: Readonly<Record<string, number>>,
): Readonly<Record<string, unknown>> {
  const outputs = makeOutputs(results, timings);
  return {
    ...Object.fromEntries(TOLD.map((name) => [name, outputs[name]])),
    digests: outputs.digests === '' ? {} : JSON.parse(outputs.digests),
    tags: results.moved.map(({ reference }) => reference),
    'verify-commands': outputs['verify-commands'].split('\n').filter(Boolean),
  };
}

/** One annotation for the failure, with what a tool said in a group above it. */
export function tellFailure(host: Pick<Host, 'log' | 'fail'>, error: unknown): void {
  const { details, isLogged, place } =
    error instanceof ActionError ? error : { details: [], isLogged: false, place: undefined };
  if (details.length > 0 && !isLogged) {
    const close = host.log.open('What the tool said');
    details.forEach(host.log.foreign);
    close();
  }
  if (error instanceof Error && error.stack !== undefined) host.log.debug(error.stack);
  const { file, line } = place ?? {};
  host.log.error(describeError(error), { title: errorCode(error), file, line });
  host.fail();
}
