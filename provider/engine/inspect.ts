import { parsePoolReferences } from "../appcmd/answers/others";
import {
  type ListedApplication,
  type ListedSection,
  parseApplications,
  parsePools,
  parseSection,
} from "../appcmd/answers/pools";
import type { Reading } from "../appcmd/answers/settings";
import type { Command, PoolReference } from "../appcmd/argument";
import { listApplications, listEffective, listExplicit, listPools, listSites } from "../appcmd/command";
import { IisError } from "../errors";
import { poolKey } from "../names";
import { type LiveHost, withOtherSettings } from "../plan/change/live-host";
import type { Transport } from "../transport/transport";
import { type Answer, Attempts, commandError, runCommand } from "./apply/send";

/** What to read besides the pools: one more command for each. */
export interface Needs {
  /** Which values are explicit and which are inherited. */
  readonly explicit?: boolean;
  /** The effective values of `<applicationPoolDefaults>`. */
  readonly defaults?: boolean;
  /** The places in the sites' section that name a pool: two commands. */
  readonly references?: boolean;
}

/** The needs, or a function that returns them for the pools of the host. */
export type NeedsOf = Needs | ((pools: LiveHost["pools"]) => Needs);

/** Executes a read, or returns the result of the same read before. */
export type Remember = <T>(what: string, read: () => Promise<T>) => Promise<T>;

/**
 * Reads a host: one command for all pools, and one more for each need.
 *
 * @param remember lets a caller cache the results. Default: no cache
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
  const required = typeof needs === "function" ? needs(pools) : needs;
  const { explicit: needsExplicit, defaults: needsDefaults } = required;
  const explicit = needsExplicit === true ? await section(listExplicit, "explicit") : undefined;
  const effective = needsDefaults === true ? await section(listEffective, "effective") : undefined;
  const references =
    required.references === true ? await remember("references", () => readReferences(transport)) : undefined;
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
 * The parsed result of a read. A read changes nothing, so it is retried if its output cannot be parsed.
 *
 * @throws IisError `APPCMD_FAILED`, `UNREADABLE_OUTPUT`, `NO_APPCMD`
 */
export async function readAnswer<T>(transport: Transport, command: Command, parse: (output: string) => T): Promise<T> {
  const attempts = new Attempts();
  for (;;) {
    const answer = await runCommand(transport, command);
    const failure = isAnswer(answer) ? tryParse(parse, answer.stdout) : commandError(transport, answer);
    if (!(failure instanceof IisError)) return failure.value;
    const isTransient = answer.verdict === "try again" || failure.code === "UNREADABLE_OUTPUT";
    if (!isTransient || !(await attempts.another())) throw onHost(transport, failure);
  }
}

/**
 * Whether this is appcmd's answer to a read. `list` exits with 1 if it finds nothing, and so does a shell that does not
 * find appcmd: the shell's message is reported unchanged.
 */
function isAnswer({ verdict, exitCode, stdout }: Answer): boolean {
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

/** The maximum age of a read from which a write may start, in milliseconds. */
export const freshMs = 5000;

/** The reads of a host: each is executed once, until all are forgotten. */
export class HostMemory {
  readonly #reads = new Map<string, { readonly reading: Promise<unknown>; ended?: number }>();

  /** Executes a read, or returns the result of the same read before. A failed read is not kept. */
  readonly remember: Remember = <T>(what: string, read: () => Promise<T>): Promise<T> => {
    const known = this.#reads.get(what);
    if (known !== undefined) return known.reading as Promise<T>;
    const entry: { readonly reading: Promise<T>; ended?: number } = { reading: read() };
    this.#reads.set(what, entry);
    // Node loads it at its first use: here while appcmd runs.
    const clock = performance;
    entry.reading.then(
      () => (entry.ended = clock.now()),
      () => {
        if (this.#reads.get(what) === entry) this.#reads.delete(what);
      },
    );
    return entry.reading;
  };

  /** Forgets all reads, also those that are not finished. */
  forget(): void {
    this.#reads.clear();
  }

  /** Whether something was read, and no read ended more than {@link freshMs} ago. */
  get isFresh(): boolean {
    const now = performance.now();
    return this.#reads.size > 0 && [...this.#reads.values()].every(({ ended = now }) => now - ended <= freshMs);
  }
}
