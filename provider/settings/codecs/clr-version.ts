import { describeWrong, quote, showGiven } from "../../input/wording";
import { codec } from "./codec";
import { anyCase } from "./patterns";
import { ValueError } from "./value-error";
import { name, readString } from "./string";

/**
 * The values of managedRuntimeVersion with which a worker process starts. IIS accepts any other text, but then the
 * process fails to load that CLR (event 2294) and the pool responds with 503. v1.1 is for IIS 7 servers with .NET 1.1.
 * Sources: https://learn.microsoft.com/en-us/previous-versions/iis/settings-schema/aa347554(v=vs.90) and
 * https://github.com/MicrosoftDocs/iis-docs/issues/447
 */
const clrVersions: readonly string[] = ["", "v1.1", "v2.0", "v4.0"];

/** Microsoft's page on the failure that any other text causes. */
export const clrVersionLink =
  "https://learn.microsoft.com/en-us/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/dd364245(v=ws.10)";

/** The version of the CLR; see {@link readClrVersion}. */
export const clrVersion = codec<string>({
  ...name,
  names: () => clrVersions.map((version) => (version === "" ? '""' : version)),
  read: (facts, input) => readClrVersion(readString(facts, input)),
  jsonSchema: () => ({
    anyOf: [{ enum: clrVersions }, { type: "string", pattern: `^(?:${clrVersions.map(anyCase).join("|")})$` }],
  }),
});

/**
 * The version of the CLR in IIS's own letter case.
 * @throws ValueError with the right spelling, also for the texts that IIS Manager shows in any language
 */
export function readClrVersion(text: string): string {
  const found = clrVersions.find((version) => version === text.toLowerCase());
  if (found !== undefined) return found;
  const meant = meantBy(text);
  const step = meant === "" ? '"" for no managed code' : quote(meant);
  const wrong = describeWrong('one of "", v1.1, v2.0, v4.0', text, showGiven);
  throw new ValueError(`${wrong}; write ${step}, because no worker process starts with another version (HTTP 503)`);
}

/**
 * .NET Framework 3.5 runs on CLR 2.0 and later versions on CLR 4.0; .NET 5 and later do not use the CLR setting of IIS.
 */
function meantBy(text: string): string {
  const major = Number(/\d+/.exec(text)?.[0] ?? 0);
  if (major === 1) return "v1.1";
  if (major === 2 || major === 3) return "v2.0";
  return major === 4 ? "v4.0" : "";
}
