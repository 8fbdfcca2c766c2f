import type { ExplainReport } from "../../report/schema/report";
import type { GroupExplanation, SettingExplanation } from "../../settings/generate/explain-setting";
import { choiceOption } from "../option-values";
import { Failure } from "../failure";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

/** The options of `explain`. */
interface ExplainFlags {
  readonly format: "text" | "json";
}

const schema = "iispools.explain/1";

/** `iispools explain`: the facts of a setting. */
export const explainVerb = defineVerb<[string | undefined], ExplainFlags>({
  define: (command) =>
    command
      .argument("[path]", "a setting or group in any letter case (default: all settings)")
      .addOption(choiceOption("--format <format>", "format of the output", ["text", "json"])),
  examples: [
    ["iispools explain", "list all settings"],
    ["iispools explain recycling.periodicRestart", "list a group"],
    ["iispools explain processModel.idleTimeout --format json"],
  ],
  exits: "0 done, 1 unknown path",
  run: async ([path], { format }, io) => {
    if (path === undefined || path === "") {
      const { settingAttributes } = await import("../../settings/app-pool-attributes.ts");
      const paths = settingAttributes.map(({ path: one, doc }) => ({ path: one, doc }));
      io.stdout.write(format === "json" ? asJson({ schema, paths }) : pathsText(paths));
      return exitCodes.ok;
    }
    const { explainSetting } = await import("../../settings/generate/explain-setting.ts");
    const found = explainSetting(path);
    if (found === undefined) {
      const { unknownSetting } = await import("../../pool-file/schema/unknown-setting.ts");
      throw new Failure([
        { path, message: unknownSetting(path, { otherwise: "To list all settings: iispools explain" }) },
      ]);
    }
    io.stdout.write(format === "json" ? asJson({ schema, ...found }) : explainText(found));
    return exitCodes.ok;
  },
});

function asJson(explanation: ExplainReport): string {
  return `${JSON.stringify(explanation, undefined, 2)}\n`;
}

/** The facts of a setting or group as text. */
export function explainText(explanation: SettingExplanation | GroupExplanation): string {
  return explanation.kind === "group" ? groupText(explanation) : settingText(explanation);
}

/** One line for each path: its sentence. */
function pathsText(paths: readonly { readonly path: string; readonly doc: string }[]): string {
  const width = Math.max(...paths.map(({ path }) => path.length));
  return paths.map(({ path, doc }) => `${path.padEnd(width)}  ${doc}\n`).join("");
}

function groupText({ path, doc, holds, link }: GroupExplanation): string {
  return `${path}\n  ${doc}\n\n${pathsText(holds)}\n${link}\n`;
}

function settingText(setting: SettingExplanation): string {
  const { path, label, doc, type, unit, range, values, several, spellings, zero, secret, expanded, examples, link } =
    setting;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["IIS Manager", label],
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
  const facts = given.map(([name, text]) => `  ${name.padEnd(13)}${text}\n`).join("");
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
