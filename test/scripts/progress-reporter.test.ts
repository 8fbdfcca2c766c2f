import { loadModule } from "./load-script";

type Reporter = Record<
  "onRunStart" | "onTestFileStart" | "onTestFileResult" | "onRunComplete",
  (...given: unknown[]) => void
>;

async function newReporter(): Promise<{ reporter: Reporter; lines: string[] }> {
  const { default: Class } = await loadModule<{ default: new (config: object) => Reporter & { say: unknown } }>(
    "scripts/lib/progress-reporter.cjs",
  );
  const lines: string[] = [];
  const reporter = new Class({ rootDir: "/repo" });
  reporter.say = (line: string) => lines.push(line);
  return { reporter, lines };
}

const file = (name: string, tier: string): object => ({
  path: `/repo/test/${name}.test.ts`,
  context: { config: { displayName: { name: tier } } },
});

const result = (name: string, ms: number, more: object = {}): object => ({
  ...{ testFilePath: `/repo/test/${name}.test.ts`, perfStats: { runtime: ms }, failureMessage: null, testResults: [] },
  ...{ numFailingTests: 0, numPassingTests: 2, numPendingTests: 0, ...more },
});

describe("the progress of npm test", () => {
  it("shows how far it is, failures in full, and which files are slow", async () => {
    const { reporter, lines } = await newReporter();
    const skipped = {
      numPendingTests: 1,
      testResults: [{ status: "pending", fullName: "in Wine" }, { status: "passed" }],
    };
    const results = [
      result("plan/a", 1234),
      result("e2e/b", 60_000, { numFailingTests: 1, failureMessage: "all of\nthe failure" }),
      result("c", 10, { testExecError: new Error("cannot be loaded"), failureMessage: "cannot be loaded" }),
      result("windows/d", 20_000, skipped),
    ];
    reporter.onRunStart({ numTotalTestSuites: 4 });
    reporter.onTestFileStart(file("plan/a", "unit"));
    reporter.onTestFileResult(file("plan/a", "unit"), results[0]);
    reporter.onTestFileStart(file("e2e/b", "e2e"));
    reporter.onTestFileResult(file("e2e/b", "e2e"), results[1]);
    reporter.onTestFileResult(file("c", "unit"), results[2]);
    reporter.onTestFileResult(file("windows/d", "windows"), results[3]);
    reporter.onRunComplete([], { testResults: results });
    expect(lines).toEqual([
      "test files: 4",
      "[1/4] unit test/plan/a.test.ts: 2 passed, 1.2 s",
      "begins: test/e2e/b.test.ts",
      "[2/4] FAILED e2e test/e2e/b.test.ts: 2 passed, 1 failed, 60.0 s",
      "all of\nthe failure",
      "[3/4] FAILED unit test/c.test.ts: 2 passed, 1 failed, 0.0 s",
      "cannot be loaded",
      "[4/4] windows test/windows/d.test.ts: 2 passed, 1 skipped, 20.0 s",
      "The slowest 4 files:",
      "  60.0 s test/e2e/b.test.ts",
      "  20.0 s test/windows/d.test.ts",
      "  1.2 s test/plan/a.test.ts",
      "  0.0 s test/c.test.ts",
      "skipped: in Wine",
      "1 skipped",
    ]);
  });

  it("names ten slow files at most", async () => {
    const { reporter, lines } = await newReporter();
    reporter.onRunComplete([], {
      testResults: Array.from({ length: 30 }, (_, index) => result(`f${index}`, index * 1000)),
    });
    expect(lines.slice(0, 2)).toEqual(["The slowest 10 files:", "  29.0 s test/f29.test.ts"]);
    expect(lines).toHaveLength(12);
  });
});
