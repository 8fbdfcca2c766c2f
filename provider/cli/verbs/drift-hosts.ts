import { driftHost } from "../../engine/verbs/drift-host";
import { desiredOn } from "../../plan/change/desired";
import type { HostDrift } from "../../plan/drift/drift";
import type { PoolFiles } from "../../pool-file/pool-file";
import { documentOf } from "../../report/document/document";
import type { ReportDocument } from "../../report/schema/change-reports";
import { plural } from "../../text";
import { eachHost, errorsOf, reading } from "../each-host";
import type { ChosenHost } from "../hosts";
import type { Io } from "../io";
import { madeOf } from "../made";
import { shardPart } from "../named-hosts";
import type { CompareFlags, HostOptions, ReportFlags } from "../options";
import { type ExitCode, exitCodes } from "../outcome";
import { concludeSplit, type SkipFlags, skippedNames, splitUnreachable } from "../skip-unreachable";
import { writeDocument } from "../write-out";

/** How hosts are compared, and how that is reported. */
type DriftFlags = Pick<HostOptions, "parallel" | "host" | "shard"> & ReportFlags & CompareFlags & SkipFlags;

/** Compares hosts with the files and reports the differences. */
export async function driftHosts(
  hosts: readonly ChosenHost[],
  files: PoolFiles,
  flags: DriftFlags,
  record: (document: ReportDocument) => void,
  io: Io,
): Promise<ExitCode> {
  const results = await eachHost(hosts, flags, io, {
    doing: reading,
    work: ({ name, connectToRead }) => driftHost(connectToRead(), desiredOn(files, name, flags)),
    summarize: (found) =>
      `${plural(found.pools, "pool", "pools")}, ${plural(countDifferences(found), "difference", "differences")}`,
  });
  const split = splitUnreachable(results, flags);
  const part = shardPart(files.hosts, hosts, flags);
  const report = { kind: "drift", hosts: results, ...skippedNames(split), ...part } as const;
  const document = documentOf(report, madeOf(files.names, io.place));
  record(document);
  const isShown = writeDocument(document, flags, io);
  const isDifferent = results.some((result) => result.ok && countDifferences(result.value) > 0);
  return concludeSplit(io, split, errorsOf(split.kept), isDifferent ? exitCodes.differs : exitCodes.ok, isShown);
}

/** Without what an ignore rule is about, and without attributes that this package does not know. */
function countDifferences({ declared, undeclared, unknownPools }: HostDrift): number {
  return declared.length + undeclared.length + unknownPools.length;
}
