import { readBy } from "../../input/members";
import { describeWrong } from "../../input/wording";
import { duration } from "../../pool-file/schema/duration";
import { settleFacts, wavesExample } from "./result";
import { parseWaves, type WaveStep } from "./waves";

const what = `waves, for example ${wavesExample}`;

/** The waves of a rollout, as one text or as a list: `canary:1,25%,100%`. */
export const wavesMember = readBy<readonly WaveStep[]>((input) => {
  const parts = Array.isArray(input) ? (input as readonly unknown[]) : [input];
  if (!parts.every((part) => typeof part === "string")) return { faults: [{ message: describeWrong(what, input) }] };
  const { steps, faults } = parseWaves(parts.join(","));
  return faults.length === 0 ? { value: steps } : { faults: faults.map(({ message }) => ({ message })) };
}, what);

/** The delay before the health check of a wave. It is read as seconds. */
export const settleMember = duration(settleFacts);
