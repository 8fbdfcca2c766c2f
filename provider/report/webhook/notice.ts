import { visibleText } from "../../visible-text";
import type { DriftReport } from "../schema/change-reports";
import { writeReport } from "../write-report";

/** What a message says, for every service. */
export interface Notice {
  readonly status: "differences" | "no differences" | "failed";
  /** One line with counts only: no names of others can be in it. */
  readonly title: string;
  /** The report as text, or the errors of a run. Secrets are masked, hidden characters spelled out. */
  readonly text: string;
  readonly counts?: DriftReport["counts"];
}

/** The message about a drift. */
export function driftNotice(document: DriftReport): Notice {
  const { hosts, counts } = document;
  const failed = hosts.filter(({ ok }) => !ok).length;
  const skipped = hosts.filter((host) => !host.ok && host.skipped === true).length;
  const differing = hosts.filter(
    (host) => host.ok && host.counts.declared + host.counts.undeclared + host.counts.unknownPools > 0,
  ).length;
  const of = hosts.length === 1 ? "1 server" : `${hosts.length} servers`;
  const parts = [
    ...(differing > 0 ? [`${differing} of ${of} ${differing === 1 ? "differs" : "differ"} from the files`] : []),
    ...(failed > skipped ? [`${failed - skipped} of ${of} could not be read`] : []),
    ...(skipped > 0 ? [`${skipped} of ${of} ${skipped === 1 ? "was" : "were"} skipped`] : []),
  ];
  const isQuiet = parts.length === 0;
  return {
    status: isQuiet ? "no differences" : "differences",
    title: `IIS: ${isQuiet ? `no differences on ${of}` : parts.join("; ")}`,
    ...{ text: writeReport(document, "text", { colour: false }).trimEnd(), counts },
  };
}

/** The message about a run that failed before it read a server. @param lines its errors */
export function failureNotice(lines: readonly string[]): Notice {
  return { status: "failed", title: "IIS: the drift job failed", text: visibleText(lines.join("\n")) };
}
