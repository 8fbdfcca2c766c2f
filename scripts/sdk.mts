// Writes the package's SDKs below sdk/, which git ignores, from schema.json: npm run sdk [-- language …]. An SDK that
// is of this schema already is left as it is.
import { withFound } from "../tools/pulumi-cli/context.mts";
import { readCall } from "../tools/read-call.mts";
import { makeSdk, sdkLanguages } from "./lib/make-sdk.mts";

const { positionals: named } = readCall("npm run sdk [-- language …]", {}, Infinity);

for (const language of named.length > 0 ? named : sdkLanguages) {
  if (process.exitCode) break;
  await withFound(
    (context) => makeSdk(language, context),
    (folder) => process.stdout.write(`${folder}\n`),
  );
}
