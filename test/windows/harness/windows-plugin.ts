import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { connectProvider, type ProviderServer } from "../../pulumi/provider-server";
import type { WindowsMachine } from "./machine";
import { wineEnvironment } from "./wine-environment";
import { windowsPath } from "./windows-path";

/**
 * Starts the provider plugin as a Windows process, and answers it when it has told its port. It ends with the machine.
 *
 * @param command what is started, as Windows sees it. `node` is on its PATH.
 * @param config of the provider.
 */
export async function startWindowsPlugin(
  machine: WindowsMachine,
  command: readonly string[],
  config: Record<string, unknown>,
): Promise<ProviderServer> {
  const prefix = machine.ownEnv["WINEPREFIX"] ?? "";
  const env = { ...wineEnvironment(prefix), ...machine.ownEnv, WINEPATH: windowsPath(dirname(machine.nodeExe)) };
  // A Windows program cannot write to a pipe of ours.
  const printed = join(mkdtempSync(join(dirname(machine.configFile), "plugin-")), "printed.txt");
  const output = openSync(printed, "w");
  const child = spawn("wine", command, { cwd: dirname(printed), env, stdio: ["ignore", output, output] });
  closeSync(output);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
  });
  const read = (): string => readFileSync(printed, "utf8");
  let port: string | undefined;
  while ((port = /^(\d+)\r?\n/.exec(read())?.[1]) === undefined) {
    if (child.exitCode !== null) throw new Error(`the plugin ended with ${child.exitCode}: ${read()}`);
    await wait(20);
  }
  return connectProvider(Number(port), config, {
    output: read,
    engineGone: () => Promise.reject(new Error("a Windows program has no pipe of ours")),
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  });
}
