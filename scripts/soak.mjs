// Random histories of pools through the real engine, many of them, from another seed each time: npm run soak [-- seed].
import "./lib/check-node.mjs";
import { spawnSync } from "node:child_process";

const histories = process.env.HISTORIES ?? "300";
const seed = process.argv[2] ?? String(Date.now() % 2 ** 31);
process.stdout.write(`${histories} histories, seed ${seed}\n`);
const { status } = spawnSync(process.execPath, ["node_modules/jest/bin/jest.js", "test/e2e/histories.test.ts"], {
  stdio: "inherit",
  env: { ...process.env, HISTORIES: histories, HISTORIES_SEED: seed },
});
process.exitCode = status ?? 1;
