import { InvalidArgumentError } from "commander";
import { type Probe, readProbe } from "../model/read-probe";

/** What `--probe URL[,status=200][,timeout=30s]` asks for, as `probe` of a pool file does. @throws InvalidArgumentError */
export function parseProbe(text: string): Probe {
  const [, url = "", options = ""] = /^(.*?)((?:,(?:status|timeout)=[^,]*)*)$/s.exec(text) ?? [];
  const given = Object.fromEntries(
    options
      .split(",")
      .slice(1)
      .map((option) => option.split("=") as [string, string]),
  );
  const status = given["status"] === undefined ? {} : { status: Number(given["status"]) };
  const { probe, faults } = readProbe({ url, ...given, ...status });
  if (probe !== undefined) return probe;
  throw new InvalidArgumentError(faults.map(({ path, message }) => `${path}: ${message}`).join("; "));
}
