import type { ReadValue } from "../input/members";
import { readInput } from "../input/read-input";
import type { Probe } from "../model/probe";
import { probeMember } from "../model/probe-schema";

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
