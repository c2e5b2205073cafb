import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { makeNamesFacts } from '../../src/names/facts.ts';
import { makeNames } from '../../src/names/names.ts';
import type { Names, NamesFacts } from '../../src/names/types.ts';
import { NAMES_CASES, type NamesCase } from '../support/names-cases.ts';
import { type Answer, DIFFERENCES } from '../support/names-differences.ts';
import { EVENTS, REPOSITORY, RUN_TIME } from '../support/names-events.ts';

type Recorded = NamesCase & Answer & { readonly warnings?: readonly string[] };

const fixture = JSON.parse(
  readFileSync(new URL('../fixtures/names/metadata-action.json', import.meta.url), 'utf8'),
) as { readonly version: string; readonly cases: readonly Recorded[] };

const ANSWER_KEYS = [
  'version',
  'tags',
  'tagNames',
  'labels',
  'annotations',
  'json',
  'bakeFile',
  'bakeFileTags',
  'bakeFileLabels',
  'bakeFileAnnotations',
] as const;

function factsOf({ event }: NamesCase): NamesFacts {
  const { eventName, ref, sha, payload, commitTime } = EVENTS[event];
  return makeNamesFacts({
    env: {
      GITHUB_EVENT_NAME: eventName,
      GITHUB_REF: ref,
      GITHUB_SHA: sha,
      GITHUB_REPOSITORY: REPOSITORY.full_name,
    },
    event: payload,
    repository: REPOSITORY,
    commitTime: new Date(commitTime),
    runTime: new Date(RUN_TIME),
  });
}

function nameCase(asked: NamesCase): Promise<Names> {
  const { images = '', tags = '', flavor = '', labels = '', annotations = '' } = asked.inputs;
  const bakeTarget = asked.inputs['bake-target'];
  return makeNames({
    ...{ images, tags, flavor, labels, annotations },
    facts: factsOf(asked),
    env: asked.env ?? {},
    ...(bakeTarget === undefined ? {} : { bakeTarget }),
  });
}

/** `created` is the time of the commit with us, of the run with them: for every case, not only for some. */
function moveCreated(answer: Answer, created: Date): Answer {
  const from = `image.created=${RUN_TIME}`;
  const inJson = `image.created":"${RUN_TIME}`;
  const time = created.toISOString();
  return JSON.parse(
    JSON.stringify(answer)
      .replaceAll(from, `image.created=${time}`)
      .replaceAll(inJson, `image.created":"${time}`),
  ) as Answer;
}

function pickAnswer(from: Answer): Answer {
  if (from.error !== undefined) return { error: 'refused' };
  return Object.fromEntries(
    ANSWER_KEYS.filter((key) => key in from).map((key) => [key, from[key]]),
  );
}

function expectedOf(recorded: Recorded): Answer {
  const peer = pickAnswer(recorded);
  const difference = DIFFERENCES.find(({ concerns }) => concerns(recorded.id, recorded));
  return difference === undefined ? peer : difference.correct(peer, recorded.id);
}

/** Our answer in the recorded form, with what was recorded and nothing else. */
function answerOf(names: Names, expected: Answer): Answer {
  if (names.problems.length > 0) return { error: 'refused' };
  const whole: Answer = {
    version: names.version,
    tags: names.tags,
    tagNames: names.tagNames,
    labels: names.labels.join('\n'),
    annotations: names.annotations.join('\n'),
    json: JSON.parse(names.json),
    bakeFile: JSON.parse(names.bakeFile),
    bakeFileTags: JSON.parse(names.bakeFileTags),
    bakeFileLabels: JSON.parse(names.bakeFileLabels),
    bakeFileAnnotations: JSON.parse(names.bakeFileAnnotations),
  };
  return Object.fromEntries(
    ANSWER_KEYS.filter((key) => key in expected).map((key) => [key, whole[key]]),
  );
}

/** We warn of attributes that a type does not have, and of labels without `=`. */
const WARNS_MORE = /^(rules\/unknown-attribute|labels\/no-value)/;
const isIn = (group: string, id: string) => id === group || id.startsWith(`${group}/`);
const groups = [...new Set(fixture.cases.map(({ id }) => id.split('/').slice(0, 2).join('/')))];

describe(`equal to docker/metadata-action ${fixture.version}`, () => {
  it('was asked exactly the cases of the table', () => {
    const asked = fixture.cases.map(({ id, event, inputs, env, record }) => ({
      ...{ id, event, inputs },
      ...(env === undefined ? {} : { env }),
      ...(record === undefined ? {} : { record }),
    }));
    expect(asked).toEqual(NAMES_CASES);
  });

  it.each(groups)('%s', async (group) => {
    for (const recorded of fixture.cases.filter(({ id }) => isIn(group, id))) {
      const names = await nameCase(recorded);
      const expected = moveCreated(expectedOf(recorded), names.created);
      const { id } = recorded;
      expect({ id, ...answerOf(names, expected) }).toEqual({ id, ...expected });
      if (recorded.error !== undefined || names.problems.length > 0 || WARNS_MORE.test(id))
        continue;
      expect([id, names.warnings.length > 0]).toEqual([id, recorded.warnings !== undefined]);
    }
  });
});

describe('documented differences', () => {
  const migration = readFileSync(new URL('../../docs/migration.md', import.meta.url), 'utf8');

  it.each(DIFFERENCES.map((difference) => [difference.row, difference] as const))(
    '%s',
    (row, { concerns, correct }) => {
      const concerned = fixture.cases.filter((recorded) => concerns(recorded.id, recorded));
      expect(concerned.length).toBeGreaterThan(0);
      for (const recorded of concerned) {
        const peer = pickAnswer(recorded);
        expect(correct(peer, recorded.id)).not.toEqual(peer);
      }
      expect(migration).toContain(`| ${row} |`);
    },
  );
});
