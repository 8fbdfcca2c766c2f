import type { Attribute } from "../codecs/codec";
import { boolean } from "../codecs/boolean";
import { choice } from "../codecs/choice";
import { timeSpan } from "../codecs/time-span";
import { integer, signedInteger } from "../codecs/integer";
import { percent } from "../codecs/percent";
import { attributeGroup, enumeration, range } from "./group";

const attribute = attributeGroup("cpu", "cpu");

/** The attributes of `cpu`: share of processor time, affinity and NUMA placement of worker processes. */
export const cpuAttributes: readonly Attribute[] = [
  attribute(
    "limit",
    percent,
    "0",
    "The share of processor time that the pool's worker processes may use before cpu.action is taken.",
    {
      label: "CPU Limit",
      unit: "1/1000 %",
      ranges: range(0, 100_000),
      zero: "no limit",
      zeroName: "off",
      examples: ["50%", 50_000],
    },
  ),
  attribute("action", choice, "NoAction", "What IIS does when worker processes use more than cpu.limit.", {
    label: "CPU Limit Action",
    values: [
      { name: "NoAction", number: 0, doc: "Nothing but an entry in the event log." },
      { name: "KillW3wp", number: 1, doc: "The worker processes are ended." },
      { name: "Throttle", number: 2, since: "8.0", doc: "The worker processes are limited to cpu.limit." },
      {
        ...{ name: "ThrottleUnderLoad", number: 3, since: "8.0" },
        doc: "The worker processes are limited to cpu.limit while other processes need the processor.",
      },
    ],
    examples: ["Throttle"],
  }),
  attribute("resetInterval", timeSpan, "00:05:00", "The time over which processor use is measured for cpu.limit.", {
    label: "CPU Limit Interval",
    ranges: range(0, 86_400, 60),
    zero: "the limit is not monitored",
    zeroName: "off",
    examples: ["5m"],
  }),
  attribute(
    "smpAffinitized",
    boolean,
    "false",
    "Whether worker processes stay on the processors of the affinity masks.",
    { label: "Processor Affinity Enabled" },
  ),
  attribute(
    "smpProcessorAffinityMask",
    integer,
    "4294967295",
    "The processors 0 to 31 that worker processes may use, as a bit mask; only in effect with cpu.smpAffinitized.",
    { label: "Processor Affinity Mask", examples: [15] },
  ),
  attribute(
    "smpProcessorAffinityMask2",
    integer,
    "4294967295",
    "The processors 32 to 63 that worker processes may use, as a bit mask; only in effect with cpu.smpAffinitized.",
    { label: "Processor Affinity Mask (64-bit option)", sinceInDefaults: "7.5" },
  ),
  attribute(
    "processorGroup",
    signedInteger,
    "0",
    "The Windows processor group of the processors in the affinity masks.",
    {
      since: "8.0",
      ranges: [["8.0", { min: 0, max: 2_147_483_647 }]],
    },
  ),
  attribute("numaNodeAssignment", choice, "MostAvailableMemory", "How a NUMA node is selected for a worker process.", {
    since: "8.0",
    values: enumeration({
      MostAvailableMemory: "The node with the most free memory.",
      WindowsScheduling: "The node that Windows selects.",
    }),
  }),
  attribute("numaNodeAffinityMode", choice, "Soft", "Whether a worker process may leave its NUMA node.", {
    since: "8.0",
    values: enumeration({
      Soft: "It may run on another node if its own is busy.",
      Hard: "It stays on its node.",
    }),
  }),
];
