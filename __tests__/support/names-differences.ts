/**
 * Where our answer is not docker/metadata-action's, on purpose. Each has its row in docs/migration.md, and turns the
 * recorded answer into ours; whatever it does not touch has to be equal.
 */
export interface Answer {
  /** The run fails; the text is never compared. */
  readonly error?: string;
  readonly version?: string;
  readonly tags?: readonly string[];
  readonly tagNames?: readonly string[];
  readonly labels?: string;
  readonly annotations?: string;
  readonly json?: unknown;
  readonly bakeFile?: unknown;
  readonly bakeFileTags?: unknown;
  readonly bakeFileLabels?: unknown;
  readonly bakeFileAnnotations?: unknown;
}

export interface Difference {
  /** First cell of its row in docs/migration.md. */
  readonly row: string;
  readonly concerns: (id: string, answer: Answer) => boolean;
  readonly correct: (answer: Answer, id: string) => Answer;
}

const TAG = /^\w[\w.-]{0,127}$/;
const refused: Answer = { error: 'refused' };

const tagNamesOf = ({ tags = [] }: Answer) =>
  tags.map((tag) => tag.slice(tag.lastIndexOf(':') + 1));
const unique = (values: readonly string[] = []) => [...new Set(values)];

/** Changes every text of an answer, also inside its documents. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  const text = JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? change(inner) : inner,
  );
  return JSON.parse(text) as T;
}

/** Replaces the lists called `tags` wherever they are. */
function mapTagLists<T>(value: T, change: (tags: readonly string[]) => readonly string[]): T {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    (key === 'tags' || key === 'tagNames' || key === 'tag-names') && Array.isArray(inner)
      ? change(inner as readonly string[])
      : inner,
  );
  return JSON.parse(text) as T;
}

const startsWith =
  (...starts: readonly string[]) =>
  (id: string) =>
    starts.some((start) => id.startsWith(start));

const withTags =
  (table: Readonly<Record<string, readonly string[]>>) =>
  (_answer: Answer, id: string): Answer => {
    const tags = table[id] ?? [];
    return { version: tags[0] ?? '', tags: tags.map((tag) => `acme/app:${tag}`) };
  };

const NO_GROUP: Readonly<Record<string, string>> = {
  'tag-v1.1.1': '1.1.1',
  'tag-1.2.3': '1.2.3',
  'tag-v0.1.2': '0.1.2',
  'tag-beta': '2.0.8',
  'tag-build': '1.2.3',
  'tag-path': '1.0.0',
  'tag-rc': '1.2.3',
  'tag-v-rc': '1.2.3',
  'dispatch-tag': '1.1.1',
  release: '1.1.1',
  'create-tag': '1.1.1',
};

