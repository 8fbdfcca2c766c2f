import { readBy } from "../input/members";
import { describeWrong } from "../input/wording";
import { duration } from "../model/duration-schema";
import { settleFacts, wavesExample } from "./wave-facts";
import { parseWaves, type WaveStep } from "./waves";

const what = `waves, for example ${wavesExample}`;

/** The steps of a rollout, as one text or as a list with a wave each: `canary:1,25%,100%`. */
export const wavesMember = readBy<readonly WaveStep[]>((input) => {
  const parts = Array.isArray(input) ? (input as readonly unknown[]) : [input];
  if (!parts.every((part) => typeof part === "string")) return { faults: [{ message: describeWrong(what, input) }] };
  const { steps, faults } = parseWaves(parts.join(","));
  return faults.length === 0 ? { value: steps } : { faults: faults.map(({ message }) => ({ message })) };
}, what);

/** How long a wave is left alone before it is checked. It is read as seconds. */
export const settleMember = duration(settleFacts);
