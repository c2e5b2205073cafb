import type { Dayjs } from 'dayjs';
import { Fault } from './fault.ts';

export interface DateRequest {
  readonly time: Date;
  /** Tokens as moment.js has them: that is what workflow files are written in. Absent: ISO 8601. */
  readonly format: string | undefined;
  /** IANA name. */
  readonly zone: string;
}

export type FormatDate = (request: DateRequest) => string;

/** The local time of a zone, as if it were UTC, and what the shift was. */
interface Local {
  readonly day: Dayjs;
  readonly time: Date;
  readonly offsetMinutes: number;
  /** Of the zone. */
  readonly name: () => string;
}

const ISO = 'YYYY-MM-DDTHH:mm:ss';
const LONG_FORMATS: Readonly<Record<string, string>> = {
  LT: 'h:mm A',
  LTS: 'h:mm:ss A',
  L: 'MM/DD/YYYY',
  LL: 'MMMM D, YYYY',
  LLL: 'MMMM D, YYYY h:mm A',
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  l: 'M/D/YYYY',
  ll: 'MMM D, YYYY',
  lll: 'MMM D, YYYY h:mm A',
  llll: 'ddd, MMM D, YYYY h:mm A',
};
const LONG_TOKEN = /\[[^[]*\]|\\.|LTS|LT|LL?L?L?|l{1,4}/g;
const TOKEN =
  /\[[^[]*\]|\\.|[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|wo|ww?|Wo|WW?|Qo?|N{1,5}|YYYYYY|YYYYY|YYYY|YY|Y|y{2,4}|yo?|gg(?:ggg?)?|GG(?:GGG?)?|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|./gs;

/** Tokens that dayjs formats by itself exactly as moment does. */
const PLAIN = new Set(
  'M MM MMM MMMM D DD d dd ddd dddd YY YYYY A a H HH h hh m mm s ss'.split(' '),
);
const OWN: Readonly<Record<string, (local: Local) => string | number>> = {
  Mo: ({ day }) => formatOrdinal(day.month() + 1),
  Q: ({ day }) => quarterOf(day),
  Qo: ({ day }) => formatOrdinal(quarterOf(day)),
  Do: ({ day }) => formatOrdinal(day.date()),
  DDD: ({ day }) => day.dayOfYear(),
  DDDo: ({ day }) => formatOrdinal(day.dayOfYear()),
  DDDD: ({ day }) => pad(day.dayOfYear(), 3),
  do: ({ day }) => formatOrdinal(day.day()),
  e: ({ day }) => day.day(),
  E: ({ day }) => day.isoWeekday(),
  w: ({ day }) => day.week(),
  wo: ({ day }) => formatOrdinal(day.week()),
  ww: ({ day }) => pad(day.week(), 2),
  W: ({ day }) => day.isoWeek(),
  Wo: ({ day }) => formatOrdinal(day.isoWeek()),
  WW: ({ day }) => pad(day.isoWeek(), 2),
  Y: ({ day }) => day.year(),
  YYYYY: ({ day }) => pad(day.year(), 5),
  YYYYYY: ({ day }) => `+${pad(day.year(), 6)}`,
  y: ({ day }) => day.year(),
  yy: ({ day }) => day.year(),
  yyy: ({ day }) => day.year(),
  yyyy: ({ day }) => day.year(),
  yo: ({ day }) => formatOrdinal(day.year()),
  N: () => 'AD',
  NN: () => 'AD',
  NNN: () => 'AD',
  NNNN: () => 'Anno Domini',
  NNNNN: () => 'AD',
  gg: ({ day }) => pad(day.weekYear() % 100, 2),
  gggg: ({ day }) => pad(day.weekYear(), 4),
  GG: ({ day }) => pad(day.isoWeekYear() % 100, 2),
  GGGG: ({ day }) => pad(day.isoWeekYear(), 4),
  k: ({ day }) => day.hour() || 24,
  kk: ({ day }) => pad(day.hour() || 24, 2),
  hmm: ({ day }) => day.format('hmm'),
  hmmss: ({ day }) => day.format('hmmss'),
  Hmm: ({ day }) => day.format('Hmm'),
  Hmmss: ({ day }) => day.format('Hmmss'),
  X: ({ time }) => Math.floor(time.getTime() / 1000),
  x: ({ time }) => time.getTime(),
  Z: ({ offsetMinutes }) => formatOffset(offsetMinutes, ':'),
  ZZ: ({ offsetMinutes }) => formatOffset(offsetMinutes, ''),
  z: ({ name }) => name(),
  zz: ({ name }) => name(),
};

/** Loads the calendar; only who writes a date pays for it. */
export async function loadFormatDate(): Promise<FormatDate> {
  const [{ default: dayjs }, ...plugins] = await Promise.all([
    import('dayjs'),
    import('dayjs/plugin/utc.js'),
    import('dayjs/plugin/weekOfYear.js'),
    import('dayjs/plugin/weekYear.js'),
    import('dayjs/plugin/isoWeek.js'),
    import('dayjs/plugin/dayOfYear.js'),
  ]);
  for (const plugin of plugins) dayjs.extend(plugin.default);
  const readZone = makeZoneReader();
  return ({ time, format, zone }) => {
    // The zone's local time is written into UTC fields: no step depends on the machine's own zone.
    const offsetMinutes = parseOffset(readZone(time, zone, 'longOffset'));
    const day = dayjs.utc(time.getTime() + offsetMinutes * 60_000);
    const iso = offsetMinutes === 0 ? `${ISO}[Z]` : `${ISO}Z`;
    const name = (): string => readZone(time, zone, 'short');
    return formatTokens({ day, time, offsetMinutes, name }, format ?? iso);
  };
}

function formatTokens(local: Local, format: string): string {
  const expanded = format.replace(LONG_TOKEN, (token) => LONG_FORMATS[token] ?? token);
  return expanded.replace(TOKEN, (token) => formatToken(local, token));
}

function formatToken(local: Local, token: string): string {
  if (token.startsWith('[')) return token.replace(/^\[|\]$/g, '');
  if (token.startsWith('\\')) return token.slice(1);
  if (/^S+$/.test(token))
    return pad(local.day.millisecond(), 3).padEnd(9, '0').slice(0, token.length);
  if (PLAIN.has(token)) return local.day.format(token);
  const own = Object.hasOwn(OWN, token) ? OWN[token] : undefined;
  return own === undefined ? token : String(own(local));
}

function parseOffset(name: string): number {
  const [, sign, hours = '0', minutes = '0'] = /^GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

type ZoneReader = (time: Date, zone: string, style: 'longOffset' | 'short') => string;

/** A formatter of Node's takes longer to make than a hundred dates to write. */
function makeZoneReader(): ZoneReader {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (timeOf, timeZone, timeZoneName) => {
    const key = `${timeZone} ${timeZoneName}`;
    try {
      const formatter =
        made.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName });
      made.set(key, formatter);
      const parts = formatter.formatToParts(timeOf);
      return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    } catch {
      throw new Fault(
        `\`${timeZone}\` is not a time zone`,
        'Use a name such as `UTC` or `Europe/Berlin`.',
      );
    }
  };
}

function formatOffset(offsetMinutes: number, separator: string): string {
  const minutes = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return `${sign}${pad(Math.floor(minutes / 60), 2)}${separator}${pad(minutes % 60, 2)}`;
}

function formatOrdinal(value: number): string {
  const isTeen = Math.floor((value % 100) / 10) === 1;
  const ending = isTeen ? undefined : ['th', 'st', 'nd', 'rd'][value % 10];
  return `${value}${ending ?? 'th'}`;
}

function quarterOf(day: Dayjs): number {
  return Math.floor(day.month() / 3) + 1;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
