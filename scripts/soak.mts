// Random histories of pools through the real engine, and random pool files and plans through schema and reader, many of them, from
// another seed each time: npm run soak [-- seed].
import { spawnSync } from "node:child_process";
import { readCall } from "../tools/read-call.mts";

const histories = process.env["HISTORIES"] ?? "300";
const [seed = String(Date.now() % 2 ** 31)] = readCall("npm run soak [-- seed]", {}, 1).positionals;
process.stdout.write(`${histories} histories, seed ${seed}\n`);
const tests = [
  "test/e2e/histories.test.ts",
  "test/pool-file/agreement.test.ts",
  "test/plan/plan-file-agreement.test.ts",
];
const { status } = spawnSync(process.execPath, ["node_modules/jest/bin/jest.js", ...tests], {
  stdio: "inherit",
  env: { ...process.env, HISTORIES: histories, HISTORIES_SEED: seed, AGREEMENT_RUNS: "20000", AGREEMENT_SEED: seed },
});
process.exitCode = status ?? 1;
