import { printProblems } from "../outcome";
import { type ExitCode, exitCodeOf, exitCodes } from "../outcome";
import type { Io } from "../io";
import { lintDeclared } from "../lint-declared";
import { readFiles } from "../load-files";
import type { ValidateFlags } from "./validate";
import { writeOut } from "../write-out";

/** Carries out `iispools validate`. @throws Failure where there is no file */
export function runValidate(paths: readonly string[], flags: ValidateFlags, io: Io): ExitCode {
  const { files, faults } = readFiles(paths, io, "may be missing");
  const findings = lintDeclared(
    files,
    files.hosts.map(({ name }) => name),
  );
  printProblems(io, faults);
  // The text would only say once more what stderr says, or that nothing was found.
  const listed = flags.format === "text" ? [] : faults;
  const isEmpty = findings.length + listed.length === 0 && faults.length > 0;
  if (!isEmpty || flags.output !== undefined) writeOut({ kind: "lint", findings, faults: listed }, flags, io);
  return exitCodeOf(faults, findings.some(({ severity }) => severity === "error") ? exitCodes.error : exitCodes.ok);
}
