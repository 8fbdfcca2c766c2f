import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The version of this package, from its package.json. */
export function version(): string {
  const folders = ["../..", "../../.."];
  for (const folder of folders) {
    try {
      const text = readFileSync(join(__dirname, folder, "package.json"), "utf8");
      return (JSON.parse(text) as { readonly version: string }).version;
    } catch {
      // From the sources it is one folder nearer than from dist/.
    }
  }
  throw new Error(`package.json of pulumi-iis is not above ${__dirname}`);
}
