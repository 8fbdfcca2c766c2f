import { createRequire } from "node:module";
import { join } from "node:path";

/** `jest`, of whose types the project has those of tests only. */
interface Jest {
  readonly runCLI: (
    options: Readonly<Record<string, unknown>>,
    projects: readonly string[],
  ) => Promise<{ readonly results: Results }>;
}

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numTotalTestSuites: number;
}

/** How many tests passed and failed; a test file that cannot be loaded is a failed test. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Runs the tests of these tiers by Jest and prints their progress.
 *
 * @param paths patterns of test files. Default: all.
 */
export async function runTests({
  tiers,
  paths,
}: {
  tiers: readonly string[];
  paths: readonly string[];
}): Promise<Counts> {
  const { runCLI } = createRequire(import.meta.url)("jest") as Jest;
  const root = join(import.meta.dirname, "../..");
  const reporters = [join(import.meta.dirname, "progress-reporter.cjs")];
  const projects = tiers.flatMap((tier) => (tier === "engine" ? ["engine in process", "engine"] : [tier]));
  const options = { _: paths, $0: "jest", reporters, selectProjects: projects, passWithNoTests: true };
  const { results } = await runCLI(options, [root]);
  if (results.numTotalTestSuites === 0) {
    process.stdout.write(`no test file of these tiers matches ${paths.join(" ")}\n`);
    return { passed: 0, failed: 1 };
  }
  return { passed: results.numPassedTests, failed: results.numFailedTests + results.numRuntimeErrorTestSuites };
}
