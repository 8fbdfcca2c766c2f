import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Difference } from "../../scripts/lib/iis/differential.mts";
import { replayOnEmulator } from "./from-iis";

/** The files of `artifacts/iis` of runs of `npm run test:iis` on real servers, as they are. */
const folder = join(__dirname, "iis");
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".jsonl")) : [];
const differences = files.flatMap((file) =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Difference),
);

if (differences.length === 0) {
  it.skip("transcripts of a real IIS (none yet: npm run test:iis writes them, and they belong into test/transcripts/iis)", () => {
    // Nothing to compare.
  });
} else {
  it.each(differences)("$id $argv", (difference) => {
    const { stdout, exit_code } = difference;
    expect(replayOnEmulator(difference)).toEqual({ stdout, exit_code });
  });
}
