import type { Reporter, TestModule } from "vitest/node";

/** Closes a run with `N passed, N failed[, N skipped]`, the line a CI counts. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string) => results.filter((result) => result === state).length;
    const broken = modules.filter((module) => !module.ok() && module.errors().length > 0).length + errors.length;
    const skipped = count("skipped");
    const tail = skipped > 0 ? `, ${skipped} skipped` : "";
    process.stdout.write(`\n${count("passed")} passed, ${count("failed") + broken} failed${tail}\n`);
  }
}
