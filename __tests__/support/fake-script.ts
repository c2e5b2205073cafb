import type { Command, CommandResult, HttpResponse } from '../../src/host/host.ts';
import type { FakeHost } from './fake-host.ts';

/** A command that does its work and says nothing. */
export const COMPLETED: CommandResult = {
  exitCode: 0,
  signal: undefined,
  timedOut: false,
  notFound: false,
  stdout: '',
  stderr: '',
  durationMs: 10,
};

export interface ScriptedCommand {
  /** Matched against `tool arg arg …`. */
  readonly when: RegExp;
  readonly answer:
    | Partial<CommandResult>
    | ((
        command: Command,
        host: FakeHost,
      ) => Partial<CommandResult> | Promise<Partial<CommandResult>>);
  /** How often it answers; later scripts of the same kind come after. Default: always. */
  readonly times?: number;
}

export interface ScriptedRequest {
  /** Matched against `METHOD url`. */
  readonly when: RegExp;
  readonly answer: ScriptedAnswer | Error | ((host: FakeHost) => ScriptedAnswer);
  readonly times?: number;
}

type ScriptedAnswer = Partial<Omit<HttpResponse, 'body'>> & { readonly body?: string | Uint8Array };

/** Finds the script for a text, and uses it up. */
export function makePicker<T extends { readonly when: RegExp; readonly times?: number }>(
  scripts: readonly T[],
): (text: string) => T | undefined {
  const left = scripts.map((script) => ({
    script,
    times: script.times ?? Number.POSITIVE_INFINITY,
  }));
  return (text) => {
    const found = left.find(({ script, times }) => times > 0 && script.when.test(text));
    if (found !== undefined) found.times -= 1;
    return found?.script;
  };
}

export function answerRequest({ answer }: ScriptedRequest, host: FakeHost): HttpResponse {
  if (answer instanceof Error) throw answer;
  const {
    body = '',
    status = 200,
    headers = {},
  } = typeof answer === 'function' ? answer(host) : answer;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { status, headers, body: bytes };
}
