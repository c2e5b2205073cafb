/** Which cosign and which buildx a run uses. */

export type ToolChoice =
  /** By the sha256 in the lock. */
  | { readonly kind: 'pinned'; readonly version: string }
  /** By the signature of its publisher. */
  | { readonly kind: 'release'; readonly version: string }
  | { readonly kind: 'path'; readonly path: string };

export type BuildxChoice =
  | ToolChoice
  /** What the machine has, where that is new enough, else the pinned release. */
  | { readonly kind: 'installed' }
  /** What GitHub calls the latest release. */
  | { readonly kind: 'latest' };

/** For people. */
export function formatToolChoice(choice: Exclude<BuildxChoice, { kind: 'installed' }>): string {
  switch (choice.kind) {
    case 'latest':
      return 'the latest release, checked by its signature';
    case 'path':
      return choice.path;
    case 'pinned':
      return `${choice.version}, pinned by its hash`;
    case 'release':
      return `${choice.version}, checked by its signature`;
  }
}
