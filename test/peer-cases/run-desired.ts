import { applyRequests, type Outcome, planChanges, type PoolChange } from "../../provider/engine";
import type { Request } from "../../provider/engine/apply/request";
import type { Call, OfflineHost } from "../engine/offline-host";
import type { PeerCase } from "./cases";
import { again, changesOf, requestsOf } from "./declare";
import { expectAfter } from "./expect-after";
import { expectCalls } from "./expect-calls";
import { expectNoSecret } from "./expect-secrets";
import { bytesOf, expectOnlyReads, onHost } from "./given-host";

/** What was asked for, and what differed at the first look. */
interface Run {
  readonly one: PeerCase;
  readonly host: OfflineHost;
  /** The bytes of the host before the case. */
  readonly before: string;
  readonly requests: readonly Request[];
  readonly changes: readonly PoolChange[];
}

/** Checks, compares, plans and applies what a case declares, and asserts everything that it expects. */
export async function runDesired(one: PeerCase): Promise<void> {
  await onHost(one.given, async (host) => {
    if (one.desired.then !== undefined) await applyAll(host, await requestsOf(host, one.desired, one.given));
    const given = one.desired.then === undefined ? one.given : { ...one.given, ...one.desired };
    const requests = await requestsOf(host, one.desired.then ?? one.desired, given);
    const run = { one, host, before: bytesOf(host), requests, changes: await changesOf(host, requests) };
    expectChanged(run);
    expectPlan(run);
    if (one.desired.preview === true || one.desired.detectDrift === true) await expectOnlyLooked(run);
    else await expectApplied(run);
  });
}

function expectChanged({ one, changes }: Run): void {
  if (one.expect.changed !== undefined) expect(changes.length > 0).toBe(one.expect.changed);
  if (one.expect["drift"] !== undefined) expect(changes.flatMap(driftOf)).toEqual(one.expect["drift"]);
}

function driftOf(change: PoolChange): string[] {
  if (change.kind === "delete") return ["pool"];
  return [...change.settings.map(({ path }) => path), ...(change.state === undefined ? [] : ["state"])];
}

/** A difference in settings needs something to be sent, and only that; nothing of it shows a password. */
function expectPlan({ one, changes }: Run): void {
  const operations = planChanges(changes);
  expect(operations.length > 0).toBe(changes.some((change) => change.kind !== "update" || change.settings.length > 0));
  expectNoSecret(one, { changes, operations, rest: [] });
}

async function expectOnlyLooked({ one, host, before }: Run): Promise<void> {
  expectOnlyReads(host.takeCalls());
  expect(bytesOf(host)).toBe(before);
  await expectAfter(one, host, before);
}

/** A new pool's list into which the defaults bring entries follows in a second commit, and is told with the first. */
function asSent(change: PoolChange): unknown {
  if (change.kind !== "create") return change;
  return { ...change, settings: expect.arrayContaining([...change.settings]) as unknown };
}

async function expectApplied(run: Run): Promise<void> {
  const { one, host, before, requests, changes } = run;
  host.takeCalls();
  const outcomes = await applyAll(host, requests);
  const calls = host.takeCalls();
  expect(outcomes.flatMap((outcome) => (outcome.ok && outcome.change !== undefined ? [outcome.change] : []))).toEqual(
    changes.map(asSent),
  );
  expectNoSecret(one, { changes, operations: [], rest: outcomes });
  if (changes.length === 0) expectUntouched(run, calls);
  else expect(calls.at(-1)?.argv[0]).toBe("list");
  expectCalls(one, calls);
  await expectAfter(one, host, before);
  if (one.expect.second_run_changed !== undefined) {
    expect(one.expect.second_run_changed).toBe(false);
    await expectNothingLeft(run);
  }
}

function expectUntouched({ host, before }: Run, calls: readonly Call[]): void {
  expectOnlyReads(calls);
  expect(bytesOf(host)).toBe(before);
}

/** The same once more: nothing differs, nothing is written. */
async function expectNothingLeft(run: Run): Promise<void> {
  const { host, requests } = run;
  const before = bytesOf(host);
  host.takeCalls();
  const outcomes = await applyAll(host, again(requests));
  expect(outcomes.map((outcome) => outcome.ok && outcome.change)).toEqual(requests.map(() => undefined));
  expectUntouched({ ...run, before }, host.takeCalls());
}

/** Applies, and succeeds. */
export async function applyAll(host: OfflineHost, requests: readonly Request[]): Promise<Outcome[]> {
  const outcomes = await applyRequests(host.transport, requests);
  expect(outcomes.map((outcome) => (outcome.ok ? undefined : outcome.error.message))).toEqual(
    requests.map(() => undefined),
  );
  return outcomes;
}
