import { spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setTimeout as after } from "node:timers/promises";
import { processesIn } from "../../tools/workspace/processes.mts";

const onLinux = process.platform === "linux" ? it : it.skip;

onLinux("the load of a benchmark ends when the benchmark is killed", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-iis-load-")));
  const program = `
    import { underLoad } from ${JSON.stringify(pathToFileURL(join(__dirname, "../../bench/busy.mts")).href)};
    await underLoad(() => new Promise(() => setInterval(() => undefined, 1000)));`;
  const bench = spawn(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise((resolve) => bench.once("exit", resolve));
  // Eight loops and the one that writes to the disk.
  while (processesIn(folder).length < 9) {
    expect(bench.exitCode).toBeNull();
    await after(20);
  }
  bench.kill("SIGKILL");
  await ended;
  while (processesIn(folder).length > 0) await after(20);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});
