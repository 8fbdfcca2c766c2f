import { Option } from "commander";
import * as z from "zod";
import { showGiven } from "../input/describe-given";
import { list, mustBe, oneOf, readBy, text } from "../input/members";
import { describeBounds } from "../input/wording";
import { settleMember, wavesMember } from "../plan/waves-schema";
import { parseProbe } from "./parse-probe";
import { type GivenValue, numberRanges, type ValueOptionName } from "./value-options";

/** The schemas that read the texts of option values, by key. value-options.ts has what `--help` shows. */
export const optionMembers = {
  parallel: numberText(numberRanges.parallel),
  pid: numberText(numberRanges.pid),
  /** Not shown: an address can hold a password. */
  probe: readBy((input) => parseProbe(String(input)), "a URL"),
  waves: wavesMember,
  settle: settleMember,
} satisfies Readonly<Record<ValueOptionName, z.ZodType>>;

/** The value of an option after reading. */
export type OptionValue<K extends ValueOptionName> = z.output<(typeof optionMembers)[K]>;

/** The schema of an option or argument: a text, or several. */
export function memberOf({ of, value }: GivenValue): z.ZodType {
  const name = of instanceof Option ? of.attributeName() : of.name();
  const own = (optionMembers as Readonly<Partial<Record<string, z.ZodType>>>)[name];
  if (of.argChoices !== undefined) return oneOf(of.argChoices, { show: showGiven });
  if (own !== undefined || !isText(value)) return own ?? z.unknown();
  const isPath = name === "files" || (of instanceof Option && of.flags.includes("<file>"));
  const one = text(isPath ? "a path" : "a name");
  return Array.isArray(value) ? list(one, "texts") : one;
}

function isText(value: unknown): boolean {
  return typeof value === "string" || Array.isArray(value);
}

/** A whole number in digits. */
function numberText({ least, most }: { readonly least: number; readonly most: number }): z.ZodType<number> {
  const error = mustBe(`a whole number ${describeBounds(least, most)}`, showGiven);
  const isIn = (digits: string): boolean => /^\d+$/.test(digits) && Number(digits) >= least && Number(digits) <= most;
  return z.string({ error }).refine(isIn, { error }).transform(Number);
}
