import { Argument, type Command } from "commander";
import { type ExitCode, exitCodes } from "../outcome";
import type { Io } from "../io";
import { limitedTo } from "../option-values";

const details = `
Editors with the YAML language server complete and check pool files by it; the first line of a file names it:
  # yaml-language-server: $schema=./pools.schema.json

Examples:
  iispools schema > pools.schema.json
  iispools schema saved-plan > saved-plan.schema.json

Exit codes: 0 done.`;

/** The documents that have a JSON Schema. */
const documents = ["pool-file", "saved-plan"] as const;

/** `iispools schema [DOCUMENT]`: the JSON Schema of pool files, or of saved plans. `end` gets the exit code. */
export function addSchema(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command("schema")
    .description("Print the JSON Schema of pool files or saved plans")
    .addArgument(limitedTo(documents, new Argument("[document]", "the document").default("pool-file")))
    .addHelpText("after", details)
    .action((document: (typeof documents)[number]) => {
      io.stdout.write(`${JSON.stringify(schemaOf(document), undefined, 2)}\n`);
      end(exitCodes.ok);
    });
}

function schemaOf(document: (typeof documents)[number]): object {
  if (document === "saved-plan") {
    const { savedPlanJsonSchema } = require("../../plan/saved/schema") as typeof import("../../plan/saved/schema");
    return savedPlanJsonSchema();
  }
  const { poolFileJsonSchema } =
    require("../../pool-file/schema/pool-file") as typeof import("../../pool-file/schema/pool-file");
  return poolFileJsonSchema();
}
