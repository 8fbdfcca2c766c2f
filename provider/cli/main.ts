import { Command, CommanderError } from "commander";
import { IisError } from "../errors";
import { addDoctor } from "./doctor";
import { type ExitCode, exitCodes, type Io } from "./io";

/**
 * Runs one call of `iispools`.
 *
 * @param argv what stands behind the program's name.
 * @throws only for faults of this package.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const program = new Command("iispools")
    .description("Application pools of IIS by appcmd")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  addDoctor(program, io, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    // Its message is written already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.error;
    if (!(error instanceof IisError)) throw error;
    const remedy = error.code === "NO_APPCMD" ? " For iispools: --config-file <file>." : "";
    io.stderr.write(`${error.message.replace(/\s*[\r\n]+\s*/g, " ")}${remedy}\n`);
    return exitCodes.error;
  }
}
