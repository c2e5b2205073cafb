/** Inputs that become options of `buildx build`, each with the grammar that buildx gives it (buildx 0.36, docker/cli opts). */
import { splitPair } from './lists.ts';
import { type Reader, readChoice, readList, readWord, report } from './reader.ts';
import type { InputName } from './table.ts';

/** Entries of a list that look as they have to; each of the others is a problem. */
function readEntries(
  reader: Reader,
  name: InputName,
  {
    comma,
    isValid,
    problem,
    fix,
  }: {
    comma: 'split' | 'keep';
    isValid: (entry: string) => boolean;
    problem: string;
    fix: string;
  },
): string[] {
  return readList(reader, name, comma).filter((entry) => {
    const valid = isValid(entry) && !/[\0-\x1f\x7f]/.test(entry);
    if (!valid) report(reader, { input: name, value: entry, problem, fix });
    return valid;
  });
}

const HOST = /^([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)[:=](.+)$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
/** Groups of up to four digits; how many there are is left to buildx. */
const IPV6 = /^(?=.*:.*:)(?:[0-9a-f]{0,4}:){1,7}(?:[0-9a-f]{0,4}|\d+\.\d+\.\d+\.\d+)$/i;

function isHostEntry(entry: string): boolean {
  const [, , address = ''] = HOST.exec(entry) ?? [];
  const bare = address.replace(/^\[(.+)\]$/, '$1');
  return bare === 'host-gateway' || IPV4.test(bare) || IPV6.test(bare);
}

export function readAddHosts(reader: Reader): string[] {
  return readEntries(reader, 'add-hosts', {
    comma: 'split',
    isValid: isHostEntry,
    problem: 'is not `host:ip`',
    fix: 'Write e.g. `registry.internal:10.0.0.5`.',
  });
}

const ENTITLEMENT =
  /^(?:network\.host|security\.insecure|device(?:=[^\s-]\S*)?|buildx\.local\.delete)$/;

export function readAllow(reader: Reader): string[] {
  return readEntries(reader, 'allow', {
    comma: 'split',
    isValid: (entry) => ENTITLEMENT.test(entry),
    problem: 'is no privilege that BuildKit knows',
    fix: 'Use `network.host`, `security.insecure`, `device` or `device=name`.',
  });
}

export function readNetwork(reader: Reader): 'default' | 'none' | 'host' | undefined {
  if (readWord(reader, 'network') === undefined) return undefined;
  return readChoice(reader, 'network', ['default', 'none', 'host']);
}

export function readNoCacheFilters(reader: Reader): string[] {
  return readEntries(reader, 'no-cache-filters', {
    comma: 'split',
    isValid: (entry) => /^[A-Za-z0-9][\w.-]*$/.test(entry),
    problem: 'is not the name of a stage',
    fix: 'Give names as they stand after `AS` in the Dockerfile.',
  });
}

/** docker/go-units, RAMInBytes. */
const SIZE = /^\d+(?:\.\d+)? ?(?:[kmgtp]?i?b?)$/i;

export function readShmSize(reader: Reader): string | undefined {
  const value = readWord(reader, 'shm-size');
  if (value !== undefined && !SIZE.test(value)) {
    report(reader, {
      input: 'shm-size',
      value,
      problem: 'is not a size',
      fix: 'Write e.g. `512m` or `2gb`.',
    });
  }
  return value;
}

const SSH = /^[A-Za-z0-9][\w.-]*(?:=[^\s-].*)?$/;

export function readSsh(reader: Reader): string[] {
  return readEntries(reader, 'ssh', {
    comma: 'split',
    isValid: (entry) => SSH.test(entry),
    problem: 'is neither `default` nor `id=path`',
    fix: 'Write `default` for the agent of the job, or e.g. `deploy=/path/of/a/key`.',
  });
}

/** docker/go-units, ulimit.go. */
const ULIMITS: readonly string[] = [
  ...['core', 'cpu', 'data', 'fsize', 'locks', 'memlock', 'msgqueue', 'nice', 'nofile', 'nproc'],
  ...['rss', 'rtprio', 'rttime', 'sigpending', 'stack'],
];

export function readUlimits(reader: Reader): string[] {
  return readEntries(reader, 'ulimit', {
    comma: 'keep',
    isValid: (entry) => {
      const { key, value } = splitPair(entry) ?? { key: '', value: '' };
      return ULIMITS.includes(key) && /^-?\d{1,18}(?::-?\d{1,18})?$/.test(value);
    },
    problem: 'is not `type=soft[:hard]`',
    fix: 'Write e.g. `nofile=1024:2048`.',
  });
}

const CALL =
  /^(check|lint|outline|targets|build)(?:,(?:format=(?:text|json)|ignorestatus=(?:true|false)))*$/;

/** The evaluation that is asked for, as buildx takes it; undefined for `build`, which is no evaluation. */
export function readCall(reader: Reader): string | undefined {
  const value = readWord(reader, 'call');
  if (value === undefined) return undefined;
  const [, name] = CALL.exec(value) ?? [];
  if (name === undefined) {
    report(reader, {
      input: 'call',
      value,
      problem: 'is no evaluation that buildx knows',
      fix: 'Use `check`, `outline` or `targets`.',
    });
  }
  return name === 'build' ? undefined : value;
}
