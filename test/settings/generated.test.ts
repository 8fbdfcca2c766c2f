import { savedPlanJsonSchema } from "../../provider/plan/saved/schema";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { appPoolJsonSchema } from "../../provider/pool-file/schema/pool-file";
import { referencePage } from "../../provider/settings/generate/reference";
import { settingsSource } from "../../provider/settings/generate/typescript";

/** Formats TypeScript as scripts/docs.mjs does; in a process of its own, as jest cannot load prettier's ES modules. */
function format(source: string): string {
  const prettier = require.resolve("prettier/bin/prettier.cjs");
  return execFileSync(process.execPath, [prettier, "--stdin-filepath", "provider/settings/app-pool-settings.ts"], {
    input: source,
    encoding: "utf8",
  });
}

test.each([
  ["docs/administrators/settings.md", referencePage],
  ["docs/saved-plan.schema.json", () => `${JSON.stringify(savedPlanJsonSchema(), null, 2)}\n`],
  ["docs/app-pool.schema.json", () => `${JSON.stringify(appPoolJsonSchema(), null, 2)}\n`],
  ["provider/settings/app-pool-settings.ts", () => format(settingsSource())],
])("%s is what the attribute table says (else: npm run build && npm run docs)", (path, generate) => {
  expect(readFileSync(path, "utf8")).toBe(generate());
});
