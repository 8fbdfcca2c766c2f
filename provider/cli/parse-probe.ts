import type { ReadValue } from "../input/members";
import { type Probe, readProbe } from "../model/read-probe";

/** What `--probe URL[,status=200][,timeout=30s]` asks for, as `probe` of a pool file does. */
export function parseProbe(text: string): ReadValue<Probe> {
  const [, url = "", options = ""] = /^(.*?)((?:,(?:status|timeout)=[^,]*)*)$/s.exec(text) ?? [];
  const given = Object.fromEntries(
    options
      .split(",")
      .slice(1)
      .map((option) => option.split("=") as [string, string]),
  );
  const { status } = given;
  const { probe, faults } = readProbe({ url, ...given, ...(status !== undefined && { status: Number(status) }) });
  if (probe !== undefined) return { value: probe };
  return { faults: faults.map(({ path, message }) => ({ keys: [path], message })) };
}
