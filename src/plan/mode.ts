/** Push, load, only build, or only evaluate: decided by what was asked for and by what this event may do. */
import type { InputProblem } from '../errors.ts';
import type { Inputs } from '../inputs/parse.ts';
import { classifyEvent, EVENTS, makeForeignHead } from './events.ts';
import { asksToLoad, asksToPush } from './outputs.ts';
import type { Destination, Facts, Plan } from './types.ts';

export interface Mode {
  readonly mode: Plan['mode'];
  readonly reason: string;
}

/** Throws UNTRUSTED_EVENT. `push: auto` pushes what `images` names, except for pull requests; references in `tags` alone need `push: true`. */
export function planMode({
  inputs,
  facts,
  destinations,
  problems,
}: {
  inputs: Inputs;
  facts: Facts;
  destinations: readonly Destination[];
  problems: InputProblem[];
}): Mode {
  if (facts.foreignHead && !inputs.allowUntrustedHead) throw makeForeignHead(facts);
  if (inputs.call !== undefined) return { mode: 'call', reason: `\`call: ${inputs.call}\`` };
  if (inputs.push === true && !facts.foreignHead)
    return planPush({ inputs, destinations, problems });
  if (asksToLoad(inputs))
    return { mode: 'load', reason: inputs.load ? '`load: true`' : '`outputs: type=docker`' };
  if (inputs.push === false) return { mode: 'build', reason: '`push: false`' };
  const reason = explainUnpushed(facts);
  if (reason !== undefined) return { mode: 'build', reason };
  if (inputs.images === '' && asksToPush(inputs) && destinations.length > 0)
    return { mode: 'push', reason: '`outputs` asks for it' };
  if (inputs.images === '') {
    return {
      mode: 'build',
      reason: destinations.length === 0 ? 'no `images` to push to' : '`push: true` is not set',
    };
  }
  if (destinations.length === 0)
    return {
      mode: 'build',
      reason: 'no image or no tag comes out of `images` and `tags` for this event',
    };
  return { mode: 'push', reason: '`images` are given' };
}

function planPush({
  inputs,
  destinations,
  problems,
}: {
  inputs: Inputs;
  destinations: readonly Destination[];
  problems: InputProblem[];
}): Mode {
  // What is wrong with names that were given has been told already.
  const isTold = problems.some(({ input }) => input === 'images' || input === 'tags');
  if (destinations.length === 0 && !isTold) problems.push(describeNothing(inputs));
  return { mode: 'push', reason: '`push: true`' };
}

function describeNothing({ images, tags }: Inputs): InputProblem {
  if (images === '' && tags === '') {
    return {
      input: 'images',
      value: '',
      problem: 'is empty, so there is nothing to push to',
      fix: 'Set e.g. `images: ghcr.io/${{ github.repository }}`, or `push: false`.',
    };
  }
  return {
    input: 'tags',
    value: tags,
    problem:
      'gives no tag for this event, or every image is switched off, so there is nothing to push to',
    fix: 'Add a rule that fits, such as `type=ref,event=branch` or `type=sha`, or use `push: auto` to only build then.',
  };
}

/** Why `push: auto` pushes nothing for this event; undefined where it does. */
function explainUnpushed(facts: Facts): string | undefined {
  const kind = classifyEvent(facts);
  if (EVENTS[kind].push === 'auto') return undefined;
  if (kind === 'pull-request') {
    const what = facts.eventName === 'merge_group' ? 'a merge queue' : 'a pull request';
    return `${what} is not pushed unless \`push: true\` is set`;
  }
  const what = {
    fork: 'pull request from a fork',
    dependabot: 'run by Dependabot',
    'foreign-head': 'code of a pull request from a fork',
    own: 'event',
  }[kind];
  return `${what}: built, not pushed and not signed`;
}
