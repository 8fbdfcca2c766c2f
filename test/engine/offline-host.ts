import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { offlineTransport } from "../../provider/transport/offline";
import type { Transport } from "../../provider/transport/transport";

/** One call of the emulator as it logs it. */
export interface Call {
  readonly argv: readonly string[];
  readonly exitCode: number;
  readonly commit: boolean;
}

/** A copy of the sample server with the real transport to the real emulator. */
export interface OfflineHost {
  readonly transport: Transport;
  readonly configFile: string;
  config(): string;
  /** What was called since the last time, as words: `list apppool`. */
  takeCalls(): Call[];
  dispose(): void;
}

/** The project's own sample of a server. */
export const sampleConfig = join(__dirname, "../../examples/basic/applicationHost.config");

/** A host of its own for a test. The environment variables reach the emulator. */
export function offlineHost(source = sampleConfig): OfflineHost {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-engine-"));
  const configFile = join(folder, "applicationHost.config");
  const log = join(folder, "calls.jsonl");
  copyFileSync(source, configFile);
  process.env["APPCMD_EMULATOR_LOG"] = log;
  return {
    transport: offlineTransport(configFile, folder),
    configFile,
    config: () => readFileSync(configFile, "utf8"),
    takeCalls() {
      if (!existsSync(log)) return [];
      const lines = readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line !== "");
      rmSync(log);
      return lines.map((line) => JSON.parse(line) as Call);
    },
    dispose() {
      delete process.env["APPCMD_EMULATOR_LOG"];
      delete process.env["APPCMD_EMULATOR_FAULT"];
      delete process.env["APPCMD_EMULATOR_IIS"];
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The calls in words: `list apppool`, `set config` … */
export function verbs(calls: readonly Call[]): string[] {
  return calls.map(({ argv }) => `${argv[0] ?? ""} ${argv[1] ?? ""}`);
}
