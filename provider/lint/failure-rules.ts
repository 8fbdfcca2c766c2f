import { attributeOf } from "../settings/app-pool-attributes";
import { paths } from "./pool-view";
import type { LintRule } from "./rule";

const absolute = /^(?:[a-z]:[\\/]|\\\\|%[^%]+%)/i;

/** Rules for the programs and files that a pool names. */
export const failureRules: readonly LintRule[] = [
  {
    id: "program-path",
    profile: "recommended",
    severity: "warning",
    doc: "A program or file must have its full path, without arguments: the start of a relative path is not documented.",
    link: attributeOf(paths.orphanExe).link,
    check: ({ text }) =>
      [paths.orphanExe, paths.shutdownExe, paths.clrConfigFile].flatMap((path) => {
        const problem = pathProblem(text(path) ?? "");
        return problem === undefined ? [] : [{ path, message: problem }];
      }),
  },
  {
    id: "failure-action-ignored",
    profile: "recommended",
    severity: "warning",
    doc: "A program for a failure does not run if that failure handling is off, and arguments without a program are ignored.",
    link: attributeOf(paths.orphanExe).link,
    check: ({ text, bool }) => {
      const isSet = (path: string): boolean => (text(path) ?? "") !== "";
      return [
        [isSet(paths.orphanExe) && bool(paths.orphan) === false, paths.orphanExe, "orphanWorkerProcess is false"],
        [
          isSet(paths.shutdownExe) && bool(paths.rapidFail) === false,
          paths.shutdownExe,
          "rapidFailProtection is false",
        ],
        [isSet(paths.orphanParams) && text(paths.orphanExe) === "", paths.orphanParams, "orphanActionExe is empty"],
        [
          isSet(paths.shutdownParams) && text(paths.shutdownExe) === "",
          paths.shutdownParams,
          "autoShutdownExe is empty",
        ],
      ].flatMap(([applies, path, why]) =>
        applies === true
          ? [{ path: String(path), message: `is ignored, because ${String(why)}; set both, or remove both` }]
          : [],
      );
    },
  },
];

function pathProblem(path: string): string | undefined {
  if (path === "") return undefined;
  if (path.includes('"')) return "IIS reads quotes as part of the path; remove them";
  if (!absolute.test(path)) return `${JSON.stringify(path)} is a relative path; write the full one`;
  return /\.(?:exe|cmd|bat|com)\s+\S/i.test(path)
    ? "contains arguments, which IIS reads as part of the path; write them into the setting for parameters"
    : undefined;
}
