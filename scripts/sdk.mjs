// Writes the package's SDKs below sdk/, which git ignores, from schema.json: npm run sdk [-- language …]. An SDK that
// is of this schema already is left as it is.
import "./lib/check-node.mjs";
import { makeSdk, sdkLanguages } from "./lib/make-sdk.mjs";
import { withPulumi } from "./lib/with-pulumi.mjs";

const languages = process.argv.length > 2 ? process.argv.slice(2) : sdkLanguages;

for (const language of languages) {
  if (process.exitCode) break;
  await withPulumi(
    (folder) => process.stdout.write(`${folder}\n`),
    (context) => makeSdk(language, context),
  );
}
