import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appcmd, expect, iispools, testPrefix } from "./machine.mts";

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

/** The server's pools in a file, one more there and then on the server: apply in one commit, nothing to do, drift, repair, recycle. */
export function story(): void {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-story-"));
  const pools = join(folder, "pools.yaml");
  const run = (exitCode: number, ...args: readonly string[]): void => {
    const result = iispools(folder, ...args);
    expect(result.exitCode === exitCode, `iispools ${args.join(" ")} to exit with ${exitCode}`, result);
  };
  const named = `/apppool.name:${pool.replaceAll("%", "%25")}`;
  try {
    run(0, "import", "--out", pools);
    run(0, "plan", "--detailed-exitcode");
    const imported = readFileSync(pools, "utf8");
    writeFileSync(
      pools,
      imported.replace(/^pools:\n/m, (line) => line + declared),
    );
    run(2, "plan", "--detailed-exitcode");
    run(0, "apply", "--yes");
    run(0, "plan", "--detailed-exitcode");
    const { stdout } = appcmd("list", "apppool", named, "/config:*");
    for (const part of ['queueLength="2000"', 'privateMemory="1572864"', 'value="15:30:00"'])
      expect(stdout.includes(part), `${part} on the server`, { stdout });
    expect(appcmd("set", "apppool", named, "/queueLength:3000").exitCode === 0, "appcmd to change the pool");
    run(2, "drift");
    run(0, "apply", "--yes");
    run(0, "drift");
    run(0, "recycle", pool);
  } finally {
    appcmd("delete", "apppool", named);
    rmSync(folder, { recursive: true, force: true });
  }
}
