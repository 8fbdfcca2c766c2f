import type { Command } from "../appcmd/argument";
import { listApplications, listEffective, listExplicit, listPools, listSites } from "../appcmd/command";
import type { ListedApplication, ListedSection } from "../appcmd/answers/pools";
import { parseApplications, parsePools, parseSection } from "../appcmd/answers/pools";
import type { Reading } from "../appcmd/answers/settings";
import { parsePoolReferences } from "../appcmd/answers/others";
import type { PoolReference } from "../appcmd/argument";
import { IisError } from "../errors";
import { poolKey } from "../names";
import type { LiveHost } from "../plan/change/live-host";
import { withOtherSettings } from "../plan/change/live-host";
import type { Transport } from "../transport/transport";
import { Attempts } from "./apply/send";
import { type Answer, commandError, runCommand } from "./apply/send";

/** What to look at besides the pools: each is one more read. */
export interface Needs {
  /** What is explicit and what inherited. */
  readonly explicit?: boolean;
  /** The effective values of `<applicationPoolDefaults>`. */
  readonly defaults?: boolean;
  /** What names which pool among the sites: two reads. */
  readonly references?: boolean;
}

/** The needs, or what to conclude them from: the pools that were seen. */
export type NeedsOf = Needs | ((pools: LiveHost["pools"]) => Needs);

/** Does a read, or answers what the same read gave before. */
export type Remember = <T>(what: string, read: () => Promise<T>) => Promise<T>;

/**
 * Looks at a host: one read for every pool, one more for each need.
 *
 * @param remember lets a caller keep what was read; by default nothing is kept.
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function inspectHost(
  transport: Transport,
  needs: NeedsOf = {},
  remember: Remember = (_what, read) => read(),
): Promise<LiveHost> {
  const section = (command: Command, reading: Reading): Promise<ListedSection> =>
    remember(reading, () => readAnswer(transport, command, (output) => parseSection(output, reading)));
  const pools = await remember("pools", () => readPools(transport));
  const wanted = typeof needs === "function" ? needs(pools) : needs;
  const { explicit: needsExplicit, defaults: needsDefaults } = wanted;
  const explicit = needsExplicit === true ? await section(listExplicit, "explicit") : undefined;
  const effective = needsDefaults === true ? await section(listEffective, "effective") : undefined;
  const references =
    wanted.references === true ? await remember("references", () => readReferences(transport)) : undefined;
  return withOtherSettings({
    ...{ pools, ...(explicit && { explicit }), ...(effective && { defaults: effective.defaults }) },
    ...(references && { references }),
  });
}

function readPools(transport: Transport): Promise<LiveHost["pools"]> {
  return readAnswer(
    transport,
    listPools,
    (output) => new Map(parsePools(output).map((pool) => [poolKey(pool.name), pool])),
  );
}

async function readReferences(transport: Transport): Promise<PoolReference[]> {
  const applications = await readApplications(transport);
  return readAnswer(transport, listSites, (output) => parsePoolReferences(output, applications));
}

/** Every application of the host with its pool. */
export function readApplications(transport: Transport): Promise<ListedApplication[]> {
  return readAnswer(transport, listApplications, parseApplications);
}

/**
 * The answer to a read, parsed. A read changes nothing, so an answer that is no answer is asked for again.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function readAnswer<T>(transport: Transport, command: Command, parse: (output: string) => T): Promise<T> {
  const attempts = new Attempts();
  for (;;) {
    const answer = await runCommand(transport, command);
    const failure = answersRead(answer) ? tryParse(parse, answer.stdout) : commandError(transport, answer);
    if (!(failure instanceof IisError)) return failure.value;
    const isTransient = answer.verdict === "try again" || failure.code === "UNREADABLE_OUTPUT";
    if (!isTransient || !(await attempts.another())) throw onHost(transport, failure);
  }
}

/**
 * Whether that is appcmd's answer to a read. `list` ends with 1 where it finds nothing. So does a shell that finds no
 * appcmd: what it says of that is told as it is.
 */
function answersRead({ verdict, exitCode, stdout }: Answer): boolean {
  if (verdict === "done") return true;
  return exitCode === 1 && (stdout.trim() === "" || stdout.includes("<appcmd"));
}

function tryParse<T>(parse: (output: string) => T, output: string): { value: T } | IisError {
  try {
    return { value: parse(output) };
  } catch (error) {
    if (error instanceof IisError) return error;
    throw error;
  }
}

function onHost({ host }: Transport, error: IisError): IisError {
  return error.at({ host });
}
