// The environment of the tier unit: while a test file runs, nothing in this process starts another one, neither the file
// itself nor what it has Node import. test/tiers/no-processes.ts then gives the file an emulator in this process.
const childProcess = require("node:child_process");
const { syncBuiltinESMExports } = require("node:module");
const { TestEnvironment } = require("jest-environment-node");

const starters = ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"];

function refuse() {
  throw new Error("a unit test starts no process; a file that needs one is called *.process.test.ts");
}

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.real = starters.map((name) => [name, childProcess[name]]);
    for (const name of starters) childProcess[name] = refuse;
    syncBuiltinESMExports();
  }

  async teardown() {
    Object.assign(childProcess, Object.fromEntries(this.real));
    syncBuiltinESMExports();
    await super.teardown();
  }
};
