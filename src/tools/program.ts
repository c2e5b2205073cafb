/** What is started. There is never a shell: `args` reach the program as they are. */
export interface Program {
  /** Absolute path, or a name looked up on the PATH of `env`. */
  readonly file: string;
  readonly args: readonly string[];
  /**
   * The child's whole environment. Never a spread of the job's: an earlier step can set `COSIGN_*`, `BUILDX_*`
   * or `LD_PRELOAD` through GITHUB_ENV (viper binds COSIGN_<FLAG> for every cosign flag).
   */
  readonly env: Readonly<Record<string, string>>;
}
