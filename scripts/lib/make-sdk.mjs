// One language's SDK of the package, written by the engine's own generators from schema.json.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillCache } from "./fill-cache.mjs";
import { findGoTool } from "./find-go-tool.mjs";
import { findPulumi } from "./find-pulumi.mjs";
import { finishSdk } from "./finish-sdk.mjs";
import { withFirstOnPath } from "./path-variable.mjs";
import { programNames } from "./pulumi-programs.mjs";
import { runChild } from "./run-child.mjs";

/** The languages that have an SDK. YAML needs none. */
export const sdkLanguages = ["nodejs", "python", "go", "java", "dotnet"];

/** What an SDK was made of, in a file of its folder. */
const madeOf = ".made-of";

/**
 * The folder `sdk/<language>`, made where it is not there or not of this schema.
 *
 * @param {string} language one of `sdkLanguages`
 * @param {object} context as for `findPulumi`
 * @returns {Promise<string>}
 * @throws one error that says what failed
 */
export async function makeSdk(language, context) {
  if (!sdkLanguages.includes(language)) throw new Error(`There is no SDK of ${language}: ${sdkLanguages.join(", ")}.`);
  const parent = join(context.root, "sdk");
  const place = {
    parent,
    folder: join(parent, language),
    lock: join(parent, `.${language}.lock`),
    temporaryPrefix: join(parent, `.${language}.tmp-`),
  };
  const digest = digestOf(context);
  const missing = (folder) => (contentOf(join(folder, madeOf)) === digest ? [] : ["SDK of this schema"]);

  const finish = ({ target }) => {
    finishSdk(language, target, context);
    writeFileSync(join(target, madeOf), digest);
  };
  const name = `the SDK of ${language}`;
  const ways = [{ name: "generate", make: (inner) => generate(language, inner) }];
  const { filled, failures } = await fillCache(context, place, ways, { name, missing, finish });
  if (filled) return place.folder;
  throw new Error(`There is no ${name.slice(4)}. ${failures.map(({ reason }) => reason).join("\n")}`);
}

async function generate(language, context) {
  const { env, temporary, target, say, signal } = context;
  const { program, args, path } = await generatorOf(language, context);
  say(`writing sdk/${language}`);
  const lines = [];
  const code = await runChild(program, args, {
    env: {
      ...withFirstOnPath(env, path),
      PULUMI_HOME: join(temporary, "home"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      NO_COLOR: "1",
    },
    signal,
    onLine: (line) => lines.push(line),
  });
  if (code !== 0) throw new Error(`the generator of ${language} failed:\n${lines.join("\n")}`);
  renameSync(join(temporary, language), target);
}

/** What writes the SDK into a folder of the language's name, and the folder that has to be on PATH for it. */
async function generatorOf(language, context) {
  const schema = schemaOf(context.root);
  if (language === "dotnet") {
    const path = await findGoTool("pulumi-codegen-dotnet", context);
    const program = join(path, "pulumi-codegen-dotnet");
    return { program, args: [schema, join(context.temporary, language)], path };
  }
  const cli = await findPulumi(context);
  const path = language === "nodejs" ? cli : await findGoTool(`pulumi-language-${language}`, context);
  const args = ["package", "gen-sdk", schema, "--language", language, "--out", context.temporary];
  return { program: join(cli, programNames(context.platform).cli), args, path };
}

function schemaOf(root) {
  return join(root, "schema.json");
}

/** Changes with the schema, and with what makes SDKs of it. */
function digestOf({ root, version }) {
  const hash = createHash("sha256")
    .update(version)
    .update(readFileSync(schemaOf(root)));
  for (const name of ["make-sdk.mjs", "finish-sdk.mjs", "go-tools.mjs"]) {
    hash.update(readFileSync(new URL(name, import.meta.url)));
  }
  return hash.digest("hex");
}

function contentOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
