import { concludeWith } from "../failure";
import { exitCodes } from "../outcome";
import { addFiles, addReportOptions, type ReportFlags } from "../options";
import { defineVerb } from "../verb";

/** `iispools validate`: checks the files, without any host. */
export const validateVerb = defineVerb<[string[]], ReportFlags>({
  define: (command) => addReportOptions(addFiles(command)),
  examples: [
    ["iispools validate", "pools.yaml or pools/"],
    ["iispools validate pools/*.yaml"],
    ["iispools validate --format sarif --output pools.sarif"],
  ],
  exits: "0 no fault (warnings are shown), 1 a fault or a lint error",
  run: async ([paths], flags, io) => {
    const { readFiles } = await import("../hosts.ts");
    const { poolFilesRead, refuseOverwriting } = await import("../refuse-overwriting.ts");
    const { countDeclared, lintDeclared } = await import("./lint-declared.ts");
    const { writeOut } = await import("../write-out.ts");
    const { files, faults } = readFiles(paths, io, "may be missing");
    refuseOverwriting(poolFilesRead(files.names), flags, io);
    const findings = lintDeclared(
      files,
      files.hosts.map(({ name }) => name),
    );
    const checked = {
      files: files.names.length,
      pools: countDeclared(files),
      hosts: files.hosts.map(({ name }) => name),
    };
    const isShown = writeOut({ kind: "lint", findings, faults, checked }, files.names, flags, io);
    const hasError = findings.some(({ severity }) => severity === "error");
    return concludeWith(io, faults, hasError ? exitCodes.error : exitCodes.ok, isShown);
  },
});
