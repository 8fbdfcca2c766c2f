// The programs for machines without Node: their sizes, and how long they take to start, against the script of the npm package.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../tools/workspace/places.mts";
import { repeat, secondsOf, type Say } from "./lib/measure.mts";
import { medianOf } from "./lib/statistics.mts";

const script = join(repository, "dist/provider/cli/bin.js");

/** Says the sizes of the artifacts of all platforms, and the start of the one of this machine with and without compiled code. */
export async function programs(runs: number, say: Say): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bench-"));
  try {
    const pack = [join(repository, "scripts/package-exe.mts"), "--out", folder, "all"];
    execFileSync(process.execPath, pack, { cwd: repository, stdio: ["ignore", "ignore", "inherit"] });
    const artifacts = readdirSync(folder).filter((name) => name.startsWith("iispools"));
    for (const name of artifacts) say(`${name}: ${(statSync(join(folder, name)).size / 1e6).toFixed(1)} MB`);
    const own = artifacts.find((name) => name.includes(`${process.platform}-${process.arch}`)) ?? "";
    execFileSync("tar", ["-xzf", join(folder, own), "-C", folder]);
    const program = join(folder, "iispools");
    // A folder of its own for compiled code: the first start has none.
    const start = (file: string, args: readonly string[], cache: string) =>
      secondsOf(() => {
        const env = { ...process.env, XDG_CACHE_HOME: join(folder, cache) };
        return Promise.resolve(execFileSync(file, args, { env, stdio: "ignore" }));
      });
    for (const word of ["--version", "--help"]) {
      const rounds = await repeat(runs, async () => {
        for (const cache of ["program", "script"]) rmSync(join(folder, cache), { recursive: true, force: true });
        return {
          programFirst: await start(program, [word], "program"),
          scriptFirst: await start(process.execPath, [script, word], "script"),
          program: await start(program, [word], "program"),
          script: await start(process.execPath, [script, word], "script"),
        };
      });
      const first = medianOf(rounds, ({ programFirst, scriptFirst }) => programFirst / scriptFirst);
      const later = medianOf(rounds, (round) => round.program / round.script);
      say(
        `iispools ${word}, executable against script: first start ratio ${first.toFixed(2)}, later ${later.toFixed(2)}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
