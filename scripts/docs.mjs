// Writes what is generated from the attribute table; with --check only says which of it is out of date. Needs dist/.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { format } from "prettier";

const schema = createRequire(resolve("dist/provider/schema/index.js"));
const { appPoolJsonSchema } = schema("./json-schema.js");
const { referencePage } = schema("./reference.js");
const { settingsSource } = schema("./typescript.js");

const outputs = {
  "docs/reference.md": referencePage(),
  "docs/app-pool.schema.json": `${JSON.stringify(appPoolJsonSchema(), null, 2)}\n`,
  "provider/schema/app-pool-settings.ts": await format(settingsSource(), { parser: "typescript", printWidth: 120 }),
};

const stale = Object.keys(outputs).filter((path) => !existsSync(path) || readFileSync(path, "utf8") !== outputs[path]);

if (process.argv.includes("--check")) {
  for (const path of stale) console.error(`${path} is out of date: run npm run build && npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const path of stale) writeFileSync(path, outputs[path]);
  console.log(stale.length === 0 ? "Everything is up to date." : `Written: ${stale.join(", ")}`);
}
