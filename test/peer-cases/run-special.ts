import { rmSync, writeFileSync } from "node:fs";
import { applyRequests, describeChange, inspectHost, type Outcome, planChanges } from "../../provider/engine";
import type { Call, OfflineHost } from "../engine/offline-host";
import { type Flat, type Given, type PeerCase, poolsOf } from "./cases";
import { changesOf, requestsOf } from "./declare";
import { expectPools } from "./expect-after";
import { expectNoSecret, secretsOf } from "./expect-secrets";
import { withoutWaiting } from "../without-waiting";
import { bytesOf, expectOnlyReads, fault, onHost } from "./given-host";
import { runDesired } from "./run-desired";

/** Asserts that the only request failed with this code and message, and answers its error. */
function expectFailure(outcomes: readonly Outcome[], code: string, message: RegExp): Error {
  const [outcome] = outcomes;
  if (outcome === undefined || outcome.ok) throw new Error("it was to fail");
  expect(outcome.error).toMatchObject({ code, message: expect.stringMatching(message) as string });
  return outcome.error;
}

async function applyWanted(one: PeerCase, host: OfflineHost): Promise<Outcome[]> {
  return applyRequests(host.transport, await requestsOf(host, one.desired, one.given));
}

function commitsOf(calls: readonly Call[]): number {
  return calls.filter(({ commit }) => commit).length;
}

/** Another process holds the configuration all the time; when it lets go, the same succeeds. */
export async function runLocked(one: PeerCase): Promise<void> {
  await onHost(one.given, async (host) => {
    const lock = `${host.configFile}.lock`;
    writeFileSync(lock, String(process.pid));
    const before = bytesOf(host);
    const outcomes = await withoutWaiting(() => applyWanted(one, host));
    expectFailure(outcomes, "FILE_IN_USE", /pool "p": .*exit code 32: .*used by another process/);
    expect(commitsOf(host.takeCalls())).toBe(0);
    expect(bytesOf(host)).toBe(before);
    rmSync(lock);
    expect(await applyWanted(one, host)).toMatchObject([{ ok: true }]);
    expectPools(await inspectHost(host.transport), ["p"], { autoStart: false });
  });
}

/** A pool that WAS never starts is told as a failure. */
export async function runStartTimesOut(one: PeerCase): Promise<void> {
  const [[name] = [""]] = poolsOf(one.given);
  const started: PeerCase = { ...one, desired: { pools: { [name]: { state: "Started" } } } };
  await onHost({ ...one.given, state: { [name]: "Stopped" } }, async (host) => {
    fault(`start4312:99:${host.configFile}.count`);
    const outcomes = await withoutWaiting(() => applyWanted(started, host));
    expectFailure(outcomes, "APPCMD_FAILED", new RegExp(`pool "${name}": .*start apppool`));
    expect((await inspectHost(host.transport)).pools.get(name.toLowerCase())?.state).toBe("Stopped");
  });
}

/** A removal that appcmd refuses is an error, and the pool stays. */
export async function runRemovalAlsoFails(one: PeerCase): Promise<void> {
  await runDesired(one);
  await onHost(one.given, async (host) => {
    fault("refuse:/-[name='");
    const before = bytesOf(host);
    expectFailure(await applyWanted(one, host), "APPCMD_FAILED", /pool "MockAppPool": /);
    expect(bytesOf(host)).toBe(before);
  });
}

/** The logical name of the resource is none of IIS's business. */
export async function runWithResourceName(one: PeerCase): Promise<void> {
  await runDesired(one);
  await onHost(one.given, async (host) => {
    await applyWanted(one, host);
    const { pools } = await inspectHost(host.transport);
    expect([...pools.keys()]).toEqual(poolsOf(one.given).map(([name]) => name));
    expect(JSON.stringify(host.takeCalls())).not.toContain(one.desired.resourceName);
  });
}

/** The password goes to appcmd as it is, and nowhere else: not into what is shown of changes, plans and errors. */
export async function runSecret(one: PeerCase): Promise<void> {
  const [secret = ""] = secretsOf(one);
  expect(secret).not.toBe("");
  await onHost(one.given, async (host) => {
    const changes = await changesOf(host, await requestsOf(host, one.desired, one.given));
    const operations = planChanges(changes);
    fault("refuse:processModel.password");
    const error = expectFailure(await applyWanted(one, host), "APPCMD_FAILED", /password:\[secret\]/);
    fault("");
    const outcomes = await applyWanted(one, host);
    expect(outcomes).toMatchObject([{ ok: true }]);
    expectNoSecret(one, { changes, operations, rest: [error, ...outcomes] });
    expectSecretRules(one, changes.flatMap(describeChange), host.takeCalls());
    expect(host.config()).not.toContain(secret);
  });
}

function expectSecretRules(
  { expect: expected, ...one }: PeerCase,
  lines: readonly string[],
  calls: readonly Call[],
): void {
  const [secret = ""] = secretsOf({ ...one, expect: expected });
  const sent = calls
    .flatMap(({ argv }) => argv)
    .filter((argument) => argument.endsWith(`.processModel.password:${secret}`));
  if (expected["command_contains_secret"] === true) expect(sent).not.toEqual([]);
  const shown = lines.filter((line) => line.startsWith("processModel.password "));
  expect(shown).toEqual([expect.stringMatching(/-> \[secret\]$/)]);
  if (expected["event_values"] !== undefined) expect(shown[0]).toContain(expected["event_values"]);
}

/** It is written where the host's IIS has it, and refused before any write, with the version, where it has not. */
export async function runVersioned(one: PeerCase): Promise<void> {
  await runDesired(one);
  await onHost({ ...one.given, iis: "7.0" }, async (host) => {
    const before = bytesOf(host);
    const message = /processModel\.setProfileEnvironment: the IIS of this host does not have it; it came with IIS 7\.5/;
    expectFailure(await applyWanted(one, host), "UNSUPPORTED_ATTRIBUTE", message);
    expectOnlyReads(host.takeCalls());
    expect(bytesOf(host)).toBe(before);
  });
}

const hundred = Array.from({ length: 100 }, (_, index) => `Pool ${String(index + 1).padStart(3, "0")}`);

function everyPool(more: Flat): Readonly<Record<string, Flat>> {
  return Object.fromEntries(
    hundred.map((name, index) => {
      const schedule = [`${String(index % 24).padStart(2, "0")}:30:00`];
      const own = {
        managedRuntimeVersion: "",
        "processModel.idleTimeout": "00:00:00",
        "recycling.periodicRestart.schedule": schedule,
      };
      return [name, { ...own, queueLength: 1000 + index, ...more }];
    }),
  );
}

/** A hundred pools that are as they are declared. */
export function runHundredEqual(one: PeerCase): Promise<void> {
  const pools = everyPool({});
  return runDesired({ ...one, given: { pools }, desired: { pools } });
}

/** A hundred pools of which each differs in one setting. */
export function runHundredChanged(one: PeerCase): Promise<void> {
  const given: Given = { pools: everyPool({}) };
  const changed = { startMode: "AlwaysRunning" };
  const after = { startMode: "AlwaysRunning", "processModel.idleTimeout": "00:00:00" };
  const expected = { ...one.expect, changed: true, after, second_run_changed: false };
  return runDesired({ ...one, given, desired: { pools: everyPool(changed) }, expect: expected });
}
