import { relative, sep } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Folders and files below `test`, by when they start. */
const groups: readonly (readonly string[])[] = [
  // It keeps the machine busy, and beside it stand those that care least: they compute, or wait for a command to end.
  ['commands', 'conversation', 'eval', 'faq', 'learning', 'requests', 'routing', 'text'],
  ['e2e'],
];

/** The longest files first, so that both workers end at about the same time. Within a group the runner's order stands. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b));
  }
}

function groupOf({ moduleId, project }: TestSpecification): number {
  const name = relative(`${project.config.root}/test`, moduleId).split(sep).join('/');
  const group = groups.findIndex((starts) => starts.some((start) => name.startsWith(start)));
  return group < 0 ? groups.length : group;
}
