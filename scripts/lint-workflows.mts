// Checks the workflows of GitHub with actionlint, those of the project and those of examples/: npm run workflows. actionlint is built
// from its Go module once (tools/pulumi-cli/README.md), and does not ask other linters that a machine may have.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { findGoTool } from "../tools/pulumi-cli/find-go-tool.mts";
import { withFound } from "../tools/pulumi-cli/context.mts";
import { readCall } from "../tools/read-call.mts";

readCall("npm run workflows", {});

const files = globSync([".github/workflows/*.yml", "examples/*/github-*.yml"]).sort();

await withFound(
  (context) => findGoTool("actionlint", context),
  (folder) => {
    const words = ["-config-file", ".github/actionlint.yaml", "-shellcheck=", "-pyflakes=", ...files];
    const { status, error } = spawnSync(join(folder, "actionlint"), words, { stdio: "inherit" });
    if (error !== undefined) throw error;
    process.exitCode = status ?? 1;
  },
);
