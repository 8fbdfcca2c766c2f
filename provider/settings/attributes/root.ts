import type { Attribute } from "../codecs/codec";
import { boolean } from "../codecs/boolean";
import { choice } from "../codecs/choice";
import { clrVersion } from "../codecs/clr-version";
import { integer } from "../codecs/integer";
import { name, string } from "../codecs/string";
import { clientVersion } from "../iis-version";
import { attributeGroup, enumeration, range } from "./group";

const attribute = attributeGroup("", "");

/** The attributes of the pool element itself, `name` first. */
export const rootAttributes: readonly Attribute[] = [
  attribute("name", name, "", "Unique name of the application pool; IIS ignores its letter case.", {
    label: "Name",
    required: true,
    examples: ["Shop"],
  }),
  attribute(
    "queueLength",
    integer,
    "1000",
    "How many requests HTTP.sys queues for the pool before it responds with 503.",
    { label: "Queue Length", unit: "requests", ranges: range(10, 65_535), examples: [5000] },
  ),
  attribute("autoStart", boolean, "true", "Whether the pool starts when IIS starts and right after it is created.", {
    label: "Start Automatically",
  }),
  attribute("enable32BitAppOnWin64", boolean, "false", "Whether worker processes are 32-bit on 64-bit Windows.", {
    label: "Enable 32-Bit Applications",
  }),
  attribute(
    "enableEmulationOnWinArm64",
    boolean,
    "true",
    "Whether worker processes on Windows on Arm are x64 and emulated; else they are Arm64.",
    // https://learn.microsoft.com/previous-versions/iis/settings-schema/ms689467(v=vs.90): not on Windows Server so
    // far.
    { since: clientVersion },
  ),
  attribute(
    "managedRuntimeVersion",
    clrVersion,
    [
      ["7.0", "v2.0"],
      ["8.0", ""],
    ],
    "The .NET CLR that worker processes load; on a new server, applicationPoolDefaults usually has v4.0.",
    {
      label: ".NET CLR Version",
      zero: "no managed code, as for ASP.NET Core",
      zeroName: "No Managed Code",
      examples: ["v4.0", "v2.0", ""],
    },
  ),
  attribute("managedRuntimeLoader", string, "webengine4.dll", "The DLL that loads the .NET CLR into a worker process."),
  attribute(
    "enableConfigurationOverride",
    boolean,
    "true",
    "Whether delegated settings in web.config files apply to the pool's applications.",
  ),
  attribute(
    "managedPipelineMode",
    choice,
    "Integrated",
    "Whether requests pass through the .NET pipeline as a whole or through ISAPI as in IIS 6.",
    {
      label: "Managed Pipeline Mode",
      values: enumeration({
        Integrated: "Requests pass through one pipeline, in which .NET modules see all requests.",
        Classic: "IIS passes requests for .NET to ISAPI, as in IIS 6.",
      }),
      examples: ["Classic"],
    },
  ),
  attribute("CLRConfigFile", string, "", "The .NET configuration file for the pool's worker processes.", {
    since: "7.5",
    expanded: true,
    examples: ["%SystemDrive%\\inetpub\\shop.config"],
  }),
  attribute(
    "passAnonymousToken",
    boolean,
    "true",
    "Whether IIS passes worker processes a token of the built-in IUSR account for anonymous authentication.",
  ),
  attribute("startMode", choice, "OnDemand", "Whether a worker process starts with the first request or always runs.", {
    label: "Start Mode",
    since: "7.5",
    values: enumeration({
      OnDemand: "A worker process starts with the first request.",
      AlwaysRunning: "A worker process starts with the pool and is restarted when it ends.",
    }),
    examples: ["AlwaysRunning"],
  }),
];
