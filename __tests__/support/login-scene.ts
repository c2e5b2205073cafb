import { NOBODY, type RegistryUser } from '../../lab/services/token-auth.ts';
import { readInputs, readLogins } from '../../src/inputs/parse.ts';
import { type Access, openAccess } from '../../src/stages/logins/access.ts';
import { type FakeHost, type FakeHostOptions, makeFakeHost } from './fake-host.ts';
import { type InputTexts, makeInputEnv } from './make-inputs.ts';
import { makePlanOf } from './make-plan.ts';

/** Access as a run has it, on real servers unless requests are scripted. */
export async function openLogins(
  inputs: InputTexts,
  options: FakeHostOptions = {},
): Promise<{ host: FakeHost; access: Access }> {
  const env = {
    HOME: '/home/runner',
    ...options.env,
  };
  const host = makeFakeHost({ network: 'real', now: new Date(), ...options, env });
  const texts = makeInputEnv(inputs);
  const access = await openAccess(host, {
    plan: await makePlanOf({ inputs }),
    inputs: (await readLogins(texts, readInputs(texts))).inputs,
    folder: '/run',
  });
  return { host, access };
}

/** What verification logs in with. */
export function readLogin(host: FakeHost, registry: string): RegistryUser {
  const { auths } = JSON.parse(String(host.stored.get('/run/docker-verify/config.json')));
  const { auth, identitytoken } = auths[registry] ?? {};
  if (identitytoken !== undefined) return { username: NOBODY, password: identitytoken };
  const [username = '', password = ''] = Buffer.from(auth ?? '', 'base64')
    .toString()
    .split(':');
  return { username, password };
}