export const DIFFERENCES: readonly Difference[] = [
  {
    row: 'A tag that no registry takes: longer than 128 characters, or starting with `.` or `-`',
    concerns: (id, answer) =>
      !id.startsWith('flavor-oddities') && tagNamesOf(answer).some((name) => !TAG.test(name)),
    correct: () => refused,
  },
  {
    row: 'The same tag twice, such as `latest` by a rule and by the flavor',
    concerns: (id, answer) =>
      !id.startsWith('images') &&
      answer.tags !== undefined &&
      unique(answer.tags).length !== answer.tags.length,
    correct: (answer) => mapTagLists(answer, unique),
  },
  {
    row: '`&`, `<`, `>`, quotes, `=` and backticks in what an expression gives',
    concerns: (id) =>
      /\/(match-value|raw-empty|expressions|expression-blocks|escape)\/push-odd$/.test(id),
    correct: (answer) =>
      mapTexts(answer, (text) =>
        text
          .replaceAll('my-branch-x27-amp-x', 'my-branch-x')
          .replaceAll('&#x27;', "'")
          .replaceAll('&amp;', '&'),
      ),
  },
  {
    row: '`{{is_default_branch}}` when a branch or a Git tag was created (`on: create`)',
    concerns: (id) => /^rules\/(raw-latest|expressions)\/create-/.test(id),
    correct: (answer, id) =>
      id.startsWith('rules/raw-latest')
        ? withTags({ [id]: ['notdefault', 'sha-860c190'] })(answer, id)
        : mapTexts(answer, (text) => text.replace('d-true-false', 'd-false-true')),
  },
  {
    row: '`match=` without a group in `type=semver` and `type=pep440`',
    concerns: (id, answer) =>
      id.startsWith('rules/semver-match-no-group/') && answer.error !== undefined,
    correct: (answer, id) => {
      const version = NO_GROUP[id.slice(id.lastIndexOf('/') + 1)];
      return withTags({ [id]: version === undefined ? [] : [version, 'latest'] })(answer, id);
    },
  },
  {
    row: '`{{date}}` and `{{commit_date}}` without a format',
    concerns: startsWith('rule-errors/date-default'),
    correct: withTags({ 'rule-errors/date-default': ['2020-01-10T00-30-00Z'] }),
  },
  {
    row: 'A time zone that does not exist',
    concerns: startsWith('rule-errors/zone-unknown'),
    correct: () => refused,
  },
  {
    row: '`priority=` with something else than a number',
    concerns: startsWith('rule-errors/priority-word'),
    correct: () => refused,
  },
  {
    row: 'A line of blanks within a list',
    concerns: startsWith('rule-errors/blank-line'),
    correct: withTags({ 'rule-errors/blank-line': ['x', 'sha-860c190'] }),
  },
  {
    row: "An expression in a flavor's `prefix` or `suffix` with `onlatest=true`",
    concerns: startsWith('flavor-oddities/expression-latest/'),
    correct: (answer, id) =>
      id.endsWith('tag-v1.1.1')
        ? refused
        : withTags({
            'flavor-oddities/expression-latest/push-main': ['main-main', 'main-latest'],
            'flavor-oddities/expression-latest/push-slash': [
              'feat-new-thing-feat-new-thing',
              'feat-new-thing-latest',
            ],
          })(answer, id),
  },
  {
    row: 'An `=` in the value of a flavor',
    concerns: startsWith('flavor-oddities/equals/'),
    correct: (answer) => mapTexts(answer, (text) => text.replace(/-a$/, '-a-b')),
  },
  {
    row: 'An image named twice',
    concerns: startsWith('images/twice/'),
    correct: (answer) =>
      mapTexts(mapTagLists(answer, unique), (text) =>
        text === 'acme/app,acme/app,acme/app' ? 'acme/app' : text,
      ),
  },
  {
    row: 'Images by comma on one of several lines',
    concerns: startsWith('images/csv-lines/'),
    correct: (answer) =>
      mapTexts(
        mapTagLists(answer, (tags) => [
          ...tags.filter((tag) => tag.startsWith('acme/b:')).map((tag) => tag.replace('/b', '/a')),
          ...tags,
        ]),
        (text) => (text === 'acme/b,acme/c' ? 'acme/a,acme/b,acme/c' : text),
      ),
  },
  {
    row: 'An empty name among images by comma',
    concerns: startsWith('images/empty-field/'),
    correct: (answer) => {
      const tagNames = answer.tagNames ?? [];
      return mapTexts(
        mapTagLists(answer, (tags) =>
          tags.length === tagNames.length ? tags : tags.filter((tag) => !tagNames.includes(tag)),
        ),
        (text) => (text === 'acme/a,,acme/b' ? 'acme/a,acme/b' : text),
      );
    },
  },
  {
    row: 'An image without a name that is switched off (`name=,enable=false`)',
    concerns: startsWith('images/name-empty-off/'),
    correct: (answer, id) =>
      withTags({
        'images/name-empty-off/push-dev': ['dev', 'sha-860c190'],
        'images/name-empty-off/tag-v1.1.1': ['v1.1.1', 'sha-860c190', 'latest'],
      })(answer, id),
  },
  {
    row: 'A label of several lines, in `json` and the bake files',
    concerns: startsWith('labels/many-lines/'),
    correct: (answer) =>
      JSON.parse(
        JSON.stringify(answer, (key, value: unknown) => (key === 'multi' ? 'one\ntwo' : value)),
      ) as Answer,
  },
];
