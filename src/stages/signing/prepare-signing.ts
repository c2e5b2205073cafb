/** What publishing needs besides the image: a registry that takes it, and cosign with an identity and somebody to trust. */
import type { Host } from '../../host/host.ts';
import { parseRunInvocation, type RunInvocation } from '../../image/certificate.ts';
import { formatPolicy } from '../../plan/print.ts';
import { makePolicy } from '../../plan/signing.ts';
import type { AttestationSpec, Facts, Policy, SigningSpec } from '../../plan/types.ts';
import { makeCosignEnv } from '../../tools/child-env.ts';
import type { TrustFiles } from '../../tools/cosign.ts';
import { makeTokenSource, SIGSTORE_AUDIENCE, type TokenSource } from '../job/oidc.ts';
import type { RunFolder } from '../job/run-folder.ts';
import { joinTracks, runTrack, type Timings } from '../job/tracks.ts';
import { ensureTool } from '../tools/install-tool.ts';
import { type Cosign, ensureTrust } from '../tools/trust.ts';
import { type BundleChecker, makeBundleChecker } from './check-bundle.ts';

export interface Signing {
  readonly spec: Extract<SigningSpec, { kind: 'keyless' }>;
  readonly policy: Policy;
  readonly cosign: Cosign;
  readonly trust: TrustFiles;
  readonly tokens: TokenSource;
  readonly check: BundleChecker;
  /** This run, as its certificates name it; undefined outside of one. */
  readonly run: RunInvocation | undefined;
}

export interface SigningSetting {
  readonly spec: Signing['spec'];
  readonly attestations: readonly AttestationSpec[];
  readonly facts: Facts;
  /** The input `certificate-identity`. */
  readonly identity: string | undefined;
  readonly folder: RunFolder;
  readonly timings: Timings;
  /** Nothing is begun before. */
  readonly after?: Promise<void> | undefined;
  /** What has to be known to be possible before tools are fetched. */
  readonly preflight?: Promise<void>;
  /** Of whoever has asked already. */
  readonly tokens?: TokenSource | undefined;
  /** Where it was started before, for others that need it. */
  readonly policing?: Policing | undefined;
}

/** Who this job is, as its token says, and with it what every signature of the run has to name. */
export interface Policing {
  readonly tokens: TokenSource;
  readonly policy: Promise<Policy>;
}

type Identified = Pick<
  SigningSetting,
  'spec' | 'attestations' | 'facts' | 'identity' | 'timings' | 'after' | 'tokens'
>;

/** Tokens that signatures are made with. */
export function makeSigningTokens(host: Host, { timeoutMs }: Signing['spec']): TokenSource {
  return makeTokenSource(host, { audience: SIGSTORE_AUDIENCE, purpose: 'signing', timeoutMs });
}

/** The track `Identity`. */
export function startPolicing(
  host: Host,
  { spec, attestations, facts, identity, timings, after, ...asked }: Identified,
): Policing {
  const tokens = asked.tokens ?? makeSigningTokens(host, spec);
  const policy = runTrack(host, {
    title: 'Identity',
    ...{ timings, after },
    work: async (say) => {
      const { claims } = await tokens();
      const { transparencyLog } = spec;
      const made = makePolicy({ facts, claims, identity, attestations, transparencyLog });
      formatPolicy(made).forEach(say);
      return made;
    },
  });
  return { tokens, policy };
}

/** The tracks `cosign` and, unless it was started before, `Identity`. Throws what they fail with. */
export async function prepareSigning(host: Host, setting: SigningSetting): Promise<Signing> {
  const { spec, facts, folder, timings, preflight } = setting;
  const { tokens, policy: policing } = setting.policing ?? startPolicing(host, setting);
  const env = makeCosignEnv({ env: host.env, folder: folder.path });
  const tools = runTrack(host, {
    title: 'cosign',
    timings,
    // For a cosign that is here nothing is fetched, and nothing loaded: it keeps nobody waiting.
    after: spec.cosign.kind === 'path' ? undefined : preflight,
    work: async (say) => {
      const { path } = await ensureTool(host, {
        ...{ tool: 'cosign', choice: spec.cosign, say },
        folder: folder.path,
      });
      const cosign: Cosign = { path, env };
      return { cosign, trust: await ensureTrust(host, { spec, cosign, folder: folder.path, say }) };
    },
  });
  await joinTracks([tools, policing]);
  const [{ cosign, trust }, policy] = [await tools, await policing];
  const { trustedRoot } = trust;
  const check = makeBundleChecker(host, {
    ...{ policy, cosign, trustedRoot },
    runId: facts.runId,
    folder: folder.path,
  });
  return { spec, tokens, policy, cosign, trust, check, run: parseRunInvocation(facts.runUrl) };
}
