const { projects } = require("../../jest.config.js");
const [unit, engine] = ["unit", "engine in process"].map((name) =>
  projects.find(({ displayName }) => displayName === name),
);

/** @type {import("jest").Config} */
module.exports = {
  ...unit,
  // With the tests of the engine that start no process.
  testPathIgnorePatterns: unit.testPathIgnorePatterns.filter((pattern) => pattern !== engine.testRegex),
  // Stryker wraps the environment, which it finds by its path only.
  testEnvironment: require.resolve("../tiers/unit-environment.cjs"),
  testRunner: require.resolve("./jest-circus-until-failed.cjs"),
  testSequencer: require.resolve("./reaching-tests.cjs"),
};
