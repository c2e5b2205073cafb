import type { LogLine } from '../runner/records.ts';

/** Prints a job's log as GitHub's page shows it: commands are obeyed, not printed. */
export function makeJobPrinter(say: (line: string) => void): (line: LogLine) => void {
  let depth = 0;
  return ({ text, atMs }) => {
    const [, command, message = ''] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(text) ?? [];
    const stamp = `${(atMs / 1000).toFixed(1).padStart(6)} s `;
    const indent = '  '.repeat(depth);
    if (command === 'group') {
      say(`${stamp}${indent}\u001b[1m▸ ${unescapeMessage(message)}\u001b[0m`);
      depth += 1;
    } else if (command === 'endgroup') {
      depth = Math.max(0, depth - 1);
    } else if (command === 'error' || command === 'warning' || command === 'notice') {
      say(`${stamp}${indent}\u001b[1m${command}:\u001b[0m ${unescapeMessage(message)}`);
    } else if (command === undefined) {
      say(`${stamp}${indent}${text}`);
    }
  };
}

/** As @actions/core escapes what a command carries. */
function unescapeMessage(message: string): string {
  return message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
