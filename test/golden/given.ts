import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Texts of files by name, each as its lines; bytes that are no text in base64. */
export type Files = Readonly<Record<string, readonly string[] | { readonly base64: string }>>;

/** The contents by name. */
export function textsOf(files: Files): Record<string, string | Uint8Array> {
  const texts = Object.entries(files).map(([name, content]) => {
    return [name, "base64" in content ? Buffer.from(content.base64, "base64") : content.join("\n")] as const;
  });
  return Object.fromEntries(texts);
}

/** With what JSON does not have: `"$NaN"`, `"$undefined"`, `"$function"`, `"$date"`. */
export function withOthers(value: unknown): unknown {
  const others = new Map<unknown, unknown>([
    ["$NaN", NaN],
    ["$undefined", undefined],
    ["$function", () => 1],
    ["$date", new Date(0)],
  ]);
  if (others.has(value)) return others.get(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withOthers);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withOthers(item)]));
}

/** Puts files into a new folder. @returns its path */
export function writeFiles(files: Files): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-golden-"));
  for (const [name, text] of Object.entries(textsOf(files))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
