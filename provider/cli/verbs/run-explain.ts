import { unknownSetting } from "../../pool-file/schema/unknown-setting";
import type { ExplainReport } from "../../report/schema/report";
import { settingAttributes } from "../../settings/app-pool-attributes";
import {
  explainSetting,
  type GroupExplanation,
  type SettingExplanation,
} from "../../settings/generate/explain-setting";
import type { Io } from "../io";
import { type ExitCode, exitCodes, Failure } from "../outcome";
import type { ExplainFlags } from "./explain";

/** What there is to know of a setting or group, as a page for people. */
export function explainText(explanation: SettingExplanation | GroupExplanation): string {
  return explanation.kind === "group" ? groupText(explanation) : settingText(explanation);
}

/** Every path with its sentence, a line each. */
export function pathsText(paths: readonly { readonly path: string; readonly doc: string }[]): string {
  const width = Math.max(...paths.map(({ path }) => path.length));
  return paths.map(({ path, doc }) => `${path.padEnd(width)}  ${doc}\n`).join("");
}

function groupText({ path, doc, holds, link }: GroupExplanation): string {
  return `${path}\n  ${doc}\n\n${pathsText(holds)}\n${link}\n`;
}

function settingText(setting: SettingExplanation): string {
  const { path, doc, type, unit, range, values, several, spellings, zero, secret, expanded, examples, link } = setting;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["type", type],
    ["unit", unit],
    ["range", range],
    [several ? "any of" : "one of", values],
    ["written as", spellings.replaceAll("`", "")],
    ["0 or empty", zero],
    ["examples", examples?.map((example) => JSON.stringify(example)).join(", ")],
    ["secret", secret && "yes: write ${env:NAME} in a pool file, a secret in a program"],
    ["variables", expanded && "IIS replaces %VARIABLES% in it"],
    ["default", defaultText(setting.defaults)],
    ["since", sinceText(setting)],
  ];
  const given = rows.filter((row): row is readonly [string, string] => row[1] !== undefined);
  const facts = given.map(([name, text]) => `  ${name.padEnd(12)}${text}\n`).join("");
  return `${path}\n  ${doc}\n\n${facts}\n${link}\n`;
}

/** `"v2.0" (IIS 7.0 and 7.5), "" (8.0, 8.5, 10.0)`; the value alone where all versions have the same. */
function defaultText(defaults: SettingExplanation["defaults"]): string {
  const values = [...new Set(Object.values(defaults))];
  if (values.length === 1) return values[0] ?? "";
  const versionsOf = (value: string): string =>
    Object.entries(defaults)
      .filter(([, other]) => other === value)
      .map(([version]) => version)
      .join(", ");
  return values.map((value) => `${value} (IIS ${versionsOf(value)})`).join("; ");
}

function sinceText({ since, sinceInDefaults }: SettingExplanation): string {
  const inDefaults = sinceInDefaults === undefined ? "" : `; in applicationPoolDefaults since IIS ${sinceInDefaults}`;
  return `IIS ${since}${inDefaults}`;
}

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
