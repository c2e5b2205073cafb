import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabResult, probeCommand } from '../../lab/provision/commands.ts';
import { ensureLabTools, type LabTools } from '../../lab/provision/tools.ts';
import { GITHUB_ISSUER, type Oidc } from '../../lab/services/oidc.ts';
import type { Sigstore } from '../../lab/services/sigstore.ts';

type SigningTools = Pick<LabTools, 'cosign' | 'registry' | 'referrersRegistry'>;

/** The programs these tests run: those that BSA_COSIGN and BSA_REGISTRY name, else the lab's own. */
export async function findSigningTools(): Promise<SigningTools> {
  const { BSA_COSIGN: cosign, BSA_REGISTRY: registry } = process.env;
  if (cosign === undefined || registry === undefined) return ensureLabTools(console.log);
  return { cosign, registry, referrersRegistry: '' };
}

/** A cosign that knows nothing of the machine's own settings, with the trust of one private Sigstore. */
export interface Cosign {
  /** Its home, a new folder, for bundles and predicates. */
  readonly folder: string;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<LabResult>;
  /** Signs or attests as the job does, with a fresh token; `args` hold the verb, its flags and the subject. */
  sign(args: readonly string[], signingConfigFile?: string): Promise<LabResult>;
  /** Verifies with the job's exact identity, unless another is given. */
  verify(args: readonly string[], identity?: string): Promise<LabResult>;
}

export async function makeCosign({
  file,
  oidc,
  sigstore,
}: {
  readonly file: string;
  readonly oidc: Oidc;
  readonly sigstore: Sigstore;
}): Promise<Cosign> {
  const folder = await mkdtemp(join(tmpdir(), 'lab-cosign-'));
  const trust = ['--trusted-root', sigstore.trustedRootFile];
  const home = { HOME: folder, DOCKER_CONFIG: folder, TUF_ROOT: join(folder, 'tuf') };
  const run: Cosign['run'] = (args, env) =>
    probeCommand({ file, args, env: { ...home, ...env }, timeoutMs: 60_000 });
  let tokens = 0;
  return {
    folder,
    run,
    async sign([verb = '', ...rest], configFile = sigstore.signingConfigFile) {
      tokens += 1;
      const token = join(folder, `token-${tokens}`);
      await writeFile(token, await oidc.makeToken('sigstore'), { mode: 0o600 });
      const config = ['--identity-token', token, '--signing-config', configFile];
      return run([verb, '--yes', ...config, ...trust, ...rest]);
    },
    verify([verb = '', ...rest], identity = `https://github.com/${oidc.claims.job_workflow_ref}`) {
      const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', GITHUB_ISSUER];
      return run([verb, ...trust, ...who, ...rest]);
    },
  };
}
