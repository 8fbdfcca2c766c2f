import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cliFolder, compiledFolder, repository } from "../../../tools/workspace/places.mts";
import { killIn } from "../../../tools/workspace/processes.mts";
import { copyExample, type Example } from "../examples";

/** An example in which `pulumi` is the real CLI. Its state and settings are in the home of the example. */
export async function copyPulumiExample(...names: readonly string[]): Promise<Example> {
  const example = copyExample(...names);
  const modules = realpathSync(join(example.folder, "node_modules"));
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  const sdk = join(modules, "@pulumi/pulumi");
  try {
    symlinkSync(join(repository, "node_modules/@pulumi/pulumi"), sdk);
  } catch {
    // Another example of this file has it already.
  }
  const cli = await cliFolder();
  const env = {
    PULUMI_HOME: join(dirname(example.folder), "pulumi-home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NO_COLOR: "1",
    NODE_COMPILE_CACHE: compiledFolder,
  };
  return {
    folder: example.folder,
    run: (script, more = {}) => example.run(`export PATH="$PATH${delimiter}${cli}"\n${script}`, { ...env, ...more }),
    dispose: example.dispose,
  };
}

/** Ends what the engine has left in the example's folder, and removes it. */
export async function disposePulumiExample(example: Example): Promise<void> {
  await killIn(example.folder);
  example.dispose();
}
