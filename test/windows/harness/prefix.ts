import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cachedFolder } from "./cache";
import { run } from "./run";
import { wineEnvironment } from "./wine-environment";

/** Raised when what {@link template} does changes. */
const edition = 1;

/** A fresh Windows, made once for each version of Wine. */
async function template(): Promise<string> {
  const version = (await run("wine", ["--version"])).trim().replace(/[^\w.-].*$/, "");
  return cachedFolder(`wine-prefix-${edition}/${version}`, async (folder) => {
    const env = wineEnvironment(folder);
    await run("wineboot", ["--init"], env);
    // Node refuses to start on the Windows 7 that Wine is by default.
    await run("wine", ["winecfg", "-v", "win10"], env);
    await endWine(folder);
  });
}

/**
 * A Windows of a suite's own at `folder`, which does not exist yet: half a second. Its programs are links into the
 * cache, so nothing of them may be changed.
 */
export async function makePrefix(folder: string): Promise<void> {
  const source = await template();
  try {
    await run("cp", ["-al", source, folder]);
  } catch {
    // The cache is on another disk.
    rmSync(folder, { recursive: true, force: true });
    await run("cp", ["-a", source, folder]);
  }
  // Wine writes through links into registry files.
  for (const file of readdirSync(source).filter((name) => name.endsWith(".reg"))) {
    rmSync(join(folder, file));
    copyFileSync(join(source, file), join(folder, file));
  }
  mkdirSync(join(folder, "drive_c/windows/system32/inetsrv"));
}

/** Ends everything that runs in a prefix, waits for the end, and removes what a copy of the prefix must not share. */
export async function endWine(prefix: string): Promise<void> {
  const env = wineEnvironment(prefix);
  // Fails where nothing runs.
  await run("wineserver", ["--kill"], env).catch(() => undefined);
  await run("wineserver", ["--wait"], env);
  // Debian's Wine writes down the name of the folder with the server's socket.
  const nameFile = join(prefix, "wineserver");
  const name = existsSync(nameFile) ? readFileSync(nameFile, "utf8") : "";
  if (/^wine-\w+$/.test(name)) rmSync(join(prefix, name), { recursive: true, force: true });
  rmSync(nameFile, { force: true });
}
