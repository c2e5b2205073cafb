/** What went wrong in one exchange with a registry, and how the user is told. */
import { ActionError, type ErrorCode } from '../errors.ts';
import { type HttpResponse, TransportError } from '../host/host.ts';
import type { Repository } from '../image/reference.ts';
import { findHint } from './hints.ts';

export interface FailureFacts {
  readonly repository: Repository;
  /** What was being done, as `reading the manifest`. */
  readonly phase: string;
  readonly code: ErrorCode;
  /** What came back, in a few words. */
  readonly outcome: string;
  readonly status?: number | undefined;
  /** Whether there was a login; undefined where that is not known. */
  readonly isLoggedIn?: boolean | undefined;
  readonly retryable: boolean;
  /** Fewer attempts than the policy allows: bytes that hash wrong are asked for once more, not five times. */
  readonly maxAttempts?: number;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** One exchange that did not do what it should. Never leaves this room: `runAttempts` turns the last one into an ActionError. */
export class RegistryFailure extends Error {
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts) {
    super(`${facts.phase}: ${facts.outcome}`, { cause: facts.cause });
    this.name = 'RegistryFailure';
    this.facts = facts;
  }
}

type Doing = Pick<FailureFacts, 'repository' | 'phase'>;

/** Statuses that a later attempt may cure (408, 425, 429, gateway errors, and 499/520-524 of proxies in front of registries). */
const RETRYABLE = new Set([408, 425, 429, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
/** A blob that was just pushed and that the registry does not see yet. */
const LATE_BLOB = /\b(?:MANIFEST_BLOB_UNKNOWN|BLOB_UPLOAD_UNKNOWN|BLOB_UPLOAD_INVALID)\b/;
const RATE_LIMIT = /rate.?limit|too many requests|toomanyrequests/i;

/** A response that was not hoped for → failure. */
export function toStatusFailure(doing: Doing, response: HttpResponse, now: Date): RegistryFailure {
  const { status } = response;
  const said = describeBody(response.body);
  const limited = status === 403 && RATE_LIMIT.test(said);
  return new RegistryFailure({
    ...doing,
    code: limited ? 'REGISTRY_THROTTLED' : findCode(status),
    outcome: said === '' ? `HTTP ${status}` : `HTTP ${status}, ${said}`,
    status,
    retryable: limited || RETRYABLE.has(status) || (status === 404 && LATE_BLOB.test(said)),
    retryAfterMs: parseRetryAfter(response.headers['retry-after'], now),
  });
}

/** An exchange without a complete response → failure; anything else, such as the cancelled run's own error, stays what it is. */
export function toTransportFailure(doing: Doing, error: unknown): unknown {
  if (!(error instanceof TransportError)) return error;
  const hopeless = error.kind === 'tls' || error.kind === 'too-large';
  return new RegistryFailure({
    ...doing,
    code: error.kind === 'too-large' ? 'REGISTRY_CORRUPT' : 'REGISTRY_UNREACHABLE',
    outcome: error.message,
    retryable: !hopeless,
    cause: error,
  });
}

/** Content that is not what it was called, or not what it must be. Read once more, for a truncating proxy, then given up. */
export function makeCorruptFailure(doing: Doing, outcome: string): RegistryFailure {
  return new RegistryFailure({
    ...doing,
    code: 'REGISTRY_CORRUPT',
    outcome,
    retryable: true,
    maxAttempts: 2,
  });
}

/** The error that ends a call, after its last attempt. */
export function toActionError({ facts }: RegistryFailure, attempts: number): ActionError {
  const { repository, phase, outcome, code } = facts;
  const tries = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const message = `${repository.registry}: ${phase} in ${repository.path} failed after ${tries}: ${outcome}`;
  return new ActionError(code, message, { hint: findHint(facts), cause: facts.cause });
}

function findCode(status: number): ErrorCode {
  if (status === 401) return 'REGISTRY_UNAUTHORIZED';
  if (status === 403) return 'REGISTRY_DENIED';
  if (status === 404) return 'REGISTRY_NOT_FOUND';
  if (status === 429) return 'REGISTRY_THROTTLED';
  return RETRYABLE.has(status) || status >= 500 ? 'REGISTRY_UNREACHABLE' : 'REGISTRY_REFUSED';
}

/**
 * The registry's own words: `{"errors":[{"code","message"}]}` by the spec, otherwise the beginning of a text. They
 * end in the log, so that control characters are taken out and the length is bounded.
 */
function describeBody(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, 4096));
  if (/^\s*</.test(text)) return '';
  return listErrors(text)
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .trim()
    .slice(0, 300);
}

function listErrors(text: string): string {
  try {
    const { errors } = JSON.parse(text) as { errors?: unknown };
    if (!Array.isArray(errors)) return text;
    const told = errors.slice(0, 3).map((error: { code?: unknown; message?: unknown } | null) => {
      return [error?.code, error?.message].filter((part) => typeof part === 'string').join(': ');
    });
    return told.join('; ');
  } catch {
    return text;
  }
}

/** `Retry-After` as seconds or as a date → milliseconds from `now`. */
function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header.trim())
    ? Number(header) * 1000
    : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
