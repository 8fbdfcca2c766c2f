// Prints the folders that hold programs of tools/pulumi-cli/, a line each, and nothing else, on stdout:
// node scripts/go-tool.mjs [name …]; without a name all of them.
import "./lib/check-node.mjs";
import { findGoTool } from "./lib/find-go-tool.mjs";
import { goTools } from "./lib/go-tools.mjs";
import { withPulumi } from "./lib/with-pulumi.mjs";

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(goTools);

for (const name of names) {
  if (process.exitCode) break;
  await withPulumi(
    (folder) => process.stdout.write(`${folder}\n`),
    (context) => findGoTool(name, context),
  );
}
