/**
 * In which tier a test file is, by what it needs. The rest, unit, starts no process: `test/tiers/no-processes.ts` sees to that.
 *
 * - e2e: the Pulumi engine.
 * - windows: Wine, or the Windows harness without it.
 * - engine: processes of the emulator, iispools, the plugin and others.
 */
const needs = {
  e2e: "/test/e2e/.*\\.test\\.ts$",
  windows: "/test/windows/.*\\.test\\.ts$|\\.wine\\.test\\.ts$",
  engine: "\\.process\\.test\\.ts$",
};

/** The tiers as options of Jest's projects, the fastest first. */
exports.tiers = [
  {
    displayName: "unit",
    testRegex: "\\.test\\.ts$",
    testPathIgnorePatterns: Object.values(needs),
    testEnvironment: "<rootDir>/test/tiers/unit-environment.cjs",
    setupFiles: ["<rootDir>/test/tiers/no-processes.ts"],
  },
  { displayName: "engine", testRegex: needs.engine },
  { displayName: "windows", testRegex: needs.windows },
  { displayName: "e2e", testRegex: needs.e2e },
];
