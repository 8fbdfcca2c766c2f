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

type CodeExplanation = Omit<Extract<ExplainReport, { readonly kind: "code" }>, "schema">;

const schema = "iispools.explain/1";

/** `iispools explain`: the facts of a setting or an error code. */
export const explainVerb = defineVerb<[string | undefined], ExplainFlags>({
  define: (command) =>
    command
      .argument("[path]", "a setting, group, word or error code (default: all settings)")
      .addOption(choiceOption("--format <format>", "format of the output", ["text", "json"])),
  examples: [
    ["iispools explain", "list all settings"],
    ["iispools explain recycling.periodicRestart", "list a group"],
    ["iispools explain idle", "settings with this word"],
    ["iispools explain POOL_IN_USE", "what an error means"],
  ],
  exits: "0 done, 1 unknown path",
  run: async ([word = ""], { format }, io) => {
    const write = (json: ExplainReport, text: string): typeof exitCodes.ok => {
      io.stdout.write(format === "json" ? `${JSON.stringify(json, undefined, 2)}\n` : text);
      return exitCodes.ok;
    };
    const { explainSetting, settingsWith } = await import("../../settings/generate/explain-setting.ts");
    const code = await explainCode(word);
    if (code !== undefined) return write({ schema, ...code }, codeText(code));
    const paths = settingsWith(word);
    const [only] = paths;
    const found =
      (word === "" ? undefined : explainSetting(word)) ??
      (paths.length === 1 && only !== undefined ? explainSetting(only.path) : undefined);
    if (found !== undefined) return write({ schema, ...found }, explainText(found));
    if (paths.length > 0) return write({ schema, paths }, pathsText(paths));
    const { unknownSetting } = await import("../../pool-file/schema/unknown-setting.ts");
    const message = unknownSetting(word, { otherwise: "To list all settings: iispools explain" });
    throw new Failure([{ path: word, message }]);
  },
});

/** The meaning and remedy of an error code, without the Markdown of the documentation; undefined if there is no such code. */
async function explainCode(text: string): Promise<CodeExplanation | undefined> {
  const { errorCodes } = await import("../../error-codes.ts");
  const code = text.toUpperCase();
  if (!Object.hasOwn(errorCodes, code)) return undefined;
  const { meaning, remedy } = errorCodes[code as keyof typeof errorCodes];
  const plain = (markdown: string): string => markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
  return { kind: "code", code, meaning: plain(meaning), remedy: plain(remedy) };
}

function codeText({ code, meaning, remedy }: CodeExplanation): string {
  return `${code}\n  ${meaning}\n\n  what to do   ${remedy}\n`;
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
