import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import * as z from "zod";
import { escapeValue } from "#dist/provider/appcmd/edit.js";
import { appcmd, expect, iispools } from "./machine.mts";
import { testPrefix } from "./pools.mts";

const pool = `${testPrefix} Größe (50%)`;
const declared = `  "${pool}":
    queueLength: 2000
    recycling:
      periodicRestart:
        privateMemory: 1.5GB
        schedule: ["03:00", "15:30"]
    failure:
      orphanActionParams: 'say "hi" & |<x>| ^%PATH%^ (100%)'
`;

/**
 * One pool from its file to the server and back: apply in one commit, nothing to do, import, drift, repair, recycle. Other pools of the
 * server are imported too, and not compared: an import has no passwords.
 */
export async function story(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-story-"));
  const run = async (exitCode: number, ...args: readonly string[]): Promise<void> => {
    const result = await iispools(folder, ...args);
    expect(result.exitCode === exitCode, `iispools ${args.join(" ")} to exit with ${exitCode}`, result);
  };
  // The backup of the whole run is enough: others would stay.
  const apply = (): Promise<void> => run(0, "apply", "--yes", "--no-backup");
  // Pools in no file are drift too, so the exit code alone says nothing of the pool.
  const drift = async (isChanged: boolean): Promise<void> => {
    const result = await iispools(folder, "drift");
    const isReport = result.exitCode === 2 || (result.exitCode === 0 && !isChanged);
    const isRight = isReport && result.stdout.includes("queueLength") === isChanged;
    expect(isRight, `iispools drift to report ${isChanged ? "the change" : "no change"} of queueLength`, result);
  };
  const named = `/apppool.name:${escapeValue(pool)}`;
  try {
    writeFileSync(join(folder, "pools.yaml"), `version: 1\npools:\n${declared}`);
    await run(2, "plan", "--detailed-exitcode");
    await apply();
    await run(0, "plan", "--detailed-exitcode");
    const { stdout } = await appcmd("list", "apppool", named, "/config:*");
    for (const part of ['queueLength="2000"', 'privateMemory="1572864"', 'value="15:30:00"'])
      expect(stdout.includes(part), `${part} on the server`, { stdout });
    await run(0, "import", "--out", join(folder, "imported.yaml"));
    writeFileSync(join(folder, "ours.yaml"), onlyOurs(readFileSync(join(folder, "imported.yaml"), "utf8")));
    await run(0, "plan", "--detailed-exitcode", "ours.yaml");
    const changed = await appcmd("set", "apppool", named, "/queueLength:3000");
    expect(changed.exitCode === 0, "appcmd to change the pool", changed);
    await drift(true);
    await apply();
    await run(0, "plan", "--detailed-exitcode");
    await drift(false);
    await run(0, "recycle", pool);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An imported pool file with one pool, and with the settings that all pools share. */
function onlyOurs(imported: string): string {
  const { defaults, pools } = z
    .object({ defaults: z.unknown().optional(), pools: z.record(z.string(), z.unknown()) })
    .parse(parse(imported));
  expect(pool in pools, "the imported file to have the pool");
  return stringify({ version: 1, ...(defaults !== undefined && { defaults }), pools: { [pool]: pools[pool] } });
}
