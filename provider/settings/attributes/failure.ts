import type { Attribute } from "../codecs/codec";
import { boolean } from "../codecs/boolean";
import { choice } from "../codecs/choice";
import { timeSpan } from "../codecs/time-span";
import { integer } from "../codecs/integer";
import { string } from "../codecs/string";
import { attributeGroup, enumeration, range } from "./group";

const attribute = attributeGroup("failure", "failure");
const crashes = { min: 1, max: 2_147_483_647 } as const;

/** The attributes of `failure`: what IIS does with worker processes that crash or hang. */
export const failureAttributes: readonly Attribute[] = [
  attribute(
    "loadBalancerCapabilities",
    choice,
    "HttpLevel",
    "The response of a pool that cannot serve: HTTP status 503, or a reset TCP connection.",
    {
      label: '"Service Unavailable" Response Type',
      values: enumeration(
        {
          TcpLevel: "The TCP connection is reset, which load balancers at the TCP level detect.",
          HttpLevel: "The response is HTTP status 503.",
        },
        1,
      ),
      examples: ["TcpLevel"],
    },
  ),
  attribute("orphanWorkerProcess", boolean, "false", "Whether an unhealthy worker process is kept for debugging.", {
    label: "Process Orphaning Enabled",
  }),
  attribute("orphanActionExe", string, "", "The program that runs when a worker process is orphaned.", {
    label: "Process Orphaning Executable",
    expanded: true,
    examples: ["C:\\tools\\procdump.exe"],
  }),
  attribute("orphanActionParams", string, "", "The arguments of orphanActionExe; %1% is replaced by the process ID.", {
    label: "Process Orphaning Executable Parameters",
    expanded: true,
    examples: ["-accepteula -ma %1%"],
  }),
  attribute(
    "rapidFailProtection",
    boolean,
    "true",
    "Whether the pool is stopped after too many crashes within rapidFailProtectionInterval.",
    { label: "Rapid-Fail Protection Enabled" },
  ),
  attribute(
    "rapidFailProtectionInterval",
    timeSpan,
    "00:05:00",
    "The time within which rapidFailProtectionMaxCrashes crashes stop the pool.",
    { label: "Failure Interval", ranges: range(60, 8_640_000, 60), examples: ["5m"] },
  ),
  attribute(
    "rapidFailProtectionMaxCrashes",
    integer,
    "5",
    "How many crashes within rapidFailProtectionInterval stop the pool.",
    { label: "Maximum Failures", unit: "crashes", ranges: [["7.0", crashes]], rangesInDefaults: [["7.5", crashes]] },
  ),
  attribute("autoShutdownExe", string, "", "The program that runs when rapid-fail protection stops the pool.", {
    label: "Shutdown Executable",
    expanded: true,
  }),
  attribute("autoShutdownParams", string, "", "The arguments of autoShutdownExe.", {
    label: "Shutdown Executable Parameters",
    expanded: true,
  }),
];
