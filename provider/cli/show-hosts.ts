import type { HostResult } from "../plan/results";
import { eachHost, errorsOf, type HostWork, reading } from "./each-host";
import { type ChosenHost, chooseLiveHosts } from "./hosts";
import type { Io } from "./io";
import type { LiveHostOptions, TextOrJson } from "./options";
import { type ExitCode, exitCodes } from "./outcome";
import { concludeSplit, type SkipFlags, splitUnreachable } from "./skip-unreachable";
import { showsText } from "./write-out";

/** What a verb reads on each host, and how it shows that. */
interface HostReading<T> extends Pick<HostWork<ChosenHost, T>, "work" | "summarize"> {
  readonly write: (results: readonly HostResult<T>[], format: TextOrJson["format"]) => string;
}

/**
 * Reads the chosen hosts and prints what they have, as text or JSON.
 *
 * @throws Failure as {@link chooseLiveHosts} does, or from `write`
 */
export async function showHosts<T>(
  flags: LiveHostOptions & TextOrJson & SkipFlags,
  io: Io,
  { work, summarize, write }: HostReading<T>,
): Promise<ExitCode> {
  const results = await eachHost(chooseLiveHosts(flags, io), flags, io, { doing: reading, work, summarize });
  io.stdout.write(write(results, flags.format));
  const split = splitUnreachable(results, flags);
  return concludeSplit(io, split, errorsOf(split.kept), exitCodes.ok, showsText(flags, io.place));
}
