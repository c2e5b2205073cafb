/** Which build cache is read and written, and why. */
import type { InputProblem } from '../errors.ts';
import { formatRepository, parseRepository } from '../image/reference.ts';
import type { CacheEntry } from '../inputs/cache-entries.ts';
import type { Inputs } from '../inputs/parse.ts';
import type { Names } from '../names/types.ts';
import { checkEntries, placeGiven, READ_TIMEOUT, refuseImageTags } from './cache-given.ts';
import { makePlaces, type Places } from './cache-places.ts';
import { classifyRef, describeRef, mayWrite } from './cache-refs.ts';
import { makeCacheScope } from './cache-scope.ts';
import type { CachePlace, PlannedCache } from './cache-spec.ts';
import { findRights } from './events.ts';
import type { Destination, Facts, LegSpec, Plan } from './types.ts';

export interface CachePlanning {
  readonly inputs: Inputs;
  readonly facts: Facts;
  readonly leg: LegSpec | undefined;
  readonly names: Pick<Names, 'images'>;
  readonly destinations: readonly Destination[];
  readonly mode: Plan['mode'];
  readonly problems: InputProblem[];
}

/**
 * Explicit `cache-from`/`cache-to` win; else what `cache` names, or what is there. The image names the scope; a build
 * without an image is scoped by its repository.
 */
export function planCache(planning: CachePlanning): PlannedCache {
  return limitWrites(planning, chooseCache(planning));
}

/**
 * What is asked for elsewhere when GitHub has no room left, which is known only while the builder boots. Undefined where
 * the place was not chosen here, and where there is no other.
 */
export function planCacheWhenFull(planning: CachePlanning): PlannedCache | undefined {
  const { inputs, facts, mode } = planning;
  const isChosen = inputs.cache === 'auto' && inputs.cacheFrom.length + inputs.cacheTo.length === 0;
  const isPlanned = isChosen && !inputs.noCache && facts.actionsCache && !hasManyJobs(inputs);
  if (!isPlanned || mode !== 'push' || firstImage(planning) === undefined) return undefined;
  const registry = joinAll(planning, [REGISTRY], 'the Actions cache of the repository is full');
  // What was kept at GitHub before is still read.
  const { from } = joinAll(planning, [GHA], '');
  return limitWrites(planning, { ...registry, from: [...registry.from, ...from] });
}

function limitWrites(planning: CachePlanning, cache: PlannedCache): PlannedCache {
  const { cacheWrite } = findRights(planning.facts);
  if (cacheWrite === 'yes') return cache;
  const to = cacheWrite === 'own' ? cache.to.filter(isOwn) : [];
  const isLess = to.length < cache.to.length;
  const kept = cache.kept === undefined ? undefined : { ...cache.kept, isWritten: false };
  const reason = isLess ? `${cache.reason}, only read` : cache.reason;
  return { ...cache, to, kept, reason };
}

/** Nobody who may only read can write elsewhere; the attempt would end in a warning that no pull request can cure. */
function isOwn({ backend, of }: CachePlace): boolean {
  return backend === 'gha' || backend === 'inline' || (backend === 'local' && of === 'given');
}

function chooseCache(planning: CachePlanning): PlannedCache {
  const { inputs } = planning;
  if (inputs.call !== undefined) return noCache(inputs, 'nothing is built');
  if (inputs.cacheFrom.length > 0 || inputs.cacheTo.length > 0) return planGiven(planning);
  if (inputs.cache === 'off') return noCache(inputs, 'turned off by `cache: off`');
  if (inputs.noCache) return noCache(inputs, 'turned off by `no-cache`');
  const { entries, because } =
    inputs.cache === 'auto' ? chooseBackend(planning) : chooseNamed(planning, inputs.cache);
  if (entries.length === 0) return noCache(inputs, because);
  const chosen = joinAll(planning, entries, because);
  const isOwnIdea = inputs.cache === 'auto' && entries.includes(REGISTRY);
  return isOwnIdea && planning.mode !== 'push' ? onlyRead(chosen) : chosen;
}

/** A run that was asked to push nothing pushes nothing, a cache that nobody named neither. */
function onlyRead(cache: PlannedCache): PlannedCache {
  if (cache.to.length === 0) return cache;
  return { ...cache, to: [], reason: `${cache.reason}, only read: nothing is pushed` };
}

function joinAll(
  planning: CachePlanning,
  entries: readonly CacheEntry[],
  because: string,
): PlannedCache {
  const joined = joinPlaces(planning.inputs, { places: makeAll(planning, entries), because });
  return { ...joined, name: nameBuild(planning) };
}

function noCache({ cacheTimeoutMs }: Inputs, reason: string): PlannedCache {
  return {
    from: [],
    to: [],
    reason: `none: ${reason}`,
    timeoutMs: cacheTimeoutMs,
    kept: undefined,
  };
}

function planGiven({ inputs, destinations, problems }: CachePlanning): PlannedCache {
  const { cacheFrom, cacheTo, cacheTimeoutMs } = inputs;
  checkEntries(cacheFrom, { input: 'cache-from', side: 'from', problems });
  checkEntries(cacheTo, { input: 'cache-to', side: 'to', problems });
  refuseImageTags(inputs, { destinations, problems });
  const writeTimeout = formatSeconds(cacheTimeoutMs);
  return {
    from: cacheFrom.map((entry) => placeGiven(entry, { side: 'from', writeTimeout })),
    to: cacheTo.map((entry) => placeGiven(entry, { side: 'to', writeTimeout })),
    reason: 'as given by cache-from and cache-to',
    timeoutMs: cacheTimeoutMs,
    kept: undefined,
  };
}

