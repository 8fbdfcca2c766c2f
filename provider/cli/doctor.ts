import { type Command, Option } from "commander";
import { examineHost, type Finding } from "../engine/doctor/examine-host";
import { doctorText } from "./doctor-text";
import { type ExitCode, exitCodes, type Io } from "./io";

interface Options {
  readonly write?: boolean;
  readonly configFile?: string;
  readonly format: "text" | "json";
}

const details = `
Without --write everything is only read, and few assumptions are settled. With it, a stopped pool
zz-pulumi-iis-doctor is made, changed, started and removed again, and a backup of the same name;
other pools are not touched. Configuration files with faults, and such whose applicationPoolDefaults
matter, are temporary files that no server uses. Two assumptions cannot be settled safely:
changed-on-disk (a race of two writers) and input-after-error (needs standard input).

Exit codes: 0 everything that could be settled is as expected, 1 error, 2 something differs.`;

/** `iispools doctor`: settles on a host what this package assumes of appcmd. `end` gets the exit code. */
export function addDoctor(program: Command, io: Io, end: (code: ExitCode) => void): void {
  program
    .command("doctor")
    .description("Check on a server what this package assumes of its appcmd")
    .option("--write", "also make, change and remove a pool zz-pulumi-iis-doctor")
    .option("--config-file <file>", "work offline on an applicationHost.config, with the emulator")
    .addOption(new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"))
    .addHelpText("after", details)
    .action(async (options: Options) => {
      end(await doctor(options, io));
    });
}

async function doctor({ write = false, configFile, format }: Options, io: Io): Promise<ExitCode> {
  const transport = io.connect(configFile === undefined ? undefined : { configFile });
  const findings = await examineHost(transport, { write, files: io.files });
  io.stdout.write(format === "json" ? doctorJson(transport.host, findings) : doctorText(transport.host, findings));
  return findings.some(({ ok }) => ok === false) ? exitCodes.differs : exitCodes.ok;
}

function doctorJson(host: string, findings: readonly Finding[]): string {
  const assumptions = findings.map(({ id, expected, seen, ok, source, reason }) => ({
    ...{ id, expected, seen, ok, source },
    ...(reason !== undefined && { reason }),
  }));
  return `${JSON.stringify({ schema: "iispools.doctor/1", host, assumptions }, undefined, 2)}\n`;
}
