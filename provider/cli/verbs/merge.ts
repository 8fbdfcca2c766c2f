import { Failure } from "../failure";
import { addReportOptions, type ReportFlags } from "../options";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** `iispools merge`: one report of several. */
export const mergeVerb = defineVerb<[string[]], ReportFlags>({
  define: (command) => addReportOptions(command.argument("<reports...>", "JSON reports of one kind")),
  examples: [
    ["iispools merge east.json west.json", "as text"],
    ["iispools merge drift-*.json --format json --output drift.json"],
  ],
  exits: "0 done, 1 error",
  run: async ([files], flags, io) => {
    const { refuseOverwriting } = await import("../refuse-overwriting.ts");
    const { readReports } = await import("../stored-reports.ts");
    const { mergeReports } = await import("../../report/merge-reports.ts");
    const { writeDocument } = await import("../write-out.ts");
    refuseOverwriting(
      files.map((file) => ({ file, what: "a report that this command reads" })),
      flags,
      io,
    );
    const merged = mergeReports(readReports(files, io));
    if (!merged.ok) throw new Failure(merged.faults);
    writeDocument(merged.document, flags, io);
    return exitCodes.ok;
  },
});
