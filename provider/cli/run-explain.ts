import { unknownSetting } from "../model/unknown-setting";
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
  if (found === undefined) throw new Failure([{ path, message: unknownSetting(path, { otherwise: listsAll }) }]);
  io.stdout.write(format === "json" ? asJson({ schema, ...found }) : explainText(found));
  return exitCodes.ok;
}

const listsAll = "To list all settings: iispools explain";

function asJson(explanation: ExplainReport): string {
  return `${JSON.stringify(explanation, undefined, 2)}\n`;
}
