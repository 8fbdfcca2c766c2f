// Prints the folder that holds the Pulumi CLI, and nothing else, on stdout. How it is found: tools/pulumi-cli/README.md.
import "./lib/check-node.mjs";
import { withPulumi } from "./lib/with-pulumi.mjs";

await withPulumi((folder) => process.stdout.write(`${folder}\n`));
