import * as z from "zod";
import { list, optional, text } from "../../input/members";
import { object } from "../../input/object";
import { lazily } from "../../lazily";
import { findAttribute, settingAttributes } from "../../settings/app-pool-attributes";
import { otherPathPattern } from "../../settings/other-attributes";
import { groupPaths } from "../../settings/paths";
import { nameMember } from "./names";
import { unknownSetting } from "./unknown-setting";

const ruleExample = '{ pool: Shop, path: queueLength, reason: "why" }';

/** A rule of `drift.ignore`. */
export const ignoreRule = lazily(() => {
  const pattern = (what: string): z.ZodExactOptional<z.ZodString> =>
    optional(
      text("a text that is not blank").meta({ description: `${what}, \`*\` for any characters.`, defaultsTo: "all" }),
    );
  return object(
    {
      host: pattern("A host by its name"),
      pool: pattern("A pool by its name"),
      path: optional(settingPattern()),
      reason: text("a text with the reason to keep this difference").meta({
        description: "Why the difference is ignored.",
      }),
    },
    { what: `a rule such as ${ruleExample}` },
  );
});

/** `drift`. */
export const drift = lazily(() =>
  object(
    { ignore: optional(list(ignoreRule(), `a list of rules such as ${ruleExample}`)) },
    { what: "an object with ignore, a list of rules" },
  ).meta({
    description: "`ignore`: rules for differences that iispools drift ignores.",
    examples: [{ ignore: [{ pool: "Shop", path: "queueLength", reason: "set by the load test" }] }],
  }),
);

/** Settings by their paths, `*` for any characters. */
function settingPattern(): z.ZodType<string, string> {
  const paths = ["state", ...groupPaths, ...settingAttributes.map(({ path }) => path)];
  const open = ["[^]*\\*[^]*", "environmentVariables\\.[^]*", otherPathPattern];
  const member = nameMember("a text that is not blank", (path) => pathProblem(path, paths), "");
  return member.meta({
    description: "A setting as plan shows it, `*` for any characters.",
    defaultsTo: "all differences of the pool",
    pattern: undefined,
    anyOf: [{ enum: paths }, { pattern: `^(?:${open.join("|")})$` }],
  } as z.GlobalMeta);
}

function pathProblem(path: string, paths: readonly string[]): string | undefined {
  if (path.includes("*") || paths.includes(path) || findAttribute(path) !== undefined) return undefined;
  if (path.startsWith("environmentVariables.")) return undefined;
  return unknownSetting(path, { otherKeys: ["state", ...groupPaths], otherwise: "Write the path as in a plan" });
}
