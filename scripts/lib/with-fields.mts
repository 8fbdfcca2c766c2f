import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";

const marked =
  /(<!-- (?:fields|help|metrics|programs) of ([^:]+): .*? -->\n)[^]*?(<!-- end of (?:fields|help|metrics|programs) -->)/g;

/**
 * A page that people write, with generated tables of fields, help or programs between its markers.
 *
 * @param tables in Markdown, by the name in the marker: `<!-- fields of NAME: … -->`, `<!-- help of NAME: … -->`, `<!-- metrics of NAME: … -->`, `<!-- programs of NAME: … -->`. Each must have one marker, and each marker a table.
 */
export async function withFields(path: string, tables: Readonly<Record<string, string>>): Promise<string> {
  const page = readFileSync(path, "utf8");
  const names = [...page.matchAll(marked)].map(([, , name]) => name);
  const isComplete = names.toSorted().join() === Object.keys(tables).toSorted().join();
  if (!isComplete) throw new Error(`${path} has markers of ${names.join()}, not of ${Object.keys(tables).join()}`);
  const filled = page.replace(
    marked,
    (_, start: string, name: string, end: string) => `${start}\n${tables[name]}\n\n${end}`,
  );
  return format(filled, { ...(await resolveConfig(path)), parser: "markdown" });
}
