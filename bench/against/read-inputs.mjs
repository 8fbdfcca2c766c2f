// Large documents to be read, made of the pool file of the plan.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/** Writes the pool file of a folder again with two faults in each pool, and as a saved plan that creates the pools. */
export function writeReadInputs(folder, checkout) {
  const valid = readFileSync(join(folder, "pools.yaml"), "utf8");
  writeFileSync(
    join(folder, "faulty.yaml"),
    valid.replaceAll("pingInterval: 30s", "pingInterval: half a minute").replaceAll("requests:", "request:"),
  );
  writeFileSync(join(folder, "saved-plan.json"), savedPlan(folder, join(checkout, "dist/provider")));
}

/** The keys of its hosts are sorted: earlier versions took the digest over the text as it stands. */
function savedPlan(folder, dist) {
  const { loadPoolFiles } = require(join(dist, "pool-file/load/load-pool-files.js"));
  const { desiredOf } = require(join(dist, "plan/change/desired.js"));
  const { writePlanFile } = require(join(dist, "plan/saved/plan-file.js"));
  const { canonicalJson } = require(join(dist, "record.js"));
  const { files } = loadPoolFiles(["pools.yaml"], { cwd: folder, env: {}, secrets: "required" });
  const changes = files.pools.map((declared) => {
    const target = { pool: declared.name };
    const desired = desiredOf(target, declared);
    const settings = Object.entries(desired.settings).map(([path, to]) => ({ path, from: undefined, to }));
    return { reason: "declared", change: { kind: "create", target, settings }, desired };
  });
  const plan = JSON.parse(writePlanFile([{ name: "web-01", connection: {}, changes }], () => undefined));
  return `${JSON.stringify({ ...plan, hosts: JSON.parse(canonicalJson(plan.hosts)) }, null, 2)}\n`;
}
