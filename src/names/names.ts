/**
 * The names of an image: what docker/metadata-action's inputs give for an event, as pure data. Rules, defaults and
 * orders are docker/metadata-action v6's; docs/migration.md lists where it differs on purpose.
 */
import type { InputProblem } from '../errors.ts';
import { fillExpressions, makeNameValues } from './expand.ts';
import {
  makeDateExpressions,
  makeGlobalExpressions,
  type NamedEvent,
  resolveEvent,
  tagOf,
} from './expressions.ts';
import { parseFlavor } from './flavor.ts';
import { type FilteredImage, parseImages } from './images.ts';
import { makeTagLines } from './lines.ts';
import { makeAnnotations, makeLabels, makeStandardPairs } from './metadata.ts';
import { formatNameDocuments } from './outputs.ts';
import { loadPep440 } from './pep440.ts';
import { parseRules } from './rules.ts';
import { type NamesSettings, parseSettings } from './settings.ts';
import { makeTags, type NamedTag } from './tags.ts';
import { loadTemplates } from './templates.ts';
import type { NamedDestination, Names, NamesFacts } from './types.ts';
import { parseVersionParts } from './versions.ts';
import type { NamingWorld } from './world.ts';

export interface NamesRequest {
  /** The inputs as they stand in the workflow file. */
  readonly images: string;
  readonly tags: string;
  readonly flavor: string;
  readonly labels: string;
  readonly annotations: string;
  readonly facts: NamesFacts;
  /** The job's environment, for docker/metadata-action's switches and SOURCE_DATE_EPOCH. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: docker/metadata-action's. */
  readonly bakeTarget?: string;
}

const DEFAULT_BAKE_TARGET = 'docker-metadata-action';

/** Inputs and facts → all names. Asynchronous only because libraries load when an input needs them. */
export async function makeNames(request: NamesRequest): Promise<Names> {
  const problems: InputProblem[] = [];
  const warnings = new Set<string>();
  const settings = parseSettings(request.env, problems);
  const event = resolveEvent(request.facts, settings);
  const { images, notices } = parseImages(request.images, problems);
  const { rules, warnings: ruleWarnings } = parseRules(request.tags, problems);
  const flavor = parseFlavor(request.flavor, problems);
  for (const warning of ruleWarnings) warnings.add(warning);
  const world: NamingWorld = {
    ...(await loadWorld(request, event)),
    pep440: rules.some(({ source }) => source.type === 'pep440') ? await loadPep440() : undefined,
    warn: (message) => warnings.add(message),
  };
  const { tags, version, prefix, suffix } = makeTags({ rules, flavor, world, problems });
  // A tag that is refused has come out of its rule, and the error says what is wrong with it.
  const isRefused = problems.some(({ input }) => input === 'tags' || input === 'flavor');
  if (tags.length === 0 && !isRefused) {
    warnings.add('No tag comes out of `tags` for this event.');
  }
  const subject = { event, version: tags[0]?.name ?? '', created: findCreated(event, settings) };
  const known = {
    ...makeLists(images, tags),
    version: subject.version,
    fullVersion: version ?? parseVersionParts(tagOf(event.ref) ?? ''),
    revision: event.sha,
    created: subject.created,
  };
  const values = { ...world.globals, ...makeNameValues(known) };
  const metadata = makeMetadata({ request, settings, world, subject, values, problems });
  const lists = { ...known, ...metadata };
  return {
    ...lists,
    ...formatNameDocuments(lists, request.bakeTarget ?? DEFAULT_BAKE_TARGET),
    destinations: planDestinations(images, tags),
    lines: await makeTagLines(tags, { ...metadata, ...{ prefix, suffix, revision: event.sha } }),
    problems,
    warnings: [...warnings],
    notices: [...notices, ...noteUntagged(images, tags)],
  };
}

async function loadWorld(request: NamesRequest, event: NamedEvent) {
  const { tags, flavor, labels, annotations } = request;
  const templates = await loadTemplates([tags, flavor, labels, annotations]);
  return {
    event,
    templates,
    globals: makeGlobalExpressions(event, templates),
    dates: makeDateExpressions(event, templates),
  };
}

function makeLists(images: readonly FilteredImage[], tags: readonly NamedTag[]) {
  const tagNames = tags.map(({ name }) => name);
  const references = images.flatMap((image) =>
    tags.filter(image.takes).map((tag) => `${image.name}:${tag.name}`),
  );
  return {
    images: images.map(({ name, repository }) => ({ name, repository })),
    tagNames,
    tags: images.length === 0 ? tagNames : references,
  };
}

interface MetadataRequest {
  readonly request: NamesRequest;
  readonly settings: NamesSettings;
  readonly world: NamingWorld;
  readonly subject: Parameters<typeof makeStandardPairs>[0];
  readonly values: object;
  readonly problems: InputProblem[];
}

/** More than plain `{{name}}`s, such as `{{#if …}}`: Handlebars', as in docker/metadata-action. */
function isTemplate(text: string): boolean {
  return text.replace(/\{\{\{?[^{}#/^!>&~]*\}\}\}?/g, '').includes('{{');
}

function makeMetadata({
  request,
  settings,
  world: { templates, warn },
  subject,
  values,
  problems,
}: MetadataRequest) {
  const standard = makeStandardPairs(subject);
  const custom = (input: 'labels' | 'annotations') => ({
    input,
    text: request[input],
    render: (text: string) => {
      if (isTemplate(text)) return templates.render(text, values);
      const filled = fillExpressions(text, input, { values: { ...values }, templates });
      problems.push(...filled.problems);
      filled.notices.forEach(warn);
      return filled.text;
    },
    problems,
    warn,
  });
  return {
    labels: makeLabels(standard, custom('labels')),
    annotations: makeAnnotations(standard, custom('annotations'), settings.annotationLevels),
  };
}

function findCreated({ commitTime, runTime }: NamesFacts, { sourceTime }: NamesSettings): Date {
  return sourceTime ?? commitTime ?? runTime;
}

/** Which images get none of the event's tags. */
function noteUntagged(images: readonly FilteredImage[], tags: readonly NamedTag[]): string[] {
  const untagged = images.filter(({ takes }) => tags.length > 0 && !tags.some(takes));
  return untagged.map(
    ({ name }) => `images: \`${name}\` takes none of the tags of this event, and is left out.`,
  );
}

/** A tag that names one build is worth having even if the run breaks off; `latest` must not be ahead of the others. */
function planDestinations(
  images: readonly FilteredImage[],
  tags: readonly NamedTag[],
): readonly NamedDestination[] {
  const rank = ({ kind, isLatest }: NamedTag) => (isLatest ? 2 : kind === 'immutable' ? 0 : 1);
  const ordered = tags
    .toSorted((left, right) => rank(left) - rank(right))
    .map(({ name, kind }) => ({ name, kind }));
  return images
    .map(({ repository, takes }) => ({ repository, tags: ordered.filter(takes) }))
    .filter((destination) => destination.tags.length > 0);
}
