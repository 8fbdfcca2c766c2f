import { doctorPool } from "../../engine/doctor/bench";
import { examineHost, type Finding } from "../../engine/doctor/examine-host";
import type { DoctorReport } from "../../report/schema/live-reports";
import type { Io } from "../io";
import { type ExitCode, exitCodes } from "../outcome";
import type { DoctorFlags } from "./doctor";

/** The findings as a table for people: one line an assumption, and a line that counts. */
export function doctorText(host: string, findings: readonly Finding[]): string {
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
  if (seen === null) return `(not settled: ${reason ?? ""})`;
  return ok === true ? seen : `${seen}  <- differs`;
}

function counts(findings: readonly Finding[]): string {
  const count = (ok: boolean | null): number => findings.filter((finding) => finding.ok === ok).length;
  return `${count(true)} as expected, ${count(false)} different, ${count(null)} not settled`;
}

/** Carries out `iispools doctor`. @throws IisError */
export async function runDoctor({ write = false, configFile, format }: DoctorFlags, io: Io): Promise<ExitCode> {
  const transport = io.connect(configFile === undefined ? undefined : { configFile });
  io.setLastWords(write ? lastWords(transport.host) : `${transport.host}: interrupted`);
  let findings: Finding[];
  try {
    findings = await examineHost(transport, { write, files: io.files, signal: io.signal });
  } catch (error) {
    if (!io.signal.aborted || error !== io.signal.reason) throw error;
    const left = write ? `the pool ${doctorPool} and all else that was made is removed again` : "nothing was written";
    io.stderr.write(`${transport.host}: interrupted; ${left}\n`);
    return exitCodes.interrupted;
  }
  io.stdout.write(format === "json" ? doctorJson(transport.host, findings) : doctorText(transport.host, findings));
  return findings.some(({ ok }) => ok === false) ? exitCodes.differs : exitCodes.ok;
}

function lastWords(host: string): string {
  const commands = `appcmd delete apppool ${doctorPool}, appcmd delete backup ${doctorPool}`;
  return `${host}: ended before everything was removed; where it is still there: ${commands}`;
}

function doctorJson(host: string, findings: readonly Finding[]): string {
  const assumptions = findings.map(({ id, expected, seen, ok, source, reason }) => ({
    ...{ id, expected, seen, ok, source },
    ...(reason !== undefined && { reason }),
  }));
  const document: DoctorReport = { schema: "iispools.doctor/1", host, assumptions };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
