const { tiers } = require("./test/tiers/tiers.cjs");

/** @type {import("jest").Config} */
const each = {
  rootDir: __dirname,
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  transform: { "^.+\\.m?ts$": "<rootDir>/test/transform.cjs" },
  // The package's own name would otherwise resolve to this folder through node_modules/pulumi-iis.
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/node_modules/pulumi-iis"],
};

/** @type {import("jest").Config} */
module.exports = {
  // A limit for what hangs, never a judgement of speed: machines are slow and loaded. Jest ignores the limit of a project.
  testTimeout: 900_000,
  projects: tiers.map((tier) => ({ ...each, ...tier })),
  testSequencer: "<rootDir>/test/tiers/slowest-first.cjs",
  maxWorkers: 2,
};
