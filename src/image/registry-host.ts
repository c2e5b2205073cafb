/** Hosts of registries: text → host as image names have it, and what a host's name tells about the service behind it. */
import { parseRepository } from './reference.ts';

/**
 * `https://GHCR.io/` is `ghcr.io`, and the addresses by which docker knows Docker Hub are `docker.io`. Undefined for
 * anything with a path.
 */
export function parseRegistryHost(text: string): string | undefined {
  const host = text
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
  if (host.includes('/')) return undefined;
  const parsed = parseRepository(`${host}/org/app`);
  return parsed.ok && parsed.repository.path === 'org/app' ? parsed.repository.registry : undefined;
}

/**
 * The container registry that belongs to a GitHub, whose tokens it takes (docs.github.com, "Working with the Container
 * registry": `containers.HOSTNAME` on an Enterprise Server, `containers.SUBDOMAIN.ghe.com` with data residency).
 */
export function findGitHubRegistry(serverUrl: string): string | undefined {
  if (serverUrl === 'https://github.com') return 'ghcr.io';
  const [, host] = /^https:\/\/([a-z\d.-]+)$/i.exec(serverUrl) ?? [];
  return host === undefined ? undefined : `containers.${host.toLowerCase()}`;
}

/** A registry of Amazon's: where its tokens are asked for. */
export type EcrHost =
  | { readonly kind: 'private'; readonly region: string }
  | { readonly kind: 'public'; readonly region: 'us-east-1' };

/** `<account>.dkr.ecr.<region>.amazonaws.com`, with `-fips`, in China (`.com.cn`), in Europe's own (`.eu`), by IPv6 (`.on.aws`). */
const ECR_PRIVATE =
  /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.aws)$/;
const ECR_PUBLIC = /^(?:public\.ecr\.aws|ecr-public\.aws\.com)$/;

/** Undefined for any other registry (docs.aws.amazon.com/general/latest/gr/ecr.html). */
export function parseEcrHost(host: string): EcrHost | undefined {
  // Authorization for the public registry is given out in one region only, wherever the caller is.
  if (ECR_PUBLIC.test(host)) return { kind: 'public', region: 'us-east-1' };
  const region = ECR_PRIVATE.exec(host)?.[1];
  return region === undefined ? undefined : { kind: 'private', region };
}

export const REGISTRY_SERVICES = ['aws-ecr', 'google', 'azure-acr', 'dockerhub', 'ghcr'] as const;
export type RegistryService = (typeof REGISTRY_SERVICES)[number];

/** Whose registry it is; undefined for one that nobody knows by its name. */
export function findRegistryService(host: string): RegistryService | undefined {
  if (host === 'ghcr.io') return 'ghcr';
  if (host === 'docker.io' || host === 'dhi.io') return 'dockerhub';
  if (parseEcrHost(host) !== undefined) return 'aws-ecr';
  if (/(?:^|\.)gcr\.io$|-docker\.pkg\.dev$/.test(host)) return 'google';
  return /\.azurecr\.(?:io|cn|us)$/.test(host) ? 'azure-acr' : undefined;
}

/** DNS suffix of the AWS partition that a region belongs to (botocore's endpoints.json). */
export function findAwsDomain(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}
