// Prints the folder that holds the plugin of `@pulumi/command`, and nothing else, on stdout: tools/pulumi-cli/README.md.
import { findCommandPlugin } from "./lib/find-command-plugin.mjs";
import { withPulumi } from "./lib/with-pulumi.mjs";

await withPulumi((folder) => process.stdout.write(`${folder}\n`), findCommandPlugin);
