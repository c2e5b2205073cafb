/** The lines to paste for a login, by whose registry it is. */
import { findRegistryService } from '../image/registry-host.ts';

const ACCESS = 'permissions:\n  contents: read\n  id-token: write';

/** A sentence, and below it what to write into the workflow file. */
export function formatLoginLines(registry: string): string {
  switch (findRegistryService(registry)) {
    case 'aws-ecr':
      return identity(registry, 'aws-ecr', [
        `role-to-assume: arn:aws:iam::${/^\d{12}/.exec(registry)?.[0] ?? '<account>'}:role/<role>`,
      ]);
    case 'google':
      return identity(registry, 'gcp-wif', [
        'workload-identity-provider: projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>',
        'service-account: <name>@<project>.iam.gserviceaccount.com',
      ]);
    case 'azure-acr':
      return identity(registry, 'azure-acr', ['tenant-id: <uuid>', 'client-id: <uuid>']);
    case 'dockerhub':
      return `${password(registry)}\nor, without a stored secret, \`registry-identities\` with \`type: dockerhub\`.`;
    default:
      return password(registry);
  }
}

function password(registry: string): string {
  return `Log in to ${registry}, by a login step before or by\nregistry: ${registry}\nusername: <user>\npassword: \${{ secrets.<NAME> }}`;
}

function identity(registry: string, type: string, fields: readonly string[]): string {
  const lines = [`type: ${type}`, `registry: ${registry}`, ...fields];
  const entry = lines.map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`);
  return `Log in to ${registry} with the identity of the job:\n${ACCESS}\nand in \`with\`:\nregistry-identities: |\n${entry.join('\n')}`;
}
