/** The fields of the entries of `registry-identities`: what each may hold, told without its value. */
import type { YamlEntry } from './yaml-entries.ts';

interface FieldRule {
  readonly pattern: RegExp;
  /** What it has to be, as the end of a sentence. */
  readonly form: string;
}

const UUID: FieldRule = {
  pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  form: 'a UUID such as `01234567-89ab-cdef-0123-456789abcdef`',
};
const WORD: FieldRule = { pattern: /^[\x21-\x7e]{1,512}$/, form: 'one word' };

export const FIELD_RULES = {
  audience: WORD,
  'role-to-assume': {
    pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    form: 'the ARN of a role, such as `arn:aws:iam::123456789012:role/push`',
  },
  region: { pattern: /^[a-z]{2,5}(?:-[a-z]+)+-\d$/, form: 'a region such as `eu-central-1`' },
  'role-session-name': {
    pattern: /^[\w+=,.@-]{2,64}$/,
    form: '2 to 64 letters, digits or `_+=,.@-`',
  },
  'role-duration-seconds': {
    pattern: /^(?:9\d\d|[1-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d{2}|43200)$/,
    form: 'a number from 900 to 43200',
  },
  'workload-identity-provider': {
    pattern:
      /^(?:(?:https:)?\/\/iam\.[a-z0-9.-]+\/)?projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/,
    form: 'the full name, `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`',
  },
  'service-account': {
    pattern: /^[a-z0-9-]+@[a-z0-9.-]+$/,
    form: 'the e-mail address of a service account',
  },
  'project-id': WORD,
  'tenant-id': UUID,
  'client-id': UUID,
  'token-scope': {
    pattern: /^https:\/\/[\w.-]+\/\.default$/,
    form: 'such as `https://containerregistry.azure.net/.default`',
  },
  'connection-id': UUID,
  'expires-in': {
    pattern: /^(?:[3-9]\d\d|[12]\d{3}|3[0-5]\d\d|3600)$/,
    form: 'a number of seconds from 300 to 3600',
  },
  username: { pattern: /^[^\s:]{1,128}$/, form: 'one word' },
} as const satisfies Record<string, FieldRule>;

export type FieldName = keyof typeof FIELD_RULES;

/** The field's value; undefined where it is missing, or wrong and noted. */
export function readField({ fields, refuse }: YamlEntry, name: FieldName): string | undefined {
  const value = fields.get(name) ?? '';
  if (value === '') return undefined;
  const { pattern, form } = FIELD_RULES[name];
  return pattern.test(value) ? value : refuse(`has an invalid \`${name}\``, `It is ${form}.`);
}

/** As `readField`, for one that must be there. */
export function readRequired(entry: YamlEntry, name: FieldName): string | undefined {
  if ((entry.fields.get(name) ?? '') !== '') return readField(entry, name);
  return entry.refuse(`has no \`${name}\``, `Add it: ${FIELD_RULES[name].form}.`);
}

/**
 * The address of a service, without a slash at its end. A token is sent there: only by https, but for this machine.
 */
export function readAddress({ fields, refuse }: YamlEntry, name: string, fallback: string): string {
  const value = fields.get(name) ?? '';
  if (value === '') return fallback;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isLocal = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url?.hostname ?? '');
  const isPlain =
    url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (url !== undefined && isPlain && isSafe) return url.href.replace(/\/+$/, '');
  refuse(`has an invalid \`${name}\``, 'It is an address such as `https://sts.example.com`.');
  return fallback;
}
