import { describe, expect, it } from '@jest/globals';
import type { SignerClaims } from '../../src/plan/claims.ts';
import { formatPlan, formatPolicy } from '../../src/plan/print.ts';
import { makePolicy } from '../../src/plan/signing.ts';
import { makeFacts, makeForkFacts, SHA } from '../support/make-facts.ts';
import type { InputTexts } from '../support/make-inputs.ts';
import { makePlanOf } from '../support/make-plan.ts';

describe('the printed plan', () => {
  it('says what will happen', async () => {
    const lines = formatPlan(await makePlanOf(), '0123456789abcdef');
    expect(lines.map((line) => line.replace(/ {2,}/g, ' '))).toEqual([
      'result push by digest, tags last (`images` are given)',
      'platforms linux/amd64, linux/arm64',
      'context . · ./Dockerfile',
      'image ghcr.io/octo-org/app v1.2.3 latest',
      "builder the engine's own BuildKit where it will do, else docker-container, for this job only",
      'cache Actions cache, scope bsa.ghcr_.io__octo-org__app.linux__amd64.linux__arm64, only read (a tag)',
      "cache trust only what is signed (a release is signed); not read: GitHub's cache bsa.ghcr_.io__octo-org__app.linux__amd64.linux__arm64: the default branch is not known",
      'attestations SBOM (SPDX), SLSA provenance',
      'signing cosign, keyless, public Sigstore, up to 900 s',
      'SLSA Build L2 (other steps of the job can ask for the same identity)',
      'login ghcr.io as octocat (github-token)',
    ]);
  });

  it.each<[InputTexts, RegExp]>([
    [{ sbom: 'false' }, /no SBOM/],
    [{ provenance: 'false' }, /no SLSA provenance/],
    [{ sign: 'false' }, /off: turned off by `sign: false`/],
    [{ load: 'true' }, /load as +ghcr\.io\/octo-org\/app:v1\.2\.3/],
    [{ load: 'true' }, /^result +load the engine's own platform into the engine/m],
    [{ load: 'true', platforms: 'linux/amd64' }, /^result +load into the engine/m],
    [{ publish: 'off' }, /^result +push by digest \(/m],
    [{ builder: 'mine' }, /mine \(existing, stays\)/],
    [{ secrets: 'npm=x' }, /secrets +npm$/],
    [{ driver: 'docker' }, /builder +the engine's own BuildKit$/],
    [{ driver: 'docker-container' }, /builder +docker-container, for this job only$/],
    [
      { nodes: '- {}\n- endpoint: ssh://arm\n  platforms: linux/arm64' },
      /docker-container, for this job only · the engine here for linux\/amd64 · ssh:\/\/arm for linux\/arm64$/,
    ],
    [
      { driver: 'remote', endpoint: 'tcp://b:1' },
      /builder +remote, for this job only · tcp:\/\/b:1$/,
    ],
    [{ mirrors: 'mirror.gcr.io' }, /docker-container, for this job only · with a configuration$/],
    [{ load: 'true', push: 'true' }, /load as +ghcr\.io\/octo-org\/app:v1\.2\.3/],
    [{ call: 'check' }, /evaluate the Dockerfile, build nothing/],
    [{ outputs: 'type=local,dest=out' }, /output +type=local,dest=out$/],
    [{ outputs: 'type=image,compression=zstd' }, /image with +compression=zstd$/],
    [{ 'build-contexts': 'a=docker-image://b' }, /contexts +a=docker-image:\/\/b$/],
    [{ allow: 'network.host' }, /allowed +network\.host$/],
  ])('says what %j changes', async (inputs, line) => {
    const lines = formatPlan(await makePlanOf({ inputs }), '0123456789abcdef');
    expect(lines.filter((one) => line.test(one))).toHaveLength(1);
  });

  it.each<[number[], string[], InputTexts, string]>([
    [[7, 9], [], {}, 'emulated      2 steps, lines 7, 9'],
    [[7], [], { emulation: 'off' }, 'emulated      1 step, line 7, turned off'],
    [
      [7],
      [],
      { emulation: 'builtin' },
      "emulated      1 step, line 7, by BuildKit's own emulators",
    ],
    [[], [], {}, 'emulated      nothing, as far as the Dockerfile tells'],
    [[], ['why'], {}, 'emulated      no step that is known, perhaps more (why)'],
  ])('names the emulated steps on lines %j %j', async (lines, doubts, inputs, row) => {
    const plan = await makePlanOf({ inputs });
    const platform = { os: 'linux', architecture: 'arm64' };
    const steps = lines.map((line) => ({ line, text: 'make', stage: 'build', platform }));
    const emulation = { ...plan.emulation, outlook: { steps, doubts, bases: [] } };
    expect(formatPlan({ ...plan, emulation }, '0')).toContain(row);
  });

  it('shows no secret, wherever one was put', async () => {
    const inputs = {
      username: 'ann',
      password: 'hunter2',
      'github-token': 'hunter2',
      secrets: 'npm=hunter2',
      'build-args': 'NPM_TOKEN=hunter2',
      'driver-opts': 'env.HTTP_PROXY=http://ann:hunter2@proxy:3128\n"env.NO_PROXY=a,hunter2"',
    };
    const plan = await makePlanOf({ inputs });
    const shown = [...formatPlan(plan, '0123456789abcdef'), ...plan.warnings, ...plan.notices].join(
      '\n',
    );
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('env.HTTP_PROXY=');
  });

  it('says why a pull request from a fork is not pushed', async () => {
    expect(formatPlan(await makePlanOf({ facts: makeForkFacts() }), '0123456789abcdef')[0]).toMatch(
      /fork/,
    );
  });
});

const CLAIMS: SignerClaims = {
  issuer: 'https://token.actions.githubusercontent.com',
  jobWorkflowRef: 'octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3',
  repository: 'octo-org/app',
  ref: 'refs/tags/v1.2.3',
  sha: SHA,
  eventName: 'push',
};

describe('the policy', () => {
  const given = {
    facts: makeFacts(),
    claims: CLAIMS,
    identity: undefined,
    attestations: [],
    transparencyLog: true,
  };

  it('names the workflow that holds the job and every claim that GitHub states', () => {
    expect(makePolicy(given)).toEqual({
      identity: 'https://github.com/octo-org/app/.github/workflows/release.yml@refs/tags/v1.2.3',
      issuer: CLAIMS.issuer,
      repository: 'octo-org/app',
      sha: SHA,
      ref: 'refs/tags/v1.2.3',
      trigger: 'push',
      attestations: [],
      transparencyLog: true,
    });
  });

  it('follows the server of the job', () => {
    const facts = makeFacts({ serverUrl: 'https://ghe.example' });
    expect(makePolicy({ ...given, facts }).identity).toMatch(/^https:\/\/ghe\.example\/octo-org\//);
  });

  it('takes the identity that the workflow names', () => {
    expect(makePolicy({ ...given, identity: 'https://x/y@z' }).identity).toBe('https://x/y@z');
  });

  it('is printed with what is not logged', () => {
    expect(formatPolicy(makePolicy({ ...given, transparencyLog: false })).join('\n')).toMatch(
      /public log/,
    );
  });
});
