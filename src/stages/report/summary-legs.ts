/** What the summary says of a leg or of a candidate: what it is, what becomes of it, and what to do. */
import { formatPlatform } from '../../image/platform.ts';
import { formatReference } from '../../image/reference.ts';
import type { Results } from './report.ts';

/** The headline of what is built and not published by this step. */
export function formatHeld({ plan, verified, waiting }: Results, name: string): string {
  const what = plan?.leg === undefined ? name : `${formatPlatform(plan.leg.platform)} of ${name}`;
  const done = verified === undefined ? 'built' : 'built, signed and verified';
  return waiting === undefined
    ? `${what} is ${done}, and has no tag yet`
    : `${what} is ${done}; another leg publishes the whole image`;
}

/** Empty for what neither is a leg nor waits for another job. */
export function formatLegs(results: Results): string {
  const { plan, published, kept = [], waiting, candidate } = results;
  if (plan?.leg !== undefined && (published || kept.length > 0))
    return `Put together from the legs for ${plan.leg.platforms.map(formatPlatform).join(', ')}.`;
  if (candidate === undefined || published || waiting?.length === 0) return '';
  return [
    formatNext(results),
    `Planned tags: ${listPlanned(results).join(', ') || 'none'}.`,
    formatPull(results),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function formatNext({ waiting, verified }: Results): string {
  if (waiting !== undefined)
    return `The leg that finishes last publishes it; when this one ended, ${waiting.join(', ')} ${waiting.length === 1 ? 'was' : 'were'} still missing.`;
  return verified === undefined
    ? 'The `publish/` action of a later job signs it and moves its tags: hand it the output `candidate`, as what is not signed is not taken from artifacts.'
    : 'The `publish/` action of a later job moves its tags; it finds the candidate by itself, or takes the output `candidate`.';
}

function listPlanned({ plan }: Results): string[] {
  const destinations = plan?.destinations ?? [];
  return destinations.flatMap(({ repository, tags }) =>
    tags.map(({ name }) => `\`${formatReference({ repository, tag: name })}\``),
  );
}

function formatPull({ plan, image }: Results): string {
  const [first] = plan?.destinations ?? [];
  if (first === undefined || image === undefined) return '';
  const name = formatReference({ repository: first.repository, digest: image.digest });
  return `Until then it can be pulled as \`${name}\`.`;
}
