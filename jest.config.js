const { tiers } = require("./test/tiers/tiers.cjs");

/** @type {import("jest").Config} */
const each = {
  rootDir: __dirname,
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  transform: { "^.+\\.m?ts$": "<rootDir>/test/transform.cjs" },
  // The package's own name would otherwise resolve to this folder through node_modules/pulumi-iis.
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/node_modules/pulumi-iis"],
  // A module has them at hand: V8 looks up a global of a test file's context slowly. None that a test replaces, and none that a package
  // declares anew.
  sandboxInjectedGlobals: [
    "Array",
    "Error",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "WeakMap",
  ],
};

/** @type {import("jest").Config} */
module.exports = {
  // A limit for what hangs, never a judgement of speed: machines are slow and loaded. Jest ignores the limit of a project.
  testTimeout: 900_000,
  projects: tiers.map((tier) => ({ ...each, ...tier })),
  testSequencer: "<rootDir>/test/tiers/slowest-first.cjs",
  maxWorkers: 2,
};
