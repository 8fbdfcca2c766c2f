// One language's SDK of the package, written by the engine's own generators from schema.json.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fillCache, placeIn, type Making } from "../../tools/pulumi-cli/cache.mts";
import type { Context } from "../../tools/pulumi-cli/context.mts";
import { findGoTool } from "../../tools/pulumi-cli/find-go-tool.mts";
import { findPulumi } from "../../tools/pulumi-cli/find-pulumi.mts";
import { programNames, withFirstOnPath } from "../../tools/pulumi-cli/programs.mts";
import { run } from "../../tools/pulumi-cli/run.mts";
import { finishSdk } from "./finish-sdk.mts";

/** The languages that have an SDK. YAML needs none. */
export const sdkLanguages: readonly string[] = ["nodejs", "python", "go", "java", "dotnet"];

/** What an SDK was made of, in a file of its folder. */
const madeOf = ".made-of";

/**
 * The folder `sdk/<language>`, made where it is not there or not of this schema.
 *
 * @param language one of `sdkLanguages`
 * @throws one error that says what failed
 */
export async function makeSdk(language: string, context: Context): Promise<string> {
  if (!sdkLanguages.includes(language)) throw new Error(`There is no SDK of ${language}: ${sdkLanguages.join(", ")}.`);
  const place = placeIn(join(context.root, "sdk"), language, ".");
  const digest = digestOf(context);
  const product = {
    name: `the SDK of ${language}`,
    place,
    missing: (folder: string) => (contentOf(join(folder, madeOf)) === digest ? [] : ["SDK of this schema"]),
    ways: [{ name: "generate", make: (making: Making) => generate(language, making) }],
    async finish({ target }: Making) {
      await finishSdk(language, target, context);
      writeFileSync(join(target, madeOf), digest);
    },
  };
  const failures = await fillCache(product, context);
  if (failures.length === 0) return place.folder;
  throw new Error(`There is no SDK of ${language}. ${failures.map(({ reason }) => reason).join("\n")}`);
}

async function generate(language: string, making: Making): Promise<void> {
  const { env, temporary, target, say, signal } = making;
  const { program, args, path } = await generatorOf(language, making);
  say(`writing sdk/${language}`);
  const own = {
    PULUMI_HOME: join(temporary, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    NO_COLOR: "1",
  };
  const { exitCode, lines } = await run(program, args, { env: { ...withFirstOnPath(env, path), ...own }, signal });
  if (exitCode !== 0) throw new Error(`the generator of ${language} failed:\n${lines.join("\n")}`);
  renameSync(join(temporary, language), target);
}

/** What writes the SDK into a folder of the language's name, and the folder that must be on PATH for it. */
async function generatorOf(
  language: string,
  making: Making,
): Promise<{ program: string; args: string[]; path: string }> {
  const { root, platform, temporary } = making;
  const schema = join(root, "schema.json");
  if (language === "dotnet") {
    const path = await findGoTool("pulumi-codegen-dotnet", making);
    return { program: join(path, "pulumi-codegen-dotnet"), args: [schema, join(temporary, language)], path };
  }
  const cli = await findPulumi(making);
  const path = language === "nodejs" ? cli : await findGoTool(`pulumi-language-${language}`, making);
  const args = ["package", "gen-sdk", schema, "--language", language, "--out", temporary];
  return { program: join(cli, programNames(platform).cli), args, path };
}

/** Changes with the schema, and with what makes SDKs of it. */
function digestOf({ root, version }: Context): string {
  const makers = ["make-sdk.mts", "finish-sdk.mts", "java-pom.mts", "../../tools/pulumi-cli/go-tools.mts"];
  const files = [join(root, "schema.json"), ...makers.map((name) => join(import.meta.dirname, name))];
  return files
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash("sha256").update(version))
    .digest("hex");
}

function contentOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
