// Prints the folder of the tests' virtual environment of Python, and nothing else, on stdout.
import "./lib/check-node.mjs";
import { findPython } from "./lib/find-python.mjs";
import { withPulumi } from "./lib/with-pulumi.mjs";

await withPulumi((folder) => process.stdout.write(`${folder}\n`), findPython);
