import type { Finding } from "../../engine/doctor/examine-host";
import type { DoctorReport } from "../../report/schema/live-reports";
import { choiceOption } from "../option-values";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The options of `doctor`. */
interface DoctorFlags {
  readonly write?: boolean;
  readonly configFile?: string;
  readonly format: "text" | "json";
}

/** `iispools doctor`: verifies on a host what this package assumes about appcmd. */
export const doctorVerb = defineVerb<[], DoctorFlags>({
  define: (command) =>
    command
      .option("--write", "also create, change and delete a pool zz-pulumi-iis-doctor")
      .option("--config-file <file>", "work offline on this applicationHost.config")
      .addOption(choiceOption("--format <format>", "format of the output", ["text", "json"])),
  examples: [
    ["iispools doctor", "reads only, and verifies few assumptions"],
    ["iispools doctor --write", "other pools are not changed"],
    ["iispools doctor --config-file applicationHost.config"],
  ],
  exits: "0 no difference, 1 error, 2 differences, 130 interrupted",
  run: async (_args, { write = false, configFile, format }, io) => {
    const { examineHost } = await import("../../engine/doctor/examine-host.ts");
    const { doctorPool } = await import("../../engine/doctor/bench.ts");
    const transport = io.connect(configFile === undefined ? undefined : { configFile });
    const { host } = transport;
    const commands = `appcmd delete apppool ${doctorPool}, appcmd delete backup ${doctorPool}`;
    const unfinished = `interrupted before everything was removed. If it still exists: ${commands}`;
    io.setFinalMessage(`${host}: ${write ? unfinished : "interrupted"}`);
    let findings: Finding[];
    try {
      findings = await examineHost(transport, { write, files: io.files, signal: io.signal });
    } catch (error) {
      if (!io.signal.aborted || error !== io.signal.reason) throw error;
      const result = write ? `the pool ${doctorPool} and all else that was created is removed` : "nothing was written";
      io.stderr.write(`${host}: interrupted; ${result}\n`);
      return exitCodes.interrupted;
    }
    io.stdout.write(format === "json" ? doctorJson(host, findings) : doctorText(host, findings));
    return findings.some(({ ok }) => ok === false) ? exitCodes.differs : exitCodes.ok;
  },
});

/** A table with one line for each assumption, and a line of counts. */
function doctorText(host: string, findings: readonly Finding[]): string {
  const rows = [
    ["assumption", "expected", "seen"] as const,
    ...findings.map((finding) => [finding.id, finding.expected, seenText(finding)] as const),
  ];
  const [first, second] = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map(
    ([id, expected, seen]) => `${id.padEnd(first ?? 0)}  ${expected.padEnd(second ?? 0)}  ${seen}`,
  );
  return `${[host, "", ...table, "", counts(findings)].join("\n")}\n`;
}

function seenText({ seen, ok, reason }: Finding): string {
  if (seen === null) return `(not verified: ${reason ?? ""})`;
  return ok === true ? seen : `${seen}  <- differs`;
}

function counts(findings: readonly Finding[]): string {
  const count = (ok: boolean | null): number => findings.filter((finding) => finding.ok === ok).length;
  return `${count(true)} as expected, ${count(false)} different, ${count(null)} not verified`;
}

function doctorJson(host: string, findings: readonly Finding[]): string {
  const assumptions = findings.map(({ id, expected, seen, ok, source, reason }) => ({
    ...{ id, expected, seen, ok, source },
    ...(reason !== undefined && { reason }),
  }));
  const document: DoctorReport = { schema: "iispools.doctor/1", host, assumptions };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
