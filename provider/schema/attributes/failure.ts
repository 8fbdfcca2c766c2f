import type { Attribute } from "../attribute";
import { attributeGroup, enumeration, range } from "./group";

const attribute = attributeGroup("failure", "failure");
const crashes = { min: 1, max: 2_147_483_647 } as const;

/** The attributes of `failure`: what IIS does with worker processes that crash or hang. */
export const failureAttributes: readonly Attribute[] = [
  attribute(
    "loadBalancerCapabilities",
    "enum",
    "HttpLevel",
    "How a pool that cannot serve answers: HTTP status 503, or a reset TCP connection.",
    {
      values: enumeration(
        {
          TcpLevel: "The TCP connection is reset, which load balancers on that level notice.",
          HttpLevel: "The answer is HTTP status 503.",
        },
        1,
      ),
      examples: ["TcpLevel"],
    },
  ),
  attribute("orphanWorkerProcess", "bool", "false", "Whether an unhealthy worker process is kept for debugging."),
  attribute("orphanActionExe", "string", "", "The program that runs when a worker process is orphaned.", {
    expanded: true,
    examples: ["C:\\tools\\procdump.exe"],
  }),
  attribute("orphanActionParams", "string", "", "The arguments of orphanActionExe; %1% stands for the process ID.", {
    expanded: true,
    examples: ["-accepteula -ma %1%"],
  }),
  attribute(
    "rapidFailProtection",
    "bool",
    "true",
    "Whether the pool is stopped after too many crashes within rapidFailProtectionInterval.",
  ),
  attribute(
    "rapidFailProtectionInterval",
    "timeSpan",
    "00:05:00",
    "The time within which rapidFailProtectionMaxCrashes crashes stop the pool.",
    { human: "duration", ranges: range(60, 8_640_000, 60), examples: ["5m"] },
  ),
  attribute(
    "rapidFailProtectionMaxCrashes",
    "uint",
    "5",
    "How many crashes within rapidFailProtectionInterval stop the pool.",
    { unit: "crashes", ranges: [["7.0", crashes]], rangesInDefaults: [["7.5", crashes]] },
  ),
  attribute("autoShutdownExe", "string", "", "The program that runs when rapid-fail protection stops the pool.", {
    expanded: true,
  }),
  attribute("autoShutdownParams", "string", "", "The arguments of autoShutdownExe.", { expanded: true }),
];
