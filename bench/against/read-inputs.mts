// Large documents to be read, made of the pool file of the plan.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { desiredOf } from "#dist/provider/plan/change/desired.js";
import { writePlanFile } from "#dist/provider/plan/saved/plan-file.js";
import type { SavedChange } from "#dist/provider/plan/saved/schema.js";
import { loadPoolFiles } from "#dist/provider/pool-file/load/load-pool-files.js";
import { canonicalJson } from "#dist/provider/record.js";

/** Writes the pool file of a folder again with two faults in each pool, and as a saved plan that creates the pools. */
export function writeReadInputs(folder: string): void {
  const valid = readFileSync(join(folder, "pools.yaml"), "utf8");
  writeFileSync(
    join(folder, "faulty.yaml"),
    valid.replaceAll("pingInterval: 30s", "pingInterval: half a minute").replaceAll("requests:", "request:"),
  );
  writeFileSync(join(folder, "saved-plan.json"), savedPlan(folder));
}

/** The keys of its hosts are sorted: earlier versions took the digest over the text as written. */
function savedPlan(folder: string): string {
  const options = { cwd: folder, env: {}, secrets: "required", checkConnection: () => [] } as const;
  const { files } = loadPoolFiles(["pools.yaml"], options);
  const changes = files.pools.map((declared): SavedChange => {
    const target = { pool: declared.name };
    const desired = desiredOf(target, declared);
    const settings = Object.entries(desired.settings).map(([path, to]) => ({ path, from: undefined, to }));
    return { reason: "declared", change: { kind: "create", target, settings }, desired };
  });
  const text = writePlanFile({ hosts: [{ name: "web-01", connection: {}, changes }] }, () => undefined);
  const plan = JSON.parse(text) as { readonly hosts: unknown };
  return `${JSON.stringify({ ...plan, hosts: JSON.parse(canonicalJson(plan.hosts)) as unknown }, null, 2)}\n`;
}
