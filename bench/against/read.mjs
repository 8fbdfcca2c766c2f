// Reads one document with the modules of a checkout: node bench/against/read.mjs <checkout> files|plan <file>
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** What reads each kind of document, and what must be true of that. */
const readers = {
  /** Pool files. Returns how many pools and how many faults they have. */
  files(dist, file) {
    const { loadPoolFiles } = require(join(dist, "model/load-pool-files.js"));
    const options = { cwd: process.cwd(), env: {}, secrets: "required", checkConnection: () => [] };
    const { files, faults } = loadPoolFiles([file], options);
    return { pools: files.pools.length, faults: faults.length };
  },
  /** A saved plan. Returns how many changes it has. */
  plan(dist, file) {
    const { readPlanFile } = require(join(dist, "plan/plan-file.js"));
    const [host] = readPlanFile(readFileSync(file, "utf8"), { file, env: {}, checkConnection: () => [] });
    return { changes: host.changes.length };
  },
};

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [, , checkout, kind, file] = argv;
  const found = readers[kind](join(checkout, "dist/provider"), file);
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
