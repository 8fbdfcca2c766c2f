// Which Go a go.mod needs, and whether the machine's Go can serve.
import type { Context } from "./context.mts";
import { findOnPath } from "./programs.mts";
import { run } from "./run.mts";

/** The `go` line of a go.mod's text, for example "1.25.11". */
export function goLine(goMod: string): string {
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? "0";
}

/** The version that a go.mod's text requires of a module, for example "v3.259.0". */
export function requiredVersion(goMod: string, module: string): string | undefined {
  const requirements = goMod.split("\n").map((line) =>
    line
      .trim()
      .replace(/^require /, "")
      .split(" "),
  );
  return requirements.find(([name]) => name === module)?.[1];
}

/**
 * Why a Go cannot build a module, if it cannot. Since 1.21 Go fetches a newer toolchain by itself, unless GOTOOLCHAIN forbids it.
 *
 * @param found what `go env GOVERSION` and `go env GOTOOLCHAIN` print
 */
export function whyGoCannotServe(found: { version: string; toolchain: string }, needed: string): string | undefined {
  const has = found.version.replace(/^go/, "");
  const fetches = isAtLeast(has, "1.21") && /(^|\+)(auto|path)$/.test(found.toolchain);
  if (isAtLeast(has, needed) || fetches) return undefined;
  return `Go ${has} is older than ${needed} (GOTOOLCHAIN=${found.toolchain || "unknown"})`;
}

/** A pre-release ("1.26rc1") counts as its release. */
function isAtLeast(version: string, wanted: string): boolean {
  const numeric = (text: string): string => /^\d+(\.\d+)*/.exec(text)?.[0] ?? "0";
  return numeric(version).localeCompare(numeric(wanted), "en", { numeric: true }) >= 0;
}

/** The `go` on PATH. @throws if there is none, or one that cannot build a module with this go.mod */
export async function usableGo(goMod: string, { env, platform, signal }: Context): Promise<string> {
  const go = findOnPath(env, platform === "win32" ? "go.exe" : "go");
  if (go === undefined) throw new Error("there is no go on PATH");
  const ask = async (name: string, more: NodeJS.ProcessEnv): Promise<string> => {
    const { exitCode, stdout, lines } = await run(go, ["env", name], {
      env: { ...env, ...more },
      withinMs: 60_000,
      signal,
    });
    if (exitCode !== 0) throw new Error(`${go} env failed:\n${lines.join("\n")}`);
    return stdout.join("").trim();
  };
  // With the local toolchain, else asking alone could start a download.
  const version = await ask("GOVERSION", { GOTOOLCHAIN: "local" });
  const reason = whyGoCannotServe({ version, toolchain: await ask("GOTOOLCHAIN", {}) }, goLine(goMod));
  if (reason !== undefined) throw new Error(`${go}: ${reason}`);
  return go;
}
