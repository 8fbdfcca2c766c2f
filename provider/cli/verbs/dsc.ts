import type { OperationResult, Server } from "../../dsc/operations";
import type { Instance } from "../../dsc/read-instance";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { type ExitCode, exitCodes } from "../outcome";
import { defineGroup, defineVerb, type Verb } from "../verb";

const exits = "0 done, 1 error, 130 interrupted";
const input = "< instance.json";

/** What a verb does with an instance. @param host the same server, for writes */
type Work = (instance: Instance, server: Server, host: ChosenHost) => Promise<OperationResult>;

const getVerb = defineVerb<[], object>({
  define: () => undefined,
  examples: [[`iispools dsc get ${input}`], ["iispools dsc get < instance.json > actual.json"]],
  exits,
  run: async (_args, _flags, io) => {
    const { getInstance } = await import("../../dsc/operations.ts");
    return onInstance(io, getInstance);
  },
});

const testVerb = defineVerb<[], object>({
  define: () => undefined,
  examples: [[`iispools dsc test ${input}`], ["iispools dsc test < instance.json > result.jsonl"]],
  exits,
  run: async (_args, _flags, io) => {
    const { testInstance } = await import("../../dsc/operations.ts");
    return onInstance(io, testInstance);
  },
});

const setVerb = defineVerb<[], { readonly whatIf?: boolean }>({
  define: (command) => command.option("--what-if", "report what would change, and write nothing"),
  examples: [[`iispools dsc set ${input}`], [`iispools dsc set --what-if ${input}`]],
  exits,
  run: async (_args, { whatIf: isWhatIf = false }, io) => {
    const { setInstance, whatIf } = await import("../../dsc/set-instance.ts");
    if (isWhatIf) return onInstance(io, whatIf);
    return onInstance(io, async (instance, server, { connect, connection }) => {
      const { refuseWritingCall } = await import("../read-only-runs.ts");
      const { restoreCommand } = await import("../../connection/connection.ts");
      refuseWritingCall("dsc set", io);
      io.setFinalMessage("interrupted while the server was being changed. To see what was done: iispools dsc test");
      const writing = { signal: io.signal, now: io.place.now(), restoreCommand: restoreCommand(connection) };
      return setInstance(instance, server, { ...writing, transport: connect() });
    });
  },
});

const exportVerb = defineVerb<[], object>({
  define: () => undefined,
  examples: [
    ["iispools dsc export", "all pools of this machine"],
    [`iispools dsc export ${input}`, "only these pools"],
  ],
  exits,
  run: async (_args, _flags, io) => {
    const { exportInstance } = await import("../../dsc/operations.ts");
    return onInstance(io, exportInstance, '{ "pools": [] }');
  },
});

const schemaVerb = defineVerb<[], object>({
  define: () => undefined,
  examples: [["iispools dsc schema"], ["iispools dsc schema > instance.schema.json"]],
  exits: "0 done",
  run: async (_args, _flags, io) => {
    const { instanceJsonSchema } = await import("../../dsc/instance-schema.ts");
    io.stdout.write(`${JSON.stringify(instanceJsonSchema(), undefined, 2)}\n`);
    return exitCodes.ok;
  },
});

/** The options of `dsc manifest`. */
interface ManifestFlags {
  readonly executable?: string;
  readonly output?: string;
}

const manifestVerb = defineVerb<[], ManifestFlags>({
  define: (command) =>
    command
      .option("--executable <file>", "the program iispools, as dsc starts it (default: its name)")
      .option("--output <file>", "write to a file"),
  examples: [
    ["iispools dsc manifest", "for an iispools on the PATH"],
    ["iispools dsc manifest --output iispools.dsc.resource.json"],
  ],
  exits: "0 done, 1 error",
  run: async (_args, { executable, output }, io) => {
    const { manifestText } = await import("../../dsc/manifest.ts");
    const { programOnPath } = await import("../../package-root.ts");
    const text = manifestText(executable ?? programOnPath("iispools"));
    if (output === undefined) io.stdout.write(text);
    else (await import("../save-file.ts")).saveFile(output, text, { option: "--output" }, io);
    return exitCodes.ok;
  },
});

const verbs: readonly (readonly [name: string, summary: string, verb: Verb])[] = [
  ["get", "Print the actual values of the pools of an instance", getVerb],
  ["test", "Print the actual values and the properties that differ", testVerb],
  ["set", "Change the server to match the instance", setVerb],
  ["export", "Print all pools of a server as an instance", exportVerb],
  ["schema", "Print the JSON Schema of instances", schemaVerb],
  ["manifest", "Print the manifest with which dsc finds the resource", manifestVerb],
];

/** `iispools dsc`: the resource `PulumiIis/AppPoolList` of Microsoft DSC. */
export const dscVerb = defineGroup({
  verbs: verbs.map(([name, summary, verb]) => ({ name, summary, verb })),
  examples: [["iispools dsc manifest --output iispools.dsc.resource.json"], ["iispools dsc test < instance.json"]],
  exits,
});

/**
 * Reads the instance from stdin, prints the lines of the result to stdout, and messages to stderr as `dsc` reads them: a JSON object
 * on each line, with `error`, `warn` or `info`.
 *
 * @param whenEmpty the instance if stdin is empty. Default: an empty stdin is an error
 */
async function onInstance(io: Io, work: Work, whenEmpty = ""): Promise<ExitCode> {
  const { Failure } = await import("../failure.ts");
  const { exitCodeOf } = await import("../outcome.ts");
  const trace = (level: "error" | "warn" | "info", message: string): void => {
    io.stderr.write(`${JSON.stringify({ [level]: message })}\n`);
  };
  try {
    const { readInstance } = await import("../../dsc/read-instance.ts");
    const text = (await io.readInput?.()) ?? "";
    const read = readInstance(text.trim() === "" ? whenEmpty : text);
    if ("faults" in read) throw new Failure(read.faults);
    const { instance } = read;
    const { hostAt } = await import("../hosts.ts");
    const warn: Io["stderr"] = {
      write: (line) => {
        trace("warn", line.trim().replace(/^warning: /, ""));
      },
    };
    const name = instance.connection.host ?? "local";
    const host = hostAt(name, instance.connection, { ...io, stderr: warn });
    const result = await work(instance, { host: name, transport: host.connectToRead(), trace }, host);
    if ("problems" in result) throw new Failure(result.problems);
    for (const line of result.lines) io.stdout.write(`${JSON.stringify(line)}\n`);
    return exitCodes.ok;
  } catch (error) {
    const { hostError } = await import("../../crash.ts");
    const failure = error instanceof Failure ? error : new Failure([hostError(undefined, error)]);
    trace("error", failure.message);
    return exitCodeOf(failure.problems);
  }
}
