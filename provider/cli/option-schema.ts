import * as z from "zod";
import { showGiven } from "../input/describe-given";
import { mustBe, oneOf, readBy } from "../input/members";
import { settleMember, wavesMember } from "../plan/waves-schema";
import { parseProbe } from "./parse-probe";
import { numberRanges, type ValueOptionName } from "./value-options";

/** What reads the text of an option's value, by its key. value-options.ts says what help has to know. */
export const optionMembers = {
  parallel: numberText(numberRanges.parallel),
  pid: numberText(numberRanges.pid),
  /** Not shown: an address can hold a password. */
  probe: readBy((text) => parseProbe(String(text)), "a URL"),
  waves: wavesMember,
  settle: settleMember,
} satisfies Readonly<Record<ValueOptionName, z.ZodType>>;

/** The value that an option has once it is read. */
export type OptionValue<K extends ValueOptionName> = z.output<(typeof optionMembers)[K]>;

/** One of a few texts, which no secret is among. */
export function choiceMember(choices: readonly string[]): z.ZodType {
  return oneOf(choices, showGiven);
}

/** A whole number, written in digits. */
function numberText({ least, most }: { readonly least: number; readonly most: number }): z.ZodType<number> {
  const error = mustBe(`a whole number from ${least} to ${most}`, showGiven);
  const isIn = (text: string): boolean => /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
  return z.string({ error }).refine(isIn, { error }).transform(Number);
}
