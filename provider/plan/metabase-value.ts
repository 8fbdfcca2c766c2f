import { attributeOf } from "../schema/app-pool-attributes";
import { parseValue, ValueError } from "../schema/codecs";
import type { SettingValue } from "../schema/setting-value";
import type { MetabaseProperty } from "./metabase-properties";

/** 0xFFFFFFFF, which scripts write as -1. */
const unlimited = 4_294_967_295;

/** What a property of IIS 6 is in IIS 7, and what there is to tell of it; without a value where it is nothing there. */
interface MetabaseValue {
  readonly value?: SettingValue;
  readonly note?: string;
}

/** The value of a property from its text in MetaBase.xml. */
export function metabaseValue(property: MetabaseProperty, text: string): MetabaseValue {
  const number = dwordOf(text.trim());
  const special = number === undefined ? undefined : specialOf(property, number);
  if (typeof special === "string") return { note: `is left out: ${special}` };
  try {
    const value = parseValue(attributeOf(property.path), inputOf(property.as, text.trim(), special ?? number));
    const told = special === undefined || special === 0 || special === number;
    return told
      ? { value }
      : { value, note: `is unlimited in IIS 6; here it is ${special}, the most that IIS 7 takes` };
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    return { note: `is left out: ${error.problems.map(({ message }) => message).join("; ")}` };
  }
}

/** What stands for a number that does not mean itself; undefined for one that does. */
function specialOf({ instead = {}, unlimited: most }: MetabaseProperty, number: number): number | string | undefined {
  return number === unlimited && most !== undefined ? most : instead[number];
}

/** A DWORD, also in hexadecimal or as the signed number that scripts make of it. */
function dwordOf(text: string): number | undefined {
  if (!/^(?:-?\d{1,10}|0x[\da-f]{1,8})$/i.test(text)) return undefined;
  const number = Number(text);
  return number < 0 ? number + unlimited + 1 : number;
}

/** The text of the metabase as one would write it into a pool file. */
function inputOf(as: MetabaseProperty["as"], text: string, number: number | undefined): unknown {
  switch (as) {
    case "m":
    case "s":
      return number === undefined ? text : `${number}${as}`;
    case "number":
      return number ?? text;
    case "flags":
      return number ?? text.replace(/AppPoolRecycle/gi, "").replaceAll("|", ",");
    // The entries of a MULTISZ stand on lines of their own, which XML makes blanks of.
    case "times":
      return text === "" ? [] : text.split(/[\s,]+/);
    case "bool":
      return number === undefined ? text : number !== 0;
    case "text":
      return text;
  }
}
