// The project's engine in a process of its own: node bench/peers/engine.mjs applicationHost.config pools.json. Brings the
// pools to what the file says and prints how many seconds that took, from the declared settings to the last look.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { applyRequests, checkPool, connect, desiredOf } = createRequire(import.meta.url)(
  "../../dist/provider/engine/index.js",
);

const [, , configFile, poolsFile] = process.argv;
const pools = Object.entries(JSON.parse(readFileSync(poolsFile, "utf8")));
const transport = connect({ configFile });
const start = process.hrtime.bigint();
const requests = pools.map(([name, input]) => {
  const { pool, faults } = checkPool({ ...input, name }, { kind: "pool" });
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return { kind: "ensure", desired: desiredOf({ pool: name }, pool) };
});
const outcomes = await applyRequests(transport, requests);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
for (const outcome of outcomes) if (!outcome.ok) throw outcome.error;
process.stdout.write(String(seconds));
