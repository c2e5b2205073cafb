import { randomBytes } from 'node:crypto';

/** A secret planted for a run: wherever it turns up in any of its forms, it leaked. */
export interface Canary {
  readonly name: string;
  readonly value: string;
}

/** Something a run wrote: bytes as latin1, so that any file can be searched. */
export interface Trace {
  readonly place: string;
  readonly text: string;
  /** Perhaps of another job on this machine, whose tokens are no business of this one. */
  readonly isForeign?: boolean;
}

/** Shorter ones would be found by chance. */
const MIN_FORM_CHARS = 8;
const JWT = /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/g;

/** 32 random bytes; `prefix` makes it look like what it stands for. */
export function makeSecret(prefix = ''): string {
  return `${prefix}${randomBytes(24).toString('base64url')}`;
}

export function toTrace(place: string, content: string | Uint8Array): Trace {
  return { place, text: Buffer.from(content).toString('latin1') };
}

/** Where which canary shows, in which form; empty when none does. Tokens of any kind count too, planted or not. */
export function findLeaks(canaries: readonly Canary[], traces: readonly Trace[]): string[] {
  const needles = canaries.flatMap(({ name, value }) =>
    [...makeForms(value)].map(([form, kind]) => ({
      name: `${name} (${kind})`,
      text: Buffer.from(form).toString('latin1'),
    })),
  );
  return traces.flatMap(({ place, text, isForeign }) => [
    ...needles.flatMap((needle) =>
      text.includes(needle.text) ? [`${needle.name}: ${place}`] : [],
    ),
    ...(isForeign === true ? [] : [...text.matchAll(JWT)]).map(
      ([token]) => `a JWT (${token.slice(0, 12)}…): ${place}`,
    ),
  ]);
}

/** Form → its name. Those that runners mask by themselves, and those that no runner masks. */
function makeForms(value: string): Map<string, string> {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const forms = new Map<string, string>();
  for (const part of new Set([value, value.trim(), ...lines])) {
    for (const [kind, form] of encode(part)) {
      if (form.length >= MIN_FORM_CHARS) forms.set(form, kind);
    }
  }
  return forms;
}

function encode(value: string): ReadonlyArray<readonly [string, string]> {
  const bytes = Buffer.from(value);
  const shifted = [0, 1, 2].map((shift) => encodeShifted(bytes, shift));
  return [
    ['raw', value],
    ...shifted.map((form, shift) => [`base64 +${shift}`, form] as const),
    ...shifted.map(
      (form, shift) =>
        [`base64url +${shift}`, form.replaceAll('+', '-').replaceAll('/', '_')] as const,
    ),
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ['url', encodeURIComponent(value)],
    ['form', new URLSearchParams({ v: value }).toString().slice(2)],
    ['json', JSON.stringify(value).slice(1, -1)],
    ['xml', value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
    ['shell', value.replaceAll("'", `'\\''`)],
    ['reversed', [...value].reverse().join('')],
  ];
}

/** What base64 of a longer text holds when the value begins `shift` bytes into a group: without the mixed ends. */
function encodeShifted(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return encoded.slice(Math.ceil((8 * shift) / 6), Math.floor((8 * (shift + bytes.length)) / 6));
}
