const { tiers } = require("./test/tiers/tiers.cjs");

/** @type {import("jest").Config} */
const each = {
  rootDir: __dirname,
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  transform: {
    "^.+\\.ts$": [
      "ts-jest",
      {
        diagnostics: false,
        // Jest's modules are CommonJS: import() is require there.
        tsconfig: {
          ...require("./tsconfig.json").compilerOptions,
          ...{ module: "commonjs", rewriteRelativeImportExtensions: false, noEmit: false },
        },
      },
    ],
    "^.+\\.mts$": "<rootDir>/test/transform-mts.cjs",
  },
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
