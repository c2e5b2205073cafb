/** Hides what was masked so far, as the runner's log does: secrets printed before their mask stay visible. */
export interface Masker {
  /** Adds a value in all the forms the runner knows; empty values are ignored. */
  add(value: string): void;
  mask(text: string): string;
  /** The values as they were added, in order. */
  values(): readonly string[];
}

/** Makes a masker with the runner's encoders (actions/runner `HostContext` and `ValueEncoders`). */
export function makeMasker(initial: readonly string[] = []): Masker {
  const values = new Set<string>();
  const forms = new Set<string>();
  const add = (value: string) => {
    if (value === '' || values.has(value)) return;
    values.add(value);
    for (const form of encodeForms(value)) if (form !== '') forms.add(form);
  };
  for (const value of initial) add(value);
  return { add, mask: (text) => maskForms(text, forms), values: () => [...values] };
}

function maskForms(text: string, forms: ReadonlySet<string>): string {
  const spans = [...forms].flatMap((form) => findSpans(text, form));
  spans.sort((a, b) => a.start - b.start);
  let result = '';
  let from = 0;
  let open: { start: number; end: number } | undefined;
  for (const span of spans) {
    // Spans that touch become one `***`.
    if (open !== undefined && span.start <= open.end) {
      open.end = Math.max(open.end, span.end);
      continue;
    }
    if (open !== undefined) {
      result += `${text.slice(from, open.start)}***`;
      from = open.end;
    }
    open = { ...span };
  }
  if (open === undefined) return text;
  return `${result}${text.slice(from, open.start)}***${text.slice(open.end)}`;
}

function findSpans(text: string, form: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + 1)) {
    spans.push({ start, end: start + form.length });
  }
  return spans;
}

function encodeForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    ...[0, 1, 2].map((shift) =>
      bytes.subarray(bytes.length > shift ? shift : 0).toString('base64'),
    ),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    JSON.stringify(value).slice(1, -1),
    encodeUri(value),
    encodeXml(value),
    value.length > 8 && /^".*"$/s.test(value) ? value.slice(1, -1) : '',
    ...splitAtAmpersand(value),
  ];
}

/** Through UTF-8 and back, because `encodeURIComponent` throws on half a surrogate pair. */
function encodeUri(value: string): string {
  const encode = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(Buffer.from(value).toString()).replace(/[!'()*]/g, encode);
}

function encodeXml(value: string): string {
  const entities: Record<string, string> = {
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
    '&': '&amp;',
  };
  return value.replace(/[<>"'&]/g, (char) => entities[char] ?? char);
}

/** PowerShell's error messages break a command line at its ampersand, and colour the letter after `&+`. */
function splitAtAmpersand(value: string): readonly string[] {
  const coloured = value.indexOf('&+');
  const last = value.lastIndexOf('&');
  if (last < 0) return [];
  const parts =
    coloured >= 0
      ? [value.slice(0, coloured + 2), value.slice(coloured + 3)]
      : [value.slice(0, last + 1), value.slice(last + 1)];
  return parts.filter((part) => part.length >= 6);
}
