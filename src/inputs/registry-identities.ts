/**
 * The input `registry-identities`: registries whose services give a login for the job's OIDC token. Types and fields
 * are those of docker/github-builder (`aws-ecr`, `gcp-wif`, `dockerhub`), with `azure-acr` beside them.
 */
import { findAwsDomain, parseEcrHost, parseRegistryHost } from '../image/registry-host.ts';
import {
  type AwsIdentity,
  type AzureIdentity,
  type DockerHubIdentity,
  type GoogleIdentity,
  IDENTITY_TYPES,
  type RegistryIdentity,
} from '../plan/identities.ts';
import { type FieldName, readAddress, readField, readRequired } from './identity-fields.ts';
import { type LoginScope, readLoginScope } from './login-scope.ts';
import type { Reader } from './reader.ts';
import { refuseSecond } from './registry-auth.ts';
import { readYamlEntries, refuseUnknown, type YamlEntry } from './yaml-entries.ts';

type Place = LoginScope & { readonly registry: string };

interface Kind {
  readonly fields: readonly (FieldName | 'endpoint' | 'ecr-endpoint' | 'iam-endpoint')[];
  readonly read: (entry: YamlEntry, place: Place) => RegistryIdentity | undefined;
}

const COMMON = ['type', 'registry', 'for', 'scope', 'audience', 'endpoint'] as const;

const KINDS: Readonly<Record<(typeof IDENTITY_TYPES)[number], Kind>> = {
  'aws-ecr': {
    fields: [
      'role-to-assume',
      'region',
      'role-session-name',
      'role-duration-seconds',
      'ecr-endpoint',
    ],
    read: readAws,
  },
  'gcp-wif': {
    fields: ['workload-identity-provider', 'service-account', 'project-id', 'iam-endpoint'],
    read: readGoogle,
  },
  'azure-acr': { fields: ['tenant-id', 'client-id', 'token-scope'], read: readAzure },
  dockerhub: { fields: ['username', 'connection-id', 'expires-in'], read: readDockerHub },
};

/** Reads them all, several of a type too, and notes every problem. */
export async function readRegistryIdentities(reader: Reader): Promise<RegistryIdentity[]> {
  const entries = await readYamlEntries(reader, 'registry-identities');
  const given = new Set<string>();
  return entries.flatMap((entry) => {
    const identity = readIdentity(entry);
    if (identity === undefined) return [];
    refuseSecond(entry, identity, given);
    return [identity];
  });
}

function readIdentity(entry: YamlEntry): RegistryIdentity | undefined {
  const type = IDENTITY_TYPES.find((one) => one === entry.fields.get('type'));
  if (type === undefined) {
    const types = IDENTITY_TYPES.map((one) => `\`${one}\``).join(', ');
    return entry.refuse('has no `type` that is known', `Use ${types}.`);
  }
  const kind = KINDS[type];
  refuseUnknown(entry, [...COMMON, ...kind.fields]);
  const text = entry.fields.get('registry') ?? '';
  const registry = parseRegistryHost(text || (type === 'dockerhub' ? 'docker.io' : ''));
  // A token of Docker Hub is limited to what its connection names, and would fail on public base images.
  const scope = readLoginScope(entry, type === 'dockerhub' ? 'push' : 'both');
  if (registry === undefined)
    return entry.refuse('has no `registry` that is a host', 'Give the host of the image name.');
  return kind.read(entry, { registry, ...scope });
}

