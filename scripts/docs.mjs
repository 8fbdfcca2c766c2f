// Writes what is generated from the attribute table, the schemas and the assumptions; with --check only reports which files are out of date. Needs dist/.
import "./lib/check-node.mjs";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { format } from "prettier";
import { drawnPictures } from "./pictures.mts";
import { cliPage } from "./lib/cli-page.mjs";
import { errorsPage } from "./lib/errors-page.mjs";
import { reportFields } from "./lib/report-fields.mjs";
import { withFields } from "./lib/with-fields.mjs";

const provider = createRequire(resolve("dist/provider/index.js"));
const { makeProgram } = provider("./cli/main.js");
const { exitMeanings } = provider("./cli/outcome.js");
const { referencePage } = provider("./settings/generate/reference.js");
const { settingsSource } = provider("./settings/generate/typescript.js");
const { appPoolJsonSchema, override, poolFile, poolFileJsonSchema } = provider("./pool-file/schema/pool-file.js");
const { poolOwn } = provider("./pool-file/schema/pool.js");
const { ignoreRule } = provider("./pool-file/schema/drift.js");
const { probeObject } = provider("./pool-file/schema/probe.js");
const { staggerObject } = provider("./pool-file/schema/stagger.js");

const { fieldTable } = provider("./input/field-table.js");
const reportJsonSchema = provider("./input/json-schema.js").jsonSchemaOf(
  provider("./report/schema/report.js").reportSchema,
);
const { connectionSchema } = provider("./connection/schema.js");
const { savedPlanJsonSchema } = provider("./plan/saved/schema.js");
const { packageSchema } = provider("./pulumi/package-schema/package-schema.js");
const { flagsSchema } = provider("./pulumi/core/provider-config-schema.js");
const { lintPage } = provider("./lint/lint-page.js");

/** The page on facts/assumptions.json. */
function assumptionsPage() {
  const cell = (text) => text.replaceAll("|", "\\|");
  const rows = JSON.parse(readFileSync("facts/assumptions.json", "utf8")).map(
    ({ id, what, value, others, source }) =>
      `| \`${id}\` | ${cell(what)} | \`${value}\` | ${others.map((other) => `\`${other}\``).join(", ")} | ${cell(source)} |`,
  );
  return `# What is assumed of appcmd

<!-- Generated from facts/assumptions.json by scripts/docs.mjs (npm run docs). Do not edit. -->

For contributors. After reading this page you know which behaviour of appcmd public evidence does not verify, and how to test with another.

\`\`\`sh
APPCMD_EMULATOR_ASSUME=enum-case=accepted npx appcmd-emulator list apppool /apphostconfig:applicationHost.config
\`\`\`

The emulator has the first value; \`APPCMD_EMULATOR_ASSUME=<id>=<other>\` sets another one. The provider reaches the same result with each.
\`iispools doctor --write\` verifies them on a Windows server.

| id | what | the emulator does | could be | source |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

const outputs = {
  "docs/administrators/cli.md": cliPage(makeProgram, exitMeanings),
  "docs/contributors/assumptions.md": assumptionsPage(),
  "docs/administrators/errors.md": errorsPage(
    provider("./error-codes.js").errorCodes,
    provider("./appcmd/exit-codes.js").passingAnswers,
  ),
  "docs/administrators/lint.md": lintPage(),
  ...(await drawnPictures()),
  "docs/administrators/settings.md": referencePage(),
  "docs/administrators/pool-files.md": await withFields("docs/administrators/pool-files.md", {
    "a pool file": fieldTable(poolFile()),
    "a pool": fieldTable(poolOwn()),
    "a stagger": fieldTable(staggerObject()),
    "an override": fieldTable(override()),
    "a probe": fieldTable(probeObject()),
    "a rule": fieldTable(ignoreRule()),
  }),
  "docs/pulumi/plugin.md": await withFields("docs/pulumi/plugin.md", { "the provider": fieldTable(flagsSchema) }),
  "docs/administrators/remote-servers.md": await withFields("docs/administrators/remote-servers.md", {
    "a connection": fieldTable(connectionSchema().omit({ configFile: true })),
  }),
  "docs/administrators/reports.md": await withFields("docs/administrators/reports.md", {
    "all reports": reportFields(reportJsonSchema),
  }),
  "schema.json": `${JSON.stringify(packageSchema(JSON.parse(readFileSync("package.json", "utf8")).version), null, 2)}\n`,
  "docs/pools.schema.json": `${JSON.stringify(poolFileJsonSchema(), null, 2)}\n`,
  "docs/saved-plan.schema.json": `${JSON.stringify(savedPlanJsonSchema(), null, 2)}\n`,
  "docs/report.schema.json": `${JSON.stringify(reportJsonSchema, null, 2)}\n`,
  "docs/app-pool.schema.json": `${JSON.stringify(appPoolJsonSchema(), null, 2)}\n`,
  "provider/settings/app-pool-settings.ts": await format(settingsSource(), { parser: "typescript", printWidth: 120 }),
};

const stale = Object.keys(outputs).filter((path) => !existsSync(path) || readFileSync(path, "utf8") !== outputs[path]);

if (process.argv.includes("--check")) {
  for (const path of stale) console.error(`${path} is out of date: run npm run build && npm run docs`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const path of stale) writeFileSync(path, outputs[path]);
  console.log(stale.length === 0 ? "Everything is up to date." : `Written: ${stale.join(", ")}`);
}
