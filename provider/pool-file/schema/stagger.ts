import * as z from "zod";
import { describeWrong, showGiven } from "../../input/wording";
import { mustBe } from "../../input/members";
import { object } from "../../input/object";
import { lazily } from "../../lazily";
import { isRecord } from "../../record";
import { attributeOf } from "../../settings/app-pool-attributes";
import type { Attribute } from "../../settings/codecs/codec";
import { type AttributeValue, parseValue, ValueError } from "../../settings/codecs/codecs";
import { timeOfDayPattern } from "../../settings/codecs/times-of-day";
import { attributeSchema } from "../../settings/generate/json-schema";
import { formatSeconds, humanDuration, secondsOfClock } from "../../settings/codecs/timespan-text";
import { duration } from "./duration";
import { valueMember } from "./value-member";
import { hostNameKey, poolKey } from "../../names";
import { sha256 } from "../../sha256";

/** The setting that a stagger replaces. */
export const schedulePath = "recycling.periodicRestart.schedule";

const day = 86_400;

/** A window of the day in which each pool recycles at its own time. All values are whole minutes, in seconds. */
export interface Stagger {
  /** The first slot, in seconds since midnight. */
  readonly from: number;
  /** The length of the window: more than 0, less than a day. It may end after midnight. */
  readonly window: number;
  /** The time between two slots. */
  readonly every: number;
}

/** The number of slots in the window: whole ones, so the last one begins at least `every` before the window ends. */
export function countSlots({ window, every }: Stagger): number {
  return Math.floor(window / every);
}

/**
 * The time of day at which a pool of a host recycles, as `hh:mm:ss`. It depends only on the two names, ignoring letter
 * case, so no other pool and no order changes it. Two pools of a host may have the same time.
 */
export function staggerTime(stagger: Stagger, host: string, pool: string): string {
  const names = JSON.stringify([hostNameKey(host), poolKey(pool)]);
  const number = sha256(names).readUIntBE(0, 6);
  const slot = number % countSlots(stagger);
  return formatSeconds((stagger.from + slot * stagger.every) % day);
}

const example = 'stagger: { from: "02:00", to: "04:00", every: "5m" }';

const time = lazily(() =>
  valueMember(readTime, { type: "string", pattern: `^${timeOfDayPattern}$` }, `a time of day, for example ${example}`),
);

/** The members of a stagger, in seconds. */
export const staggerObject = lazily(() =>
  object(
    {
      /** The first slot. */
      from: time().meta({ description: "The first slot." }),
      /** The end of the window; no slot starts less than `every` before it. */
      to: time().meta({ description: "The end of the window; no slot starts less than `every` before it." }),
      /** The time between two slots, in whole minutes; at most half of the window. */
      every: duration({ least: 60, most: day, step: 60 }, example).meta({
        description: "The time between two slots, in whole minutes; at most half of the window.",
      }),
    },
    { what: `a window, for example ${example}` },
  ),
);

const stagger = lazily(() =>
  staggerObject()
    .transform(({ from, to, every }): Stagger => ({ from, window: (to - from + day) % day, every }))
    .meta({
      description:
        "A separate time for each pool on each host, in a window that may include midnight. It depends only on the names of host and pool, so other pools never change it.",
      examples: [{ from: "02:00", to: "04:00", every: "5m" }],
    }),
);

/** A schedule for all pools: a list of times of day. */
export const listSchedule = lazily((): z.ZodType => {
  const read = (input: unknown): AttributeValue => {
    if (isRecord(input) && Object.hasOwn(input, "stagger")) throw new ValueError(notForAll, ".stagger");
    return parseValue(attribute(), input);
  };
  return valueMember(read, attributeSchema(attribute()));
});

const notForAll =
  "gives each pool its own time, but this schedule is the same for all pools; write it in a pool file, in a pool or under defaults";

/** A schedule of a pool: a list of times of day, or a stagger. */
export const schedule = lazily((): z.ZodType => {
  const list = valueMember((input) => parseValue(attribute(), input), attribute().codec.jsonSchema(attribute()));
  const { description, examples } = listSchedule().meta() ?? {};
  const error = mustBe(`a list of times of day such as ["03:00"], or ${example}`);
  return z
    .union([list, object({ stagger: stagger() })], { error })
    .meta({ description: description ?? "", examples: examples ?? [] });
});

function attribute(): Attribute {
  return attributeOf(schedulePath);
}

/** The fault of the window as a whole, and its key. */
export function windowFault(stagger: Stagger): { readonly key: string; readonly message: string } | undefined {
  const { window, every } = stagger;
  if (window === 0) return { key: "to", message: "is the same time as from; the window must have a length" };
  const long = humanDuration(window);
  if (every > window) {
    return { key: "every", message: `is longer than the window of ${long} from "from" to "to"; shorten it` };
  }
  if (countSlots(stagger) > 1) return undefined;
  const message = `leaves one slot in the window of ${long}, so all pools recycle at once; must be at most half of it`;
  return { key: "every", message };
}

/** Seconds since midnight. */
function readTime(input: unknown): number {
  const isOne = typeof input === "string" && !input.includes(",");
  const [time] = isOne ? (parseValue(attribute(), input) as readonly string[]) : [];
  if (time === undefined)
    throw new ValueError(describeWrong('one time of day such as "03:00" (in quotes)', input, showGiven));
  return secondsOfClock(time) ?? 0;
}
