// The project's engine in a process of its own: node bench/peers/engine.mts applicationHost.config pools.json. Brings the
// pools to what the file says and prints how many seconds that took, from the declared settings to the last read.
import { readFileSync } from "node:fs";
import { applyRequests, checkPool, connect, type DeclaredValues, desiredOf } from "#dist/provider/engine/index.js";

const [, , configFile = "", poolsFile = ""] = process.argv;
const pools = Object.entries(JSON.parse(readFileSync(poolsFile, "utf8")) as Record<string, DeclaredValues>);
const transport = connect({ configFile });
const start = performance.now();
const requests = pools.map(([name, input]) => {
  const { pool, faults } = checkPool({ ...input, name }, { kind: "pool" });
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return { kind: "ensure" as const, desired: desiredOf({ pool: name }, pool) };
});
const outcomes = await applyRequests(transport, requests);
const seconds = (performance.now() - start) / 1000;
for (const outcome of outcomes) if (!outcome.ok) throw outcome.error;
process.stdout.write(String(seconds));
