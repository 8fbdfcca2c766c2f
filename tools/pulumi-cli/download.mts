// Place 4: the official download, by Pulumi's Automation API, which fetches and runs Pulumi's install script.
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Making } from "./cache.mts";
import { run } from "./run.mts";

/** In a process of its own, which can be ended. It installs the version of its SDK. */
const install = `require("@pulumi/pulumi/automation").PulumiCommand.install({ root: process.argv[1] }).catch((error) => {
  console.error(error.stderr || error.message);
  process.exitCode = 1;
});`;

/**
 * Downloads the CLI with its language hosts. The install script's results and temporary files stay in the temporary folder; the user's
 * own Pulumi home is not used.
 *
 * @throws with what the Automation API or the install script says. Without a network that takes about 10 s.
 */
export async function downloadCli({ root, env, version, temporary, target, say, signal }: Making): Promise<void> {
  const scratch = join(temporary, "download");
  const folder = join(temporary, "pulumi");
  for (const one of [scratch, folder]) mkdirSync(one);
  say(`downloading Pulumi ${version} from https://get.pulumi.com`);
  const own = { PULUMI_HOME: join(temporary, "home"), TMPDIR: scratch, TMP: scratch, TEMP: scratch };
  // Node's fetch heeds HTTPS_PROXY only when asked to.
  const environment = { ...env, ...own, NODE_USE_ENV_PROXY: env["NODE_USE_ENV_PROXY"] ?? "1" };
  const started = Date.now();
  const seconds = (): number => Math.round((Date.now() - started) / 1000);
  const progress = setInterval(() => {
    say(`downloading: ${seconds()} s`);
  }, 10_000);
  try {
    const options = { cwd: root, env: environment, signal, withinMs: 20 * 60_000 };
    const { exitCode, lines } = await run(process.execPath, ["-e", install, folder], options);
    const reason = lines.filter((line) => line.trim() !== "").at(-1) ?? `exit code ${exitCode}`;
    if (exitCode !== 0) throw new Error(`from https://get.pulumi.com: ${reason}`);
    renameSync(join(folder, "bin"), target);
  } finally {
    clearInterval(progress);
  }
}
