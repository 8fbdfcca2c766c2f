import { concludeWith, Failure } from "../failure";
import { addReportOptions, type ReportFlags } from "../options";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The options of `merge`. */
interface MergeFlags extends ReportFlags {
  readonly detailedExitcode?: boolean;
}

/** `iispools merge`: one report of several. */
export const mergeVerb = defineVerb<[string[]], MergeFlags>({
  define: (command) =>
    addReportOptions(
      command
        .argument("<reports...>", "JSON reports of one kind")
        .option("--detailed-exitcode", "exit as the commands that made them"),
    ),
  examples: [
    ["iispools merge east.json west.json", "as text"],
    ["iispools merge drift-*.json --format json --output drift.json"],
    ["iispools merge drift-*.json --detailed-exitcode", "of a run with --shard"],
  ],
  exits: "0 done, 1 error or missing shard; if asked 2 differences, 3 skipped",
  run: async ([files], flags, io) => {
    const { refuseOverwriting } = await import("../refuse-overwriting.ts");
    const { readReports } = await import("../stored-reports.ts");
    const { mergeReports } = await import("../../report/merge-reports.ts");
    const { missingShards } = await import("../../report/merge-shards.ts");
    const { writeDocument } = await import("../write-out.ts");
    const { exitCodeOfReport } = await import("../report-exit-code.ts");
    refuseOverwriting(
      files.map((file) => ({ file, what: "a report that this command reads" })),
      flags,
      io,
    );
    const merged = mergeReports(readReports(files, io));
    if (!merged.ok) throw new Failure(merged.faults);
    writeDocument(merged.document, flags, io);
    const missing = missingShards(merged.document);
    const message = `no report has ${missing.length === 1 ? "shard" : "shards"} ${missing.join(", ")}, so their hosts are not in the merged report. Name the reports of all shards`;
    const problems = missing.length === 0 ? [] : [{ path: "", message }];
    return concludeWith(
      io,
      problems,
      flags.detailedExitcode === true ? exitCodeOfReport(merged.document) : exitCodes.ok,
    );
  },
});
