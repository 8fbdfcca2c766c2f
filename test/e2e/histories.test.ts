import fc from "fast-check";
import { breachesOf } from "./conformance";
import { readPropertySchema } from "./conformance/schema-paths";
import { canary } from "./histories/model";
import { anyHistory, playHistory } from "./histories/play";

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
    await fc.assert(
      fc.asyncProperty(anyHistory, async (history) => {
        const played = await playHistory(history);
        expect(played.told).not.toContain(canary);
        expect(breachesOf(played.runs, { schema, host: played.host, secrets: [canary] })).toEqual([]);
        count += 1;
        commits += played.commits;
        if (count % 10 === 0) process.stderr.write(`${count} histories, ${commits} commits\n`);
      }),
      { numRuns, seed, endOnFailure: true },
    );
    expect(count).toBe(numRuns);
  },
  numRuns * limitMs,
);
