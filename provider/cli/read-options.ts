import { type Command, Option } from "commander";
import * as z from "zod";
import { windowMember } from "../agent/window";
import { list, mustBe, oneOf, readBy, type ReadValue, text } from "../input/members";
import { object } from "../input/object";
import { readInput } from "../input/read-input";
import { describeBounds, showGiven } from "../input/wording";
import { riskNames } from "../plan/assess/risk-names";
import type { Risk } from "../plan/results";
import { shardMember } from "../plan/shard";
import { settleMember, wavesMember } from "../plan/waves/waves";
import { duration } from "../pool-file/schema/duration";
import { type Probe, probeMember } from "../pool-file/schema/probe";
import { unknownName } from "../unknown-name";
import { type GivenValue, givenValues, numberRanges, type ValueOptionName } from "./option-values";
import { Failure } from "./failure";

/** Reads `--probe URL[,status=200][,timeout=30s]` as `probe` of a pool file. */
export function parseProbe(text: string): ReadValue<Probe> {
  const [, url = "", options = ""] = /^(.*?)((?:,(?:status|timeout)=[^,]*)*)$/s.exec(text) ?? [];
  const given = Object.fromEntries(
    options
      .split(",")
      .slice(1)
      .map((option) => option.split("=") as [string, string]),
  );
  const { status = "" } = given;
  const isNumber = /^\d+$/.test(status);
  return readInput(probeMember(), { url, ...given, ...(isNumber && { status: Number(status) }) });
}

/** Reads `stop,delete`: the rules of these risks. */
function parseRisks(text: string): ReadValue<readonly Risk["rule"][]> {
  const rules: Readonly<Partial<Record<string, Risk["rule"]>>> = riskNames;
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !Object.hasOwn(rules, name));
  if (unknown.length === 0) return { value: names.flatMap((name) => rules[name] ?? []) };
  return { faults: unknown.map((name) => ({ message: unknownName("risk", name, Object.keys(rules)) })) };
}

/** In seconds. */
const day = 86_400;

/** The schemas that read the texts of option values, by key. value-options.ts has what `--help` shows. */
export const optionMembers = {
  allow: readBy((input) => parseRisks(String(input)), "names of risks"),
  parallel: numberText(numberRanges.parallel),
  pid: numberText(numberRanges.pid),
  shard: shardMember,
  /** Not shown: an address can hold a password. */
  probe: readBy((input) => parseProbe(String(input)), "a URL"),
  waves: wavesMember,
  settle: settleMember,
  every: duration({ least: 60, most: 31 * day, step: 60 }, "30m"),
  splay: duration({ least: 0, most: day }, "10m"),
  window: list(windowMember, "times of day"),
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

/** Reads all options and arguments of a call. @throws Failure with every fault */
export function readValues(verb: Command): void {
  const given = givenValues(verb).map((one) => ({ ...one, path: nameOf(one.of) }));
  const schema = object(Object.fromEntries(given.map((one) => [one.path, memberOf(one)])));
  const { value, faults } = readInput(schema, Object.fromEntries(given.map((one) => [one.path, one.value])));
  if (value === undefined) {
    const worded = faults.map(({ keys: [path = "", ...inside], message }) => ({
      path: String(path),
      message: [...inside.filter((key) => typeof key === "string"), message].join(": "),
    }));
    throw new Failure(worded);
  }
  for (const { of, path } of given)
    if (of instanceof Option) verb.setOptionValueWithSource(of.attributeName(), value[path], "cli");
}

/** Its name in messages: `--parallel`, `shell`. */
function nameOf(of: GivenValue["of"]): string {
  return of instanceof Option ? (of.long ?? of.flags) : of.name();
}
