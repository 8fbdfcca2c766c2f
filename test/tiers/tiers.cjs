/**
 * In which tier a test file is, by what it needs. The rest, unit, is pure code and the emulator.
 *
 * - e2e: the Pulumi engine.
 * - windows: Wine, or the Windows harness without it.
 * - engine: the engine of this package on the emulator, provider servers over gRPC, the TypeScript compiler; and processes of the
 *   emulator, iispools, the plugin and others. Those without processes are a project of Jest of their own.
 */
const needs = {
  e2e: "/test/e2e/.*\\.test\\.ts$",
  windows: "/test/windows/.*\\.test\\.ts$|\\.wine\\.test\\.ts$",
  processes: "\\.process\\.test\\.ts$",
  engine: "/test/engine/.*\\.test\\.ts$|\\.(?:server|types)\\.test\\.ts$",
};

/** Starts no process: `test/tiers/no-processes.ts` sees to that. */
const inProcess = {
  testEnvironment: "<rootDir>/test/tiers/unit-environment.cjs",
  setupFiles: ["<rootDir>/test/tiers/no-processes.ts"],
};

/** The tiers as projects of Jest, the fastest first. A tier is the projects whose names begin with it. */
exports.tiers = [
  { displayName: "unit", testRegex: "\\.test\\.ts$", testPathIgnorePatterns: Object.values(needs), ...inProcess },
  {
    displayName: "engine in process",
    testRegex: needs.engine,
    testPathIgnorePatterns: [needs.processes],
    ...inProcess,
  },
  { displayName: "engine", testRegex: needs.processes },
  { displayName: "windows", testRegex: needs.windows },
  { displayName: "e2e", testRegex: needs.e2e },
];
