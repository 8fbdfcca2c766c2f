import { type Command, CommanderError } from "commander";
import { showStacks } from "../crash";
import { addApply } from "./verbs/apply";
import { addCompletion } from "./verbs/completion";
import { addDoctor } from "./verbs/doctor";
import { addDrift } from "./verbs/drift";
import { addExplain } from "./verbs/explain";
import { endWithFailure, Failure } from "./outcome";
import { addImport } from "./verbs/import";
import { type ExitCode, exitCodes } from "./outcome";
import type { Io, World } from "./io";
import { addLint } from "./verbs/lint";
import { addPlan } from "./verbs/plan";
import { addPs } from "./verbs/ps";
import { addRecycle } from "./verbs/recycle";
import { addSchema } from "./verbs/schema";
import { addStart } from "./verbs/start-pools";
import { addStop } from "./verbs/stop-pools";
import { addValidate } from "./verbs/validate";
import { describeOption, givenValues, isToRead } from "./option-values";
import { Verb } from "./verb";
import { visibleIo } from "./io";
import { packageVersion } from "../package-root";

/** The verbs in the order of `--help`; each loads what it works with only when it is called. */
const verbs = [
  addValidate,
  addPlan,
  addApply,
  addDrift,
  addPs,
  addRecycle,
  addStart,
  addStop,
  addImport,
  addLint,
  addExplain,
  addSchema,
  addDoctor,
  addCompletion,
];

/** The program with all its verbs; `end` gets the exit code of the one that is called. */
export function makeProgram(io: Io, end: (code: ExitCode) => void): Command {
  const program = new Verb("iispools")
    .description("Application pools of IIS by appcmd: YAML files that are reviewed, planned, applied and watched")
    .version(packageVersion())
    .option("--debug", "show the stack of an unexpected error (PULUMI_IIS_DEBUG=1)")
    .on("option:debug", showStacks)
    .exitOverride()
    .configureHelp({ optionDescription: describeOption, argumentDescription: describeOption })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Its errors are written as all others are.
      outputError: () => undefined,
    });
  for (const addVerb of verbs) addVerb(program, io, end);
  return program;
}

/**
 * Runs one call of `iispools`.
 *
 * @param argv what stands behind the program's name.
 */
export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  const io = visibleIo(world);
  let code: ExitCode = exitCodes.ok;
  const program = makeProgram(io, (ended) => {
    code = ended;
  });
  let format = formatIn(argv);
  program.hook("preAction", (_, verb) => {
    ({ format = format } = verb.opts<{ readonly format?: string }>());
    if (!givenValues(verb).some(isToRead)) return;
    const { readValues } = require("./read-options") as typeof import("./read-options");
    readValues(verb);
  });
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return endWithFailure(io, { format }, error);
    if (error.exitCode === 0) return exitCodes.ok;
    // Without a verb the help is written, and no more.
    if (error.code === "commander.help") return exitCodes.error;
    const message = error.message.replace(/^error: |\.$/g, "");
    return endWithFailure(io, { format }, new Failure([{ path: "", message }]));
  }
}

/** The format that a call asks for, also where its other options are not known. */
function formatIn(argv: readonly string[]): string {
  const words = argv.includes("--") ? argv.slice(0, argv.indexOf("--")) : argv;
  const option = "--format";
  const given = words.flatMap((word, at) =>
    word.startsWith(`${option}=`) ? [word.slice(option.length + 1)] : word === option ? (words[at + 1] ?? []) : [],
  );
  return given.at(-1) ?? "text";
}
