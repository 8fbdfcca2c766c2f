// Everything that has to hold: build, types, lint, generated files, tests. Ends with "N passed, N failed".
import "./lib/check-node.mjs";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-test-"));
const report = join(folder, "jest.json");
const only = process.argv.slice(2);

/** @type {[string, string[]][]} */
const checks = [
  ["build", ["scripts/build.mjs"]],
  ["types", ["node_modules/typescript/bin/tsc", "--noEmit"]],
  [
    "imports",
    [
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      "--config",
      ".dependency-cruiser.mjs",
      "provider",
      "emulator",
    ],
  ],
  ["eslint", ["node_modules/eslint/bin/eslint.js", "."]],
  ["prettier", ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]],
  ["generated files", ["scripts/docs.mjs", "--check"]],
  ["package", ["scripts/check-package.mjs"]],
  ["Pulumi CLI", ["tools/pulumi-cli/find.mts"]],
  ["language hosts and the command plugin", ["tools/pulumi-cli/find.mts", "--all"]],
  ["Debian packages", ["scripts/debian-packages.mjs"]],
];

let passed = 0;
let failed = 0;
for (const [name, command] of checks) {
  process.stdout.write(`${name}\n`);
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
  if (status === 0) passed += 1;
  else {
    failed += 1;
    process.stdout.write(`${name}: failed\n`);
  }
}

spawnSync(process.execPath, ["node_modules/jest/bin/jest.js", "--json", `--outputFile=${report}`, ...only], {
  stdio: ["inherit", "ignore", "inherit"],
});
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  passed += numPassedTests;
  failed += numFailedTests + numRuntimeErrorTestSuites;
  for (const { fullName, status } of testResults.flatMap(({ assertionResults }) => assertionResults)) {
    if (status === "pending") process.stdout.write(`skipped: ${fullName}\n`);
  }
  process.stdout.write(`${numPendingTests} skipped\n`);
} else {
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
