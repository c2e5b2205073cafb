/** The parts of the reusable workflow that follow from the tables, between comments that name them. */
import { stringify } from 'yaml';
import type { InputRow } from '../src/inputs/table.ts';
import {
  HANDED_TO_PUBLISH,
  STEP_INPUTS,
  WORKFLOW_INPUTS,
  WORKFLOW_SECRETS,
} from '../src/inputs/table-workflow.ts';
import { PUBLISH_OUTPUTS } from '../src/outputs.ts';
import { MOST_LEGS } from '../src/plan/runners.ts';

/** Text of the workflow as it is → as the tables have it. */
export function formatWorkflow(current: string): string {
  const blocks: Readonly<Record<string, unknown>> = {
    inputs: Object.fromEntries(
      WORKFLOW_INPUTS.map(({ name, description, type, default: value }) => [
        name,
        { description, type, required: false, default: value },
      ]),
    ),
    secrets: Object.fromEntries(
      WORKFLOW_SECRETS.map(({ name, description }) => [name, { description, required: false }]),
    ),
    outputs: Object.fromEntries(
      listOutputs().map(({ name, description }) => [
        name,
        { description, value: `\${{ jobs.publish.outputs.${name} }}` },
      ]),
    ),
    'step-inputs': formatWith(STEP_INPUTS),
    'publish-inputs': formatWith(HANDED_TO_PUBLISH),
    legs: Object.fromEntries(
      Array.from({ length: MOST_LEGS }, (_, at) => [
        `leg-${at}`,
        `\${{ matrix.index == ${at} && steps.image.outputs.candidate || '' }}`,
      ]),
    ),
    'publish-outputs': Object.fromEntries(
      listOutputs().map(({ name }) => [name, `\${{ steps.publish.outputs.${name} }}`]),
    ),
  };
  return Object.entries(blocks).reduce(
    (text, [name, block]) => fillBlocks(text, name, block),
    current,
  );
}

function listOutputs() {
  return PUBLISH_OUTPUTS.filter(({ name }) => name !== 'timings');
}

function formatWith(rows: readonly InputRow[]): Record<string, string> {
  return Object.fromEntries(
    rows.map(({ name, secret, default: value }) => {
      const source = secret === true ? `secrets.${name}` : `inputs.${name}`;
      const fallback = /^\$\{\{ (.*) \}\}$/.exec(value ?? '')?.[1];
      return [name, `\${{ ${fallback === undefined ? source : `${source} || ${fallback}`} }}`];
    }),
  );
}

/** A block may stand in several places; each keeps its own indentation. */
function fillBlocks(text: string, name: string, block: unknown): string {
  const place = new RegExp(`^( *)# ${name}: .*\\n[^]*?^\\1# end of ${name}$`, 'gm');
  if (text.search(place) < 0) throw new Error(`build-sign.yml lacks a block ${name}`);
  return text.replace(place, (_whole, indent: string) => {
    const lines = stringify(block, { lineWidth: 0, singleQuote: true }).trimEnd().split('\n');
    return [
      `${indent}# ${name}: made from src/inputs/ and src/outputs.ts by npm run docs`,
      ...lines.map((line) => indent + line),
      `${indent}# end of ${name}`,
    ].join('\n');
  });
}
