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

/** `iispools explain`: the facts of a setting, a key of pool files, a lint rule or an error code. */
export const explainVerb = defineVerb<[string | undefined], ExplainFlags>({
  define: (command) =>
    command
      .argument("[path]", "setting, group, word, key, lint rule or error code (default: all settings)")
      .addOption(choiceOption("--format <format>", "format of the output", ["text", "json"])),
  examples: [
    ["iispools explain", "list all settings"],
    ["iispools explain recycling.periodicRestart", "list a group"],
    ["iispools explain idle", "settings with this word"],
    ["iispools explain POOL_IN_USE", "what an error means"],
    ["iispools explain interval-drifts", "what a lint rule finds"],
  ],
  exits: "0 done, 1 unknown path",
  run: async ([word = ""], { format }, io) => {
    const write = (json: ExplainReport, text: string): typeof exitCodes.ok => {
      io.stdout.write(format === "json" ? `${JSON.stringify(json, undefined, 2)}\n` : text);
      return exitCodes.ok;
    };
    const { explainSetting, settingsWith } = await import("../../settings/generate/explain-setting.ts");
    const { explainCode, explainKey, explainRule, explanationText } = await import("./explain-other.ts");
    const other = explainCode(word) ?? explainRule(word);
    if (other !== undefined) return write({ schema, ...other }, explanationText(other));
    const paths = settingsWith(word);
    const [only] = paths;
    const found =
      (word === "" ? undefined : explainSetting(word)) ??
      (paths.length === 1 && only !== undefined ? explainSetting(only.path) : undefined);
    if (found !== undefined) return write({ schema, ...found }, explainText(found));
    if (paths.length > 0) return write({ schema, paths }, pathsText(paths));
    const key = explainKey(word);
    if (key !== undefined) return write({ schema, ...key }, explanationText(key));
    const { unknownSetting } = await import("../../pool-file/schema/unknown-setting.ts");
    const message = unknownSetting(word, { otherwise: "To list all settings: iispools explain" });
    throw new Failure([{ path: word, message }]);
  },
});

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
