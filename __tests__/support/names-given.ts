import { makeNames } from '../../src/names/names.ts';
import type { NamesFacts } from '../../src/names/types.ts';

const facts: NamesFacts = {
  eventName: 'push',
  ref: 'refs/heads/main',
  sha: '860c1904a1ce19322e91ac35af1ab07466440c37',
  repository: { name: 'app', htmlUrl: 'https://github.com/acme/app', defaultBranch: 'main' },
  commitTime: new Date('2024-06-15T20:05:09Z'),
  runTime: new Date('2024-06-16T08:00:00Z'),
};

/** What a test says of the inputs, environment and event; the rest is a push to the default branch. */
export interface Given {
  readonly images?: string;
  readonly tags?: string;
  readonly flavor?: string;
  readonly labels?: string;
  readonly annotations?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly facts?: Partial<NamesFacts>;
}

export const name = ({ facts: other, ...given }: Given) =>
  makeNames({
    images: 'acme/app',
    tags: '',
    flavor: '',
    labels: '',
    annotations: '',
    env: {},
    ...given,
    facts: { ...facts, ...other },
  });
