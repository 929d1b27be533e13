import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

const shown = 10;

/** Ends a run with the files that took longest, so that a file that grows slow is seen. */
export class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const times = modules
      .map((module) => ({ name: relative(process.cwd(), module.moduleId), ms: timeOf(module) }))
      .sort((a, b) => b.ms - a.ms)
      .slice(0, shown);
    const lines = times.map(({ name, ms }) => `${(ms / 1000).toFixed(1).padStart(8)} s  ${name}`);
    process.stdout.write(`\n Slowest files\n${lines.join('\n')}\n`);
  }
}

/** Milliseconds of its imports, hooks and tests. */
function timeOf(module: TestModule): number {
  const { collectDuration, setupDuration, duration } = module.diagnostic();
  return collectDuration + setupDuration + duration;
}
