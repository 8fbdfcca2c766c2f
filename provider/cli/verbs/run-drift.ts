import { driftHost } from "../../engine/verbs/drift-host";
import { onEachHost } from "../../engine/hosts";
import type { HostDrift } from "../../plan/drift/drift";
import type { HostResult } from "../../plan/results";
import { desiredOn } from "../../plan/change/desired";
import { plural } from "../../text";
import { chooseHosts } from "../hosts";
import type { DriftFlags } from "./drift";
import { printProblems } from "../outcome";
import { type ExitCode, exitCodeOf, exitCodes } from "../outcome";
import type { Io } from "../io";
import { loadFiles } from "../load-files";
import { withProgress } from "../progress";
import { writeOut } from "../write-out";

/** Carries out `iispools drift`. @throws Failure, IisError */
export async function runDrift(paths: readonly string[], flags: DriftFlags, io: Io): Promise<ExitCode> {
  const files = loadFiles(paths, io, "required");
  const hosts = chooseHosts(files, flags, io);
  const isAlone = hosts.length === 1 || flags.parallel === 1;
  const results = await onEachHost(hosts, flags.parallel, ({ name, connectToRead }) =>
    withProgress(
      io,
      { host: name, doing: "reading", isAlone },
      () => driftHost(connectToRead(), desiredOn(files, name, flags)),
      (drift) =>
        `${plural(drift.pools, "pool", "pools")}, ${plural(countDifferences(drift), "difference", "differences")}`,
    ),
  );
  writeOut({ kind: "drift", hosts: results }, flags, io);
  const errors = results.flatMap((result) => (result.ok ? [] : [result.error]));
  printProblems(io, errors);
  return exitCodeOf(errors, results.some(differs) ? exitCodes.differs : exitCodes.ok);
}

function differs(result: HostResult<HostDrift>): boolean {
  return result.ok && countDifferences(result.value) > 0;
}

/** What counts: what was ignored for a reason does not, nor what this package does not know of. */
function countDifferences({ declared, undeclared, unknownPools }: HostDrift): number {
  return declared.length + undeclared.length + unknownPools.length;
}
