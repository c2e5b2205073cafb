/** What the drivers of buildx take (buildx 0.36, driver/<name>/factory.go), so that a typo is told before anything boots. */
import { splitPair } from './lists.ts';

/** Drivers that make a builder; `docker` stands for the engine's own. */
export const OWN_DRIVERS = ['docker-container', 'remote', 'kubernetes'] as const;
export type OwnDriver = (typeof OWN_DRIVERS)[number];

const OPTIONS: Readonly<Record<OwnDriver, readonly string[]>> = {
  'docker-container': [
    ...['image', 'network', 'memory', 'memory-swap', 'cpu-period', 'cpu-quota', 'cpu-shares'],
    ...['cpuset-cpus', 'cpuset-mems', 'cgroup-parent', 'restart-policy', 'default-load'],
    ...['provenance-add-gha', 'allow-untrusted-image'],
  ],
  remote: ['servername', 'cacert', 'cert', 'key', 'default-load'],
  kubernetes: [
    ...['image', 'namespace', 'replicas', 'rootless', 'schedulername', 'serviceaccount'],
    ...['requests.cpu', 'requests.memory', 'requests.ephemeral-storage'],
    ...['limits.cpu', 'limits.memory', 'limits.ephemeral-storage'],
    ...['persistent-volume-claim.requests.storage', 'buildkit-root-volume-memory'],
    ...['nodeselector', 'annotations', 'labels', 'tolerations', 'loadbalance'],
    ...['qemu.install', 'qemu.image', 'default-load', 'timeout'],
  ],
};
/** `env.NAME` is a variable of buildkitd, wherever buildx starts one. */
const WITH_VARIABLES: readonly OwnDriver[] = ['docker-container', 'kubernetes'];

export interface OptionProblem {
  readonly value?: string;
  readonly problem: string;
  readonly fix: string;
}

/** Of entries `name=value`: everything that is wrong with them for the driver. Values of variables are never shown. */
export function checkDriverOptions(
  entries: readonly string[],
  driver: OwnDriver | undefined,
): OptionProblem[] {
  return entries.flatMap((entry) => {
    const pair = splitPair(entry);
    if (pair === undefined)
      return [{ value: entry, problem: 'is not `name=value`', fix: 'Write e.g. `network=host`.' }];
    // Such an option stands in the argument list and in the container's environment, where every RUN may look.
    if (/^env\.ACTIONS_/i.test(pair.key))
      return [
        {
          problem: "hands a token of the job to the builder's container",
          fix: 'Remove the `env.ACTIONS_…` option.',
        },
      ];
    return driver === undefined || isKnown(pair.key, driver) ? [] : [refuseName(pair.key, driver)];
  });
}

function isKnown(name: string, driver: OwnDriver): boolean {
  if (/^env\.[A-Za-z_]\w*$/.test(name)) return WITH_VARIABLES.includes(driver);
  return OPTIONS[driver].includes(name);
}

function refuseName(name: string, driver: OwnDriver): OptionProblem {
  const known = [...OPTIONS[driver], ...(WITH_VARIABLES.includes(driver) ? ['env.NAME'] : [])];
  return {
    value: name.replace(/^env\..*$/, 'env.…'),
    problem: `is no option of the driver ${driver}`,
    fix: `It takes ${known.map((one) => `\`${one}\``).join(', ')}.`,
  };
}
