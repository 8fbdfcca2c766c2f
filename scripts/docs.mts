// Writes what is generated from the attribute table, the schemas and the assumptions; with --check only reports which files are out of date. Needs dist/.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { readCall } from "../tools/read-call.mts";
import { connectionSchema } from "#dist/provider/connection/schema.js";
import { fieldTable } from "#dist/provider/input/field-table.js";
import { jsonSchemaOf } from "#dist/provider/input/json-schema.js";

import { savedPlanJsonSchema } from "#dist/provider/plan/saved/schema.js";
import { ignoreRule } from "#dist/provider/pool-file/schema/drift.js";
import {
  appPoolJsonSchema,
  override,
  poolFile,
  poolFileJsonSchema,
} from "#dist/provider/pool-file/schema/pool-file.js";
import { absentPool, poolDefaultsOwn, poolOwn } from "#dist/provider/pool-file/schema/pool.js";
import { probeObject } from "#dist/provider/pool-file/schema/probe.js";
import { staggerObject } from "#dist/provider/pool-file/schema/stagger.js";
import { flagsSchema } from "#dist/provider/pulumi/core/provider-config-schema.js";
import { packageSchema } from "#dist/provider/pulumi/package-schema/package-schema.js";
import { reportSchema } from "#dist/provider/report/schema/report.js";
import { referencePage } from "#dist/provider/settings/generate/reference.js";
import { settingsSource } from "#dist/provider/settings/generate/typescript.js";
import { drawnPictures } from "./pictures.mts";
import { cliHelp } from "./lib/cli-page.mts";
import { errorsPage } from "./lib/errors-page.mts";
import { lintPage } from "./lib/lint-page.mts";
import { metricsTable } from "./lib/metrics-table.mts";
import { registryPrograms } from "./lib/registry-programs.mts";
import { stigProfile } from "./lib/stig-profile.mts";
import { reportFields, type ReportJsonSchema } from "./lib/report-fields.mts";
import { withFields } from "./lib/with-fields.mts";

const reportJsonSchema = jsonSchemaOf(reportSchema) as unknown as ReportJsonSchema;

const { check } = readCall("npm run docs [-- --check]", { check: { type: "boolean", default: false } }).values;

/** A row of facts/assumptions.json. */
type Assumption = Record<"id" | "what" | "value" | "source", string> & { readonly others: readonly string[] };

/** The page on facts/assumptions.json. */
function assumptionsPage(): string {
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const assumptions = JSON.parse(readFileSync("facts/assumptions.json", "utf8")) as readonly Assumption[];
  const rows = assumptions.map(({ id, what, value, others, source }) => {
    const shown = others.map((other) => `\`${other}\``).join(", ");
    return `| \`${id}\` | ${cell(what)} | \`${value}\` | ${shown} | ${cell(source)} |`;
  });
  return `# What is assumed of appcmd

<!-- Generated from facts/assumptions.json by scripts/docs.mts (npm run docs). Do not edit. -->

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

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

/** The text of each file. */
const outputs: Readonly<Record<string, string>> = {
  "docs/administrators/cli.md": await withFields("docs/administrators/cli.md", await cliHelp()),
  "docs/contributors/assumptions.md": assumptionsPage(),
  "docs/administrators/errors.md": errorsPage(),
  "docs/administrators/lint.md": lintPage(),
  "docs/administrators/monitoring.md": await withFields("docs/administrators/monitoring.md", {
    "a run": metricsTable(),
  }),
  ...(await drawnPictures()),
  "docs/administrators/settings.md": referencePage(),
  "docs/administrators/pool-files.md": await withFields("docs/administrators/pool-files.md", {
    "a pool file": fieldTable(poolFile()),
    "a pool": fieldTable(poolOwn(), [absentPool()]),
    defaults: fieldTable(poolDefaultsOwn()),
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
  "docs/_index.md": await withFields("docs/_index.md", { "all languages": registryPrograms() }),
  "policies/stig.json": stigProfile(),
  "schema.json": `${JSON.stringify(packageSchema(version), null, 2)}\n`,
  "docs/pools.schema.json": `${JSON.stringify(poolFileJsonSchema(), null, 2)}\n`,
  "docs/saved-plan.schema.json": `${JSON.stringify(savedPlanJsonSchema(), null, 2)}\n`,
  "docs/report.schema.json": `${JSON.stringify(reportJsonSchema, null, 2)}\n`,
  "docs/app-pool.schema.json": `${JSON.stringify(appPoolJsonSchema(), null, 2)}\n`,
  "provider/settings/app-pool-settings.ts": await format(settingsSource(), { parser: "typescript", printWidth: 120 }),
};

const outdated = Object.entries(outputs).filter(
  ([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text,
);

if (check) {
  for (const [path] of outdated) process.stderr.write(`${path} is out of date: run npm run build && npm run docs\n`);
  process.exitCode = outdated.length === 0 ? 0 : 1;
} else {
  for (const [path, text] of outdated) writeFileSync(path, text);
  const paths = outdated.map(([path]) => path).join(", ");
  process.stdout.write(paths === "" ? "Everything is up to date.\n" : `Written: ${paths}\n`);
}
