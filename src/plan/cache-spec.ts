/** What the plan says of the build cache. */

export interface CacheSpec {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Why it is so, for the printed plan. */
  readonly reason: string;
  /** True when the Actions cache takes part: buildx then needs the runtime token in its environment. */
  readonly usesActionsCache: boolean;
}
