// Writes the package's SDKs below sdk/, which git ignores, from schema.json: npm run sdk [-- language …]. An SDK that
// is of this schema already is left as it is.
import { withFound } from "../tools/pulumi-cli/context.mts";
import { makeSdk, sdkLanguages } from "./lib/make-sdk.mts";

for (const language of process.argv.length > 2 ? process.argv.slice(2) : sdkLanguages) {
  if (process.exitCode) break;
  await withFound(
    (context) => makeSdk(language, context),
    (folder) => process.stdout.write(`${folder}\n`),
  );
}
