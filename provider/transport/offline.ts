import { existsSync, realpathSync } from "node:fs";
import { basename, resolve } from "node:path";
import { isShortage } from "../crash";
import { IisError } from "../errors";
import { fileProblem } from "../read-file";
import { outputDecoder } from "./decode-output";
import { commandTimeoutMs, processLimit } from "./local";
import { packageProgram } from "../package-root";
import { runProcess } from "./process";
import type { Transport } from "./transport";

/**
 * The appcmd emulator of this package on an `applicationHost.config`.
 *
 * @param configFile absolute, or relative to `folder`
 * @param codePage of the emulator's output if it is configured not to print UTF-8
 * @throws IisError `NO_APPCMD` if the file does not exist or is not a regular file
 */
export function offlineTransport(configFile: string, folder: string, codePage?: number): Transport {
  const file = resolve(folder, configFile);
  const problem = existsSync(file) ? fileProblem(file) : "";
  if (problem !== undefined) {
    const why = problem === "" ? "" : `: it ${problem}`;
    throw new IisError("NO_APPCMD", {
      path: "connection.configFile",
      problem: `there is no file ${file}${why}`,
      hint: "Copy a server's applicationHost.config to that path",
    });
  }
  const emulator = packageProgram("appcmd-emulator");
  const host = basename(file);
  const decode = outputDecoder(host, () => Promise.resolve(codePage));
  return {
    host,
    reach: "file",
    key: `file:${realpathSync(file)}`,
    maxCommandLength: processLimit,
    async exec(argumentsOfCommand, signal, end) {
      try {
        return await runProcess({
          file: emulator.file,
          arguments: [...emulator.arguments, ...argumentsOfCommand],
          // Its warnings are not printed: its answers contain the same facts.
          env: { APPCMD_EMULATOR_CONFIG: file, APPCMD_EMULATOR_WARNINGS: "off" },
          timeoutMs: commandTimeoutMs,
          ...{ host, signal, end },
          decode,
        });
      } catch (cause) {
        if (cause instanceof IisError || isShortage(cause)) throw cause;
        // Not the configuration is missing, but this program: an upgrade replaced it while it ran.
        const problem = `cannot start ${emulator.file}: ${(cause as Error).message}`;
        throw new IisError("NO_APPCMD", { problem, hint: "Install this program again, and rerun the command", cause });
      }
    },
  };
}