function readAws(entry: YamlEntry, place: Place): AwsIdentity | undefined {
  const host = parseEcrHost(place.registry);
  const role = readRequired(entry, 'role-to-assume');
  // STS may be asked in any region; the tokens of a registry come from its own.
  const region = readField(entry, 'region') ?? host?.region;
  if (region === undefined)
    return entry.refuse(
      'has no `region`',
      'Add the region of the registry: its host does not tell it.',
    );
  const isPublic = host?.kind === 'public';
  const ecrRegion = host?.region ?? region;
  const ecr = isPublic ? 'api.ecr-public' : 'api.ecr';
  const identity: Omit<AwsIdentity, 'role'> = {
    type: 'aws-ecr',
    ...place,
    audience:
      readField(entry, 'audience') ??
      (region.startsWith('cn-') ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
    sessionName: readField(entry, 'role-session-name') ?? 'build-sign-action',
    durationS: Number(readField(entry, 'role-duration-seconds') ?? 3600),
    region: ecrRegion,
    isPublic,
    stsUrl: readAddress(entry, 'endpoint', `https://sts.${region}.${findAwsDomain(region)}`),
    ecrUrl: readAddress(
      entry,
      'ecr-endpoint',
      `https://${ecr}.${ecrRegion}.${findAwsDomain(ecrRegion)}`,
    ),
  };
  return role === undefined ? undefined : { ...identity, role };
}

function readGoogle(entry: YamlEntry, place: Place): GoogleIdentity | undefined {
  const name = readRequired(entry, 'workload-identity-provider');
  const serviceAccount = readField(entry, 'service-account');
  // Not needed here, and allowed: google-github-actions/auth takes it.
  readField(entry, 'project-id');
  const stsUrl = readAddress(entry, 'endpoint', 'https://sts.googleapis.com');
  const iamUrl = readAddress(entry, 'iam-endpoint', 'https://iamcredentials.googleapis.com');
  const audience = readField(entry, 'audience');
  if (name === undefined) return undefined;
  const provider = name.slice(name.indexOf('projects/'));
  return {
    type: 'gcp-wif',
    ...place,
    audience: audience ?? `https://iam.googleapis.com/${provider}`,
    provider,
    serviceAccount,
    stsUrl,
    iamUrl,
  };
}

/** learn.microsoft.com "National clouds" and "Workload identity federation": each cloud has addresses of its own. */
const AZURE_CLOUDS = {
  io: {
    authority: 'https://login.microsoftonline.com',
    audience: 'api://AzureADTokenExchange',
    resource: 'https://management.azure.com',
  },
  cn: {
    authority: 'https://login.partner.microsoftonline.cn',
    audience: 'api://AzureADTokenExchangeChina',
    resource: 'https://management.chinacloudapi.cn',
  },
  us: {
    authority: 'https://login.microsoftonline.us',
    audience: 'api://AzureADTokenExchangeUSGov',
    resource: 'https://management.usgovcloudapi.net',
  },
} as const;

function readAzure(entry: YamlEntry, place: Place): AzureIdentity | undefined {
  const tenantId = readRequired(entry, 'tenant-id');
  const clientId = readRequired(entry, 'client-id');
  const ending = /\.azurecr\.(io|cn|us)$/.exec(place.registry)?.[1];
  const cloud = AZURE_CLOUDS[ending === 'cn' || ending === 'us' ? ending : 'io'];
  const audience = readField(entry, 'audience') ?? cloud.audience;
  const authorityUrl = readAddress(entry, 'endpoint', cloud.authority);
  const tokenScope = readField(entry, 'token-scope') ?? `${cloud.resource}/.default`;
  if (tenantId === undefined || clientId === undefined) return undefined;
  return { type: 'azure-acr', ...place, audience, tenantId, clientId, authorityUrl, tokenScope };
}

const MAX_HUB_LIFE = '3600';

function readDockerHub(entry: YamlEntry, place: Place): DockerHubIdentity | undefined {
  const username = readRequired(entry, 'username');
  const connectionId = readRequired(entry, 'connection-id');
  const identityUrl = readAddress(entry, 'endpoint', 'https://identity.docker.com');
  const audience = readField(entry, 'audience') ?? 'https://identity.docker.com';
  const expiresInS = Number(readField(entry, 'expires-in') ?? MAX_HUB_LIFE);
  if (username === undefined || connectionId === undefined) return undefined;
  return { type: 'dockerhub', ...place, audience, username, connectionId, expiresInS, identityUrl };
}
