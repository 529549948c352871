import type { Reporter, TestModule, TestSuite } from "vitest/node";

/**
 * Closes a run with `N passed, N failed[, N skipped]`, the line a CI counts. Beside tests, whatever else went wrong
 * is a failure: a file that could not be loaded, a suite whose hooks failed, an error outside of all tests.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const results = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
    const count = (state: string) => results.filter((result) => result === state).length;
    const suites = modules.flatMap((module): (TestModule | TestSuite)[] => [module, ...module.children.allSuites()]);
    const broken = suites.filter((suite) => suite.errors().length > 0).length + errors.length;
    const skipped = results.length - count("passed") - count("failed");
    const tail = skipped > 0 ? `, ${skipped} skipped` : "";
    process.stdout.write(`\n${count("passed")} passed, ${count("failed") + broken} failed${tail}\n`);
  }
}
