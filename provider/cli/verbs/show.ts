import { addReportOptions, type ReportFlags } from "../options";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** `iispools show`: a stored report in another format. */
export const showVerb = defineVerb<[string], ReportFlags>({
  define: (command) =>
    addReportOptions(command.argument("<report>", "JSON report of plan, apply, drift, lint or compare")),
  examples: [
    ["iispools show plan.json", "as text, as it was printed"],
    ["iispools show drift.json --format html --output drift.html"],
  ],
  exits: "0 done, 1 error",
  run: async ([file], flags, io) => {
    const { refuseOverwriting } = await import("../refuse-overwriting.ts");
    const { readReports } = await import("../stored-reports.ts");
    const { writeDocument } = await import("../write-out.ts");
    refuseOverwriting([{ file, what: "the report that this command reads" }], flags, io);
    for (const { document } of readReports([file], io)) writeDocument(document, flags, io);
    return exitCodes.ok;
  },
});
