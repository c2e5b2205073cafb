/** What a registry asks for in `WWW-Authenticate` (RFC 9110 11.6.1; distribution's "Token Authentication"). */

/** How a registry wants to be asked: with a token from `realm`, or with a password on every request. */
export type Challenge =
  | {
      readonly scheme: 'bearer';
      readonly realm: string;
      readonly service: string | undefined;
      /** What the refused request would have needed. */
      readonly scope: string | undefined;
      /** The token was good and is not enough (RFC 6750, 3.1). */
      readonly isInsufficient: boolean;
    }
  | { readonly scheme: 'basic' };

const MAX_HEADER_LENGTH = 8192;
const ITEM = /[\s,]*([\w.~+/-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/y;

/**
 * Header text, several challenges joined by commas as HTTP allows, → the one to answer: a token before a password;
 * undefined when there is none that we speak (Negotiate, NTLM and the like).
 */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const found = header === undefined ? [] : listChallenges(header.slice(0, MAX_HEADER_LENGTH));
  const bearer = found.find(({ scheme, params }) => scheme === 'bearer' && params.has('realm'));
  const realm = bearer?.params.get('realm');
  if (bearer !== undefined && realm !== undefined) {
    return {
      scheme: 'bearer',
      realm,
      service: bearer.params.get('service'),
      scope: bearer.params.get('scope'),
      isInsufficient: bearer.params.get('error') === 'insufficient_scope',
    };
  }
  return found.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

interface RawChallenge {
  readonly scheme: string;
  readonly params: Map<string, string>;
}

/** A word without `=` opens a challenge, one with `=` belongs to the challenge before it; stray commas mean nothing. */
function listChallenges(header: string): RawChallenge[] {
  const found: RawChallenge[] = [];
  ITEM.lastIndex = 0;
  for (let item = ITEM.exec(header); item !== null; item = ITEM.exec(header)) {
    const [, name = '', quoted, plain] = item;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) found.push({ scheme: name.toLowerCase(), params: new Map() });
    else found.at(-1)?.params.set(name.toLowerCase(), value);
  }
  return found;
}
