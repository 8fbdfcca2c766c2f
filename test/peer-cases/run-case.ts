import { inspectHost } from "../../provider/engine";
import { type PeerCase, poolsOf } from "./cases";
import { type Deviation, deviations } from "./deviations";
import { onHost } from "./given-host";
import { runAppcmd, runPeersCall, runTurn } from "./run-appcmd";
import { runDesired } from "./run-desired";
import { isMalformed, runMalformed } from "./run-malformed";
import { runRange } from "./run-range";
import { runRead } from "./run-read";
import { expectRefused, runRefused } from "./run-refused";
import {
  runHundredChanged,
  runHundredEqual,
  runLocked,
  runRemovalAlsoFails,
  runSecret,
  runStartTimesOut,
  runVersioned,
  runWithResourceName,
} from "./run-special";

/** Runs one case with all its assertions. */
export type Runner = (one: PeerCase) => Promise<void>;

/** Cases that need more than their lines can say. */
const special: Readonly<Record<string, Runner>> = {
  "PUP-S58": runSecret,
  "PUP-S60": runSecret,
  "PUP-S61": runSecret,
  "DSC-U154": runRemovalAlsoFails,
  "IISADM-05": runLocked,
  "CARBON-48": runStartTimesOut,
  "ISS-06": runWithResourceName,
  "ISS-22": runVersioned,
  "ISS-53": runHundredEqual,
  "ISS-54": runHundredChanged,
  "AZ-07": runTurn,
  "AZ-08": runTurn,
  "AZ-09": runPeersCall,
};

/** How a case is run; undefined where it is not. */
export function runnerOf(one: PeerCase): Runner | undefined {
  const runner = special[one.id] ?? usualRunner(one);
  const deviation = deviations[one.id];
  return runner === undefined || deviation === undefined ? runner : (it) => runDeviating(it, deviation, runner);
}

function usualRunner(one: PeerCase): Runner | undefined {
  const { given, desired, expect: expected } = one;
  if (desired.action !== undefined || desired.rename !== undefined) return undefined;
  if (given["applicationHost.config"] !== undefined) return isMalformed(one) ? runMalformed : undefined;
  if (desired.appcmd !== undefined) return runAppcmd;
  if (desired.range_of !== undefined) return runRange;
  if (desired.read !== undefined) return runRead;
  if (expected.error?.startsWith("validation") === true) return runRefused;
  const declares =
    poolsOf(desired).length > 0 || desired.absent !== undefined || desired.applicationPoolDefaults !== undefined;
  return declares && (expected.error ?? null) === null ? runDesired : undefined;
}

/** First that ours differs as it says, then everything of the case that is left. */
async function runDeviating(one: PeerCase, { refused, givenRefused, rewrite }: Deviation, run: Runner): Promise<void> {
  if (refused !== undefined) await expectRefused(one, refused);
  if (givenRefused !== undefined) {
    await onHost(one.given, async (host) => {
      // By that IIS, and not as by a newer one, which may know more attributes.
      process.env["APPCMD_EMULATOR_IIS"] = "10.0";
      await expect(inspectHost(host.transport)).rejects.toThrow(givenRefused);
    });
  }
  if (rewrite !== undefined) await run(rewrite(one));
  else if (refused === undefined && givenRefused === undefined) await run(one);
}
