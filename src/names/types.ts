/** What naming starts from and what it gives: data only. */
import type { InputProblem } from '../errors.ts';
import type { Repository } from '../image/reference.ts';
import type { TagLine } from './lines.ts';

/** `immutable`: names one build for good. `floating`: moves to the next build of its line. */
export const TAG_KINDS = ['immutable', 'floating'] as const;
export type TagKind = (typeof TAG_KINDS)[number];

/** What naming knows of the event and the repository: pure data, gathered before anything is named. */
export interface NamesFacts {
  /** `github.event_name` */
  readonly eventName: string;
  /** `github.ref`: `refs/heads/…`, `refs/tags/…`, `refs/pull/…`, or empty. */
  readonly ref: string;
  /** `github.sha` */
  readonly sha: string;
  readonly repository: RepositoryFacts;
  readonly pullRequest?: PullRequestFacts | undefined;
  /** The branch a pushed Git tag was made from, where GitHub says so: `refs/heads/…`. */
  readonly baseRef?: string | undefined;
  /** When the commit was made. */
  readonly commitTime?: Date | undefined;
  /** When this run started. */
  readonly runTime: Date;
}

export interface RepositoryFacts {
  readonly name: string;
  readonly description?: string | undefined;
  /** `https://github.com/org/repo` */
  readonly htmlUrl?: string | undefined;
  /** SPDX identifier, as GitHub detected it. */
  readonly license?: string | undefined;
  readonly defaultBranch?: string | undefined;
}

export interface PullRequestFacts {
  readonly number: number;
  readonly headSha?: string | undefined;
  /** Name of the branch it is to be merged into. */
  readonly baseRef?: string | undefined;
}

/** A version in full, whatever pattern its tag has. */
export interface VersionParts {
  readonly full: string;
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
}

/** A place to publish to. */
export interface Image {
  /** As it was written, in lower case: `org/app`, `ghcr.io/org/app`. */
  readonly name: string;
  readonly repository: Repository;
}

/** A repository with the tags that are for it, in the order in which they are to be moved: immutable, floating, `latest`. */
export interface NamedDestination {
  readonly repository: Repository;
  readonly tags: readonly { readonly name: string; readonly kind: TagKind }[];
}

/** The lists that docker/metadata-action's outputs are made of. */
export interface NameLists {
  /** The first tag, which is docker/metadata-action's output `version`; empty without a tag. */
  readonly version: string;
  readonly images: readonly Image[];
  readonly tagNames: readonly string[];
  /** `name:tag` per image and tag, names as written; tags alone when there is no image. */
  readonly tags: readonly string[];
  /** `key=value` */
  readonly labels: readonly string[];
  /** `level:key=value` */
  readonly annotations: readonly string[];
}

/** Contents, as JSON text: docker/metadata-action's output `json` and its four bake definitions. */
export interface NameDocuments {
  readonly json: string;
  readonly bakeFile: string;
  readonly bakeFileTags: string;
  readonly bakeFileLabels: string;
  readonly bakeFileAnnotations: string;
}

export interface Names extends NameLists, NameDocuments {
  /** The version that the Git ref stands for in full, which `version` need not be; undefined off versions. */
  readonly fullVersion: VersionParts | undefined;
  /** The commit that labels name. */
  readonly revision: string;
  /** Time of the commit (or SOURCE_DATE_EPOCH): the same commit gives the same labels. */
  readonly created: Date;
  /** What to publish; without images that no tag is for. */
  readonly destinations: readonly NamedDestination[];
  /** Tag → what it must not go back from, for floating tags that stand for a version or a branch. */
  readonly lines: ReadonlyMap<string, TagLine>;
  /** Everything that is wrong with the inputs; with any, the rest is not to be used. */
  readonly problems: readonly InputProblem[];
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
}
