// Prints the folder that holds the Pulumi CLI, or those of the named programs of go-tools.mts, a line each, and nothing else on
// stdout: npm run -s pulumi-cli [-- name …|--all]. How they are found: README.md.
import { readCall } from "../read-call.mts";
import { withFound } from "./context.mts";
import { findGoTool } from "./find-go-tool.mts";
import { findPulumi } from "./find-pulumi.mts";
import { goTools } from "./go-tools.mts";

const usage = "npm run -s pulumi-cli [-- name … | --all]";
const { values, positionals: named } = readCall(usage, { all: { type: "boolean", default: false } }, Infinity);
const names = values.all ? ["pulumi", ...Object.keys(goTools)] : named.length > 0 ? named : ["pulumi"];

for (const name of names) {
  if (process.exitCode) break;
  await withFound(
    (context) => (name === "pulumi" ? findPulumi(context) : findGoTool(name, context)),
    (folder) => process.stdout.write(`${folder}\n`),
  );
}
