import { readFileSync } from "node:fs";
import { sampleConfig } from "../engine/offline-host";
import { breachesOf } from "./conformance";
import { readPropertySchema } from "./conformance/schema-paths";
import { cliFolder, yamlHostFolder } from "../../tools/workspace/places.mts";
import { checkHistories } from "./histories/check-histories";
import { canary } from "./histories/model";
import { anyHistory, playHistory } from "./histories/play";
import { writeRunnable } from "./histories/write-runnable";

/** `npm run soak` says how many, and from which seed. */
const numRuns = Number(process.env["HISTORIES"] ?? 20);
const seed = Number(process.env["HISTORIES_SEED"] ?? 20_261_121);

const schema = readPropertySchema();

/** A limit for what hangs, for each history. */
const limitMs = 300_000;

test(
  `each of ${numRuns} histories of pools, drift and removals ends as declared, with nothing left to do (seed ${seed})`,
  async () => {
    let count = 0;
    let commits = 0;
    await checkHistories({
      ...{ numRuns, seed, arbitrary: anyHistory },
      check: async (history) => {
        const played = await playHistory(history);
        expect(played.told).not.toContain(canary);
        expect(breachesOf(played.runs, { schema, host: played.host, secrets: [canary] })).toEqual([]);
        count += 1;
        commits += played.commits;
        if (count % 10 === 0) process.stderr.write(`${count} histories, ${commits} commits\n`);
      },
      write: async (history) =>
        writeRunnable(history, readFileSync(sampleConfig, "utf8"), [await cliFolder(), await yamlHostFolder()]),
    });
    expect(count).toBe(numRuns);
  },
  numRuns * limitMs,
);
