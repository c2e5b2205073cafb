import { EVENTS, type EventName } from './names-events.ts';
import {
  ENVIRONMENTS,
  FLAVOR_ERRORS,
  FLAVOR_ODDITIES,
  FLAVORS,
  IMAGES,
  LABELS,
  TOKENS,
  ZONES,
} from './names-inputs.ts';
import { COMMON_ATTRIBUTES, RULE_ERRORS, RULES } from './names-rules.ts';

/** One question to docker/metadata-action and to us: an event and the inputs as the workflow file has them. */
export interface NamesCase {
  readonly id: string;
  readonly event: EventName;
  readonly inputs: Readonly<
    Partial<Record<'images' | 'tags' | 'flavor' | 'labels' | 'annotations' | 'bake-target', string>>
  >;
  readonly env?: Readonly<Record<string, string>>;
  /** What is recorded besides tags: labels, or everything. */
  readonly record?: 'labels' | 'all';
}

const UNUSABLE: readonly EventName[] = ['push-long', 'push-dash'];
const events = (Object.keys(EVENTS) as EventName[]).filter((event) => !UNUSABLE.includes(event));
const image = 'acme/app';

function* ruleCases(): Generator<NamesCase> {
  for (const event of events) {
    for (const [name, lines] of Object.entries(RULES)) {
      yield {
        id: `rules/${name}/${event}`,
        event,
        inputs: { images: image, tags: lines.join('\n') },
      };
    }
  }
  for (const event of ['push-main', 'tag-v1.1.1', 'pull-request', 'schedule'] as const) {
    for (const [type, lines] of Object.entries(COMMON_ATTRIBUTES)) {
      const inputs = { images: image, tags: lines.join('\n') };
      yield { id: `attributes/${type}/${event}`, event, inputs };
    }
  }
  for (const event of UNUSABLE) {
    yield { id: `rules/default/${event}`, event, inputs: { images: image } };
  }
  for (const [name, tags] of Object.entries(RULE_ERRORS)) {
    yield { id: `rule-errors/${name}`, event: 'push-main', inputs: { images: image, tags } };
  }
}

function* flavorCases(): Generator<NamesCase> {
  const chosen = [
    'push-main',
    'push-slash',
    'tag-v1.1.1',
    'tag-beta',
    'pull-request',
    'schedule',
  ] as const;
  for (const event of chosen) {
    for (const rules of [
      'default',
      'semver-and-more',
      'raw',
      'sha',
      'pep440',
      'match',
      'edge',
      'latest-twice',
    ]) {
      for (const [name, flavor] of Object.entries(FLAVORS)) {
        const tags = (RULES[rules] ?? []).join('\n');
        yield {
          id: `flavors/${name}/${rules}/${event}`,
          event,
          inputs: { images: image, tags, flavor },
        };
      }
    }
  }
  for (const event of ['push-main', 'push-slash', 'tag-v1.1.1'] as const) {
    for (const [name, flavor] of Object.entries(FLAVOR_ODDITIES)) {
      yield { id: `flavor-oddities/${name}/${event}`, event, inputs: { images: image, flavor } };
    }
  }
  for (const [name, flavor] of Object.entries(FLAVOR_ERRORS)) {
    yield { id: `flavor-errors/${name}`, event: 'push-main', inputs: { images: image, flavor } };
  }
}

function* wholeCases(): Generator<NamesCase> {
  for (const [name, images] of Object.entries(IMAGES)) {
    for (const event of ['push-dev', 'tag-v1.1.1'] as const) {
      yield {
        id: `images/${name}/${event}`,
        event,
        inputs: { images, tags: 'type=ref,event=branch\ntype=ref,event=tag\ntype=sha' },
        record: 'all',
      };
    }
  }
  for (const [name, labels] of Object.entries(LABELS)) {
    for (const event of ['push-odd', 'tag-v1.1.1', 'schedule', 'no-ref'] as const) {
      yield {
        id: `labels/${name}/${event}`,
        event,
        inputs: { images: image, labels, annotations: labels },
        record: 'all',
      };
    }
  }
}

function* dateCases(): Generator<NamesCase> {
  for (const event of ['push-main', 'push-summer', 'push-year-start', 'push-leap'] as const) {
    for (const zone of ZONES) {
      const line = (expression: string) =>
        TOKENS.map((token, at) => `${expression}${at}={{${expression} '${token}' tz='${zone}'}}`);
      const labels = [...line('commit_date'), ...(event === 'push-main' ? line('date') : [])];
      yield {
        id: `dates/${zone}/${event}`,
        event,
        inputs: {
          images: image,
          labels: labels.map((one) => `"${one.replaceAll('"', '""')}"`).join('\n'),
        },
        record: 'labels',
      };
    }
  }
}

function* environmentCases(): Generator<NamesCase> {
  for (const [name, env] of Object.entries(ENVIRONMENTS)) {
    for (const event of [
      'push-dev',
      'pull-request',
      'pull-request-target',
      'tag-v1.1.1',
    ] as const) {
      yield {
        id: `env/${name}/${event}`,
        event,
        inputs: { images: image, tags: 'type=sha\ntype=raw,value={{sha}}', annotations: 'a=b' },
        env,
        record: 'all',
      };
    }
  }
  yield {
    id: 'env/bake-target/push-dev',
    event: 'push-dev',
    inputs: { images: image, 'bake-target': 'release' },
    record: 'all',
  };
}

/** Every case that is put to both; ids are unique. */
export const NAMES_CASES: readonly NamesCase[] = [
  ...ruleCases(),
  ...flavorCases(),
  ...wholeCases(),
  ...dateCases(),
  ...environmentCases(),
];
