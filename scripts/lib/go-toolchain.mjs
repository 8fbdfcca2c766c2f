// Whether the machine's Go can build the CLI.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * The `go` line of a go.mod.
 *
 * @param {string} goMod its text
 * @returns {string} for example "1.25.11"
 */
export function goLine(goMod) {
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? "0";
}

/**
 * The release that a go.mod asks for a module.
 *
 * @param {string} goMod its text
 * @param {string} module
 * @returns {string | undefined} for example "v3.259.0"
 */
export function requiredVersion(goMod, module) {
  const words = goMod.split("\n").map((line) =>
    line
      .trim()
      .replace(/^require /, "")
      .split(" "),
  );
  return words.find(([name]) => name === module)?.[1];
}

/**
 * Why a Go toolchain cannot serve, or undefined when it can.
 *
 * @param {{ version: string, toolchain: string }} found what `go env GOVERSION` and `go env GOTOOLCHAIN` say
 * @param {string} needed
 * @returns {string | undefined}
 */
export function whyGoCannotServe({ version, toolchain }, needed) {
  const has = version.replace(/^go/, "");
  if (compareVersions(has, needed) >= 0) return undefined;
  // Since 1.21 Go fetches a newer toolchain by itself, unless told to stay with the local one.
  const fetches = compareVersions(has, "1.21") >= 0 && /(^|\+)(auto|path)$/.test(toolchain);
  return fetches ? undefined : `Go ${has} is older than ${needed} (GOTOOLCHAIN=${toolchain || "unknown"})`;
}

/**
 * Orders two versions of Go; a pre-release ("1.26rc1") counts as its release.
 *
 * @param {string} left
 * @param {string} right
 */
export function compareVersions(left, right) {
  const [a, b] = [left, right].map((text) => (/^\d+(\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number));
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Asks the `go` at hand for its version and its rule about newer toolchains.
 *
 * @param {string} go path of the program
 * @param {NodeJS.ProcessEnv} env
 * @param {AbortSignal} [signal]
 */
export async function askGo(go, env, signal) {
  // Outside any module and with the local toolchain, else asking alone could start a download.
  const ask = async (name, more) => {
    const { stdout } = await promisify(execFile)(go, ["env", name], {
      env: { ...env, ...more },
      timeout: 60_000,
      signal,
    });
    return stdout.trim();
  };
  return { version: await ask("GOVERSION", { GOTOOLCHAIN: "local" }), toolchain: await ask("GOTOOLCHAIN", {}) };
}
