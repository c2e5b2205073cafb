import { type FormatDate, loadFormatDate } from './dates.ts';
import { Fault } from './fault.ts';

/** What an expression name stands for: called with its arguments, the last of which holds the `key=value` ones. */
export type Expression = (this: unknown, ...args: readonly unknown[]) => string;
export type Expressions = Readonly<Record<string, Expression>>;

export interface Templates {
  /** Fills in the expressions of a text; throws a Fault where the text is no template. */
  readonly render: (text: string, values: object) => string;
  readonly formatDate: FormatDate;
}

/**
 * Handlebars and the calendar, each loaded only when one of the texts needs it: most workflows have neither, and the
 * first line of output must not wait for them.
 */
export async function loadTemplates(texts: readonly string[]): Promise<Templates> {
  const templates = texts.filter(hasExpression);
  const hasDate = templates.some((text) => /date/.test(text));
  const [render, formatDate] = await Promise.all([
    templates.length > 0 ? loadRender() : undefined,
    hasDate ? loadFormatDate() : undefined,
  ]);
  return {
    render: (text, values) =>
      render !== undefined && hasExpression(text) ? render(text, values) : text,
    formatDate: formatDate ?? (({ time }) => time.toISOString()),
  };
}

function hasExpression(text: string): boolean {
  return text.includes('{{');
}

async function loadRender(): Promise<Templates['render']> {
  const { default: handlebars } = await import('handlebars');
  const engine = handlebars.create();
  // `log` prints: a branch name that ends up in a template could give the runner commands with it.
  engine.unregisterHelper('log');
  return (text, values) => {
    try {
      // Tags and labels are not HTML: `&` is `&`.
      return engine.compile<object>(text, { noEscape: true })(values);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw describeError(error);
    }
  };
}

function describeError(error: unknown): Fault {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  const reason = lines.length > 1 ? (lines.at(-1) ?? '') : (lines[0] ?? '');
  return new Fault(
    `its expression cannot be read (${reason})`,
    "Write expressions as `{{branch}}`, `{{tag}}`, `{{sha}}` or `{{date 'YYYYMMDD'}}`.",
  );
}
