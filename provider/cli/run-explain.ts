import { suggest } from "../model/suggest";
import { nearestName } from "../nearest-name";
import { settingAttributes } from "../schema/app-pool-attributes";
import { explainSetting } from "../schema/explain-setting";
import type { ExplainReport } from "../report/report-schema";
import type { ExplainFlags } from "./explain";
import { explainText, pathsText } from "./explain-text";
import { Failure } from "./failure";
import { type ExitCode, exitCodes } from "./exit-code";
import type { Io } from "./io";

const schema = "iispools.explain/1";

/** Carries out `iispools explain`. @throws Failure for a path that is none */
export function runExplain(path: string | undefined, { format }: ExplainFlags, io: Io): ExitCode {
  if (path === undefined || path === "") {
    const paths = settingAttributes.map(({ path: one, doc }) => ({ path: one, doc }));
    io.stdout.write(format === "json" ? asJson({ schema, paths }) : pathsText(paths));
    return exitCodes.ok;
  }
  const found = explainSetting(path);
  if (found === undefined) throw new Failure([{ path, message: unknownPath(path) }]);
  io.stdout.write(format === "json" ? asJson({ schema, ...found }) : explainText(found));
  return exitCodes.ok;
}

function unknownPath(path: string): string {
  const cut = path.lastIndexOf(".");
  const all = settingAttributes.map(({ path: one }) => one);
  const meant = nearestName(path, all) ?? suggest(path.slice(0, Math.max(cut, 0)), path.slice(cut + 1));
  return `no such setting; ${meant === undefined ? "iispools explain lists all" : `did you mean "${meant}"?`}`;
}

function asJson(explanation: ExplainReport): string {
  return `${JSON.stringify(explanation, undefined, 2)}\n`;
}
