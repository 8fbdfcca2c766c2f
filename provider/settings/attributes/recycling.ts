import type { Attribute } from "../codecs/codec";
import { boolean } from "../codecs/boolean";
import { timeSpan } from "../codecs/time-span";
import { flags } from "../codecs/flags";
import { integer } from "../codecs/integer";
import { memory } from "../codecs/memory";
import { timesOfDay } from "../codecs/times-of-day";
import { addPage, attributeGroup, flagBits, range } from "./group";

const attribute = attributeGroup("recycling", "recycling/");
const periodic = attributeGroup("recycling.periodicRestart", "recycling/periodicrestart/");
const reasons = {
  Time: "It has run for periodicRestart.time.",
  Requests: "It has served periodicRestart.requests.",
  Schedule: "It is a time of periodicRestart.schedule.",
  Memory: "It uses more virtual memory than periodicRestart.memory.",
  IsapiUnhealthy: "An ISAPI extension has reported that it is unhealthy.",
  OnDemand: "An administrator or a program requested it.",
  ConfigChange: "The configuration has changed.",
  PrivateMemory: "It uses more private memory than periodicRestart.privateMemory.",
};

/** The attributes of `recycling` and of `recycling.periodicRestart`: when worker processes are replaced. */
export const recyclingAttributes: readonly Attribute[] = [
  attribute(
    "disallowOverlappingRotation",
    boolean,
    "false",
    "Whether the old worker process must end before the new one starts, which causes a gap in service.",
    { label: "Disable Overlapped Recycle" },
  ),
  attribute(
    "disallowRotationOnConfigChange",
    boolean,
    "false",
    "Whether a change of the configuration takes effect only at the next recycle, without recycling running worker processes.",
    { label: "Disable Recycling for Configuration Changes" },
  ),
  attribute(
    "logEventOnRecycle",
    flags,
    [
      ["7.0", "Time, Memory, PrivateMemory"],
      ["10.0", Object.keys(reasons).join(", ")],
    ],
    "Which reasons for recycling are written to the event log.",
    {
      label: "Generate Recycle Event Log Entry",
      values: flagBits(reasons),
      examples: [["Time", "Memory", "PrivateMemory"], []],
    },
  ),
  periodic("memory", memory, "0", "Virtual memory of a worker process above which it is recycled.", {
    label: "Virtual Memory Limit",
    unit: "KB",
    zero: "no limit",
    zeroName: "off",
    examples: ["4GB", 4_194_304],
  }),
  periodic("privateMemory", memory, "0", "Private memory of a worker process above which it is recycled.", {
    label: "Private Memory Limit",
    unit: "KB",
    zero: "no limit",
    zeroName: "off",
    examples: ["1.5GB", 1_572_864],
  }),
  periodic("requests", integer, "0", "How many requests a worker process serves before it is recycled.", {
    label: "Request Limit",
    unit: "requests",
    zero: "no limit",
    zeroName: "off",
    examples: [35_000],
  }),
  periodic(
    "time",
    timeSpan,
    "1.05:00:00",
    "How long a worker process runs before it is recycled. The time of day drifts; use schedule for fixed times.",
    {
      label: "Regular Time Interval",
      ranges: range(0, 25_920_000, 60),
      zero: "never",
      zeroName: "off",
      examples: ["29h", "00:00:00"],
    },
  ),
  periodic("schedule", timesOfDay, "", "The times of day, in the server's local time, at which the pool is recycled.", {
    label: "Specific Times",
    ranges: range(0, 86_399, 60),
    zero: "no scheduled recycle",
    link: `${addPage}recycling/periodicrestart/schedule/`,
    examples: [["03:00"], ["03:00", "15:00"], []],
  }),
];
