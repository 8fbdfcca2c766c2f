import { errorCodes } from "../../error-codes";
import { lintRules, unusedBlock } from "../../lint/lint-pools";
import { poolFileJsonSchema } from "../../pool-file/schema/pool-file";
import { isRecord } from "../../record";
import type { ExplainReport } from "../../report/schema/report";

type OfKind<K> = Omit<Extract<ExplainReport, { readonly kind: K }>, "schema">;
type CodeExplanation = OfKind<"code">;
type RuleExplanation = OfKind<"rule">;
type KeyExplanation = OfKind<"key">;

/** The meaning and remedy of an error code, without the Markdown of the documentation; undefined if there is no such code. */
export function explainCode(text: string): CodeExplanation | undefined {
  const code = text.toUpperCase();
  if (!Object.hasOwn(errorCodes, code)) return undefined;
  const { meaning, remedy } = errorCodes[code as keyof typeof errorCodes];
  const plain = (markdown: string): string => markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
  return { kind: "code", code, meaning: plain(meaning), remedy: plain(remedy) };
}

/** What a lint rule finds; undefined if there is no such rule. */
export function explainRule(text: string): RuleExplanation | undefined {
  const found = [...lintRules, unusedBlock].find(({ id }) => id === text.toLowerCase());
  if (found === undefined) return undefined;
  const { id: rule, profile, severity, doc, link } = found;
  return { kind: "rule", rule, profile, severity, doc, link };
}

/** What a key of pool files means, in each place that has it; undefined if there is no such key. */
export function explainKey(key: string): KeyExplanation | undefined {
  const places = propertiesOf(poolFileJsonSchema(), key);
  const texts = (values: readonly unknown[]): string[] => [
    ...new Set(values.filter((value) => typeof value === "string")),
  ];
  const docs = texts(places.map(({ description }) => description));
  const [first] = places.flatMap(({ examples }) => (Array.isArray(examples) ? [examples as unknown[]] : []));
  return docs.length === 0 ? undefined : { kind: "key", key, docs, ...(first && { examples: first }) };
}

/** The schemas of all properties with this name, at any depth. */
function propertiesOf(schema: unknown, key: string): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(schema)) return schema.flatMap((item) => propertiesOf(item, key));
  if (!isRecord(schema)) return [];
  const { properties } = schema;
  const own = isRecord(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return [...(isRecord(own) ? [own] : []), ...Object.values(schema).flatMap((part) => propertiesOf(part, key))];
}

/** The same for people. */
export function explanationText(found: CodeExplanation | RuleExplanation | KeyExplanation): string {
  switch (found.kind) {
    case "code":
      return `${found.code}\n  ${found.meaning}\n\n  what to do   ${found.remedy}\n`;
    case "rule":
      return `${found.rule}\n  ${found.doc}\n\n  profile      ${found.profile}\n  severity     ${found.severity}\n\n${found.link}\n`;
    case "key": {
      const examples = found.examples?.map((example) => JSON.stringify(example)).join(", ");
      const lines = found.docs.map((doc) => `  ${doc}\n`).join("");
      return `${found.key} (a key of pool files)\n${lines}${examples === undefined ? "" : `\n  examples     ${examples}\n`}`;
    }
  }
}