interface Choice {
  readonly entries: readonly CacheEntry[];
  /** Empty where the choice speaks for itself. */
  readonly because: string;
}

/** So many jobs at once are more requests than GitHub's service takes (buildkit#2804). */
const MANY_JOBS = 20;

function hasManyJobs({ jobTotal }: Inputs): boolean {
  return jobTotal >= MANY_JOBS;
}

const GHA: CacheEntry = { backend: 'gha', attributes: {} };
const REGISTRY: CacheEntry = { backend: 'registry', attributes: {} };

function chooseBackend(planning: CachePlanning): Choice {
  const { inputs, facts, mode } = planning;
  const hasImage = firstImage(planning) !== undefined;
  if (facts.actionsCache && hasImage && mode === 'push' && hasManyJobs(inputs)) {
    const because = `${inputs.jobTotal} jobs are more than the Actions cache serves at once`;
    return { entries: [REGISTRY], because };
  }
  if (facts.actionsCache) return { entries: [GHA], because: '' };
  const because = 'this runner offers no Actions cache';
  // `tags: app:test` without a push is a name on this machine; in the registry it may be a stranger's.
  const isLocalName = mode !== 'push' && planning.names.images.length === 0;
  if (!hasImage || isLocalName || facts.runId === '') return { entries: [], because };
  return { entries: [REGISTRY], because };
}

function chooseNamed(planning: CachePlanning, named: readonly CacheEntry[]): Choice {
  const { facts, mode, problems } = planning;
  const image = firstImage(planning);
  checkEntries(named, { input: 'cache', side: 'to', optional: ['ref', 'dest'], problems });
  const because: string[] = [];
  const entries = named.filter(({ backend, attributes: { ref } }) => {
    if ((backend === 'gha' || backend === 'local') && !facts.actionsCache)
      because.push('this runner offers no Actions cache');
    else if (backend === 'registry' && ref !== undefined && !parseRepository(ref).ok)
      return refuseReference(planning, ref);
    else if (backend === 'registry' && ref === undefined && image === undefined)
      problems.push({
        input: 'cache',
        value: backend,
        problem: 'has no image to lie beside',
        fix: 'Name one by `images` or `tags`, or write `type=registry,ref=ghcr.io/org/app-cache`.',
      });
    else if (backend === 'inline' && (image === undefined || mode !== 'push'))
      because.push('an inline cache is part of a pushed image');
    else return true;
    return false;
  });
  const all = [...new Set(because)].join('; ');
  // What is refused is told as a problem of its own.
  return { entries, because: entries.length === 0 ? all || 'what it names is refused' : all };
}

/** The tag is made, so that no two builds meet. */
function refuseReference({ problems }: CachePlanning, ref: string): false {
  const parsed = parseRepository(ref);
  const reason = parsed.ok ? '' : parsed.reason;
  const fix = `${parsed.ok ? '' : parsed.fix} Or write the whole in \`cache-from\` and \`cache-to\`.`;
  problems.push({ input: 'cache', value: ref, problem: reason, fix });
  return false;
}

/** The scope of the whole image, or of the leg. */
function nameBuild(planning: CachePlanning): string {
  const { inputs, facts, leg } = planning;
  const platforms = leg === undefined ? inputs.platforms : [leg.platform];
  const image = firstImage(planning) ?? facts.repository;
  return makeCacheScope({ inputs: { ...inputs, platforms }, image });
}

function makeAll(planning: CachePlanning, entries: readonly CacheEntry[]): Places[] {
  const { inputs, facts, mode, destinations } = planning;
  const image = firstImage(planning);
  const whole = nameBuild(planning);
  // What is loaded is one platform of several: under the same scope it would replace what all of them need.
  const scopes = mode === 'load' ? [`${whole}.load`, whole] : [whole];
  const kind = classifyRef(facts);
  return entries.flatMap((entry) => {
    const isWritten = mayWrite(entry.backend, kind);
    const made = makePlaces({
      ...{ entry, scopes, facts, image, destinations, isWritten },
      mode: chooseMode(inputs, facts),
      timeout: { read: READ_TIMEOUT, write: formatSeconds(inputs.cacheTimeoutMs) },
    });
    if (made === undefined) return [];
    return [isWritten ? made : { ...made, text: `${made.text}, only read (${describeRef(kind)})` }];
  });
}

/** The layers of other stages are worth keeping where there are any; of one stage both modes keep the same. */
function chooseMode({ cacheMode }: Inputs, { stages }: Facts): 'min' | 'max' {
  if (cacheMode !== 'auto') return cacheMode;
  return stages === 1 ? 'min' : 'max';
}

/** `registry/path`: the same for every event, also where none of its tags is for this image. */
export function firstImage({
  names: { images },
  destinations,
}: Pick<CachePlanning, 'names' | 'destinations'>): string | undefined {
  const [first] = images.length > 0 ? images : destinations;
  return first === undefined ? undefined : formatRepository(first.repository);
}

function joinPlaces(
  { cacheTimeoutMs }: Inputs,
  { places, because }: { places: readonly Places[]; because: string },
): PlannedCache {
  const text = places.map((one) => one.text).join('; ');
  return {
    from: places.flatMap((one) => one.from),
    to: places.flatMap((one) => one.to),
    reason: because === '' ? text : `${text} (${because})`,
    timeoutMs: cacheTimeoutMs,
    kept: places.find((one) => one.kept !== undefined)?.kept,
  };
}

/** `5m`, `90s`: as BuildKit takes it. */
function formatSeconds(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
