import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { constants, runInThisContext } from "node:vm";

/** Node's own `import()`: the one inside Jest's sandbox refuses ES modules unless a flag is set for every test. */
const nativeImport = runInThisContext("(url) => import(url)", {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}) as (url: string) => Promise<unknown>;

/** Loads a module of the repository by its path there. The caller names its type: `typeof import("…")`. */
export async function loadModule<Module>(path: string): Promise<Module> {
  const file = join(__dirname, "..", "..", path);
  return (await nativeImport(pathToFileURL(file).href)) as Module;
}
