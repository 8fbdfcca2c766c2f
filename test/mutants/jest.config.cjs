const { projects } = require("../../jest.config.js");
const unit = projects.find(({ displayName }) => displayName === "unit");

/** @type {import("jest").Config} */
module.exports = {
  ...unit,
  // Stryker wraps the environment, which it finds by its path only.
  testEnvironment: require.resolve("../tiers/unit-environment.cjs"),
  testRunner: require.resolve("./jest-circus-until-failed.cjs"),
  testSequencer: require.resolve("./reaching-tests.cjs"),
};
