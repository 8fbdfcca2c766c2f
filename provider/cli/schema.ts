import type { Command } from "commander";
import { type ExitCode, exitCodes, type Io } from "./io";

const details = `
Editors with the YAML language server complete and check pool files by it; the first line of a file names it:
  # yaml-language-server: $schema=./pools.schema.json

Examples:
  iispools schema > pools.schema.json

Exit codes: 0 done.`;

/** `iispools schema`: the JSON Schema of pool files. `end` gets the exit code. */
export function addSchema(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command("schema")
    .description("Print the JSON Schema of pool files")
    .addHelpText("after", details)
    .action(() => {
      const { poolFileJsonSchema } = require("../model/pool-file-schema") as typeof import("../model/pool-file-schema");
      io.stdout.write(`${JSON.stringify(poolFileJsonSchema(), undefined, 2)}\n`);
      end(exitCodes.ok);
    });
}
