import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Call, type OfflineHost, offlineHost } from "../engine/offline-host";
import type { Given } from "./cases";
import { configOf } from "./given-config";

/** By these the emulator is told what to do; a host inside another must not lose those of the other. */
const variables = ["APPCMD_EMULATOR_LOG", "APPCMD_EMULATOR_FAULT", "APPCMD_EMULATOR_IIS"];

/** Runs work on a host that is as the case gives it, and takes the host away again. */
export async function onHost<T>(given: Given, work: (host: OfflineHost) => Promise<T>): Promise<T> {
  const around = variables.map((name) => [name, process.env[name]] as const);
  const host = offlineHost();
  try {
    writeFileSync(host.configFile, configOf(given));
    if (given.iis !== undefined) process.env["APPCMD_EMULATOR_IIS"] = given.iis;
    for (const [pool, state] of Object.entries(given.state ?? {})) {
      if (state === "Stopped") await appcmd(host, "stop", "apppool", `/apppool.name:${pool}`);
      else expect(state).toBe("Started");
    }
    host.takeCalls();
    return await work(host);
  } finally {
    host.dispose();
    for (const [name, value] of around) if (value !== undefined) process.env[name] = value;
  }
}

/** Calls the emulator itself, which must succeed. */
export async function appcmd(host: OfflineHost, ...argv: string[]): Promise<string> {
  const { exitCode, stdout } = await host.transport.exec(argv);
  expect({ argv, exitCode, stdout }).toMatchObject({ exitCode: 0 });
  return stdout;
}

/** Everything that a write could change: the bytes of the configuration, and what the service remembers. */
export function bytesOf(host: OfflineHost): string {
  const runtime = `${host.configFile}.runtime.json`;
  return host.config() + (existsSync(runtime) ? readFileSync(runtime, "utf8") : "");
}

/** Asserts that the calls only looked. */
export function expectOnlyReads(calls: readonly Call[]): void {
  expect(calls.filter(({ argv, commit }) => commit || argv[0] !== "list")).toEqual([]);
}

/** Lets the emulator fail as its faults say. */
export function fault(what: string): void {
  process.env["APPCMD_EMULATOR_FAULT"] = what;
}
