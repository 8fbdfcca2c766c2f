import { findPool, inspectHost, type LiveHost } from "../../provider/engine";
import { readApplications } from "../../provider/engine/inspect";
import { readResource } from "../../provider/pulumi/core/read";
import type { OfflineHost } from "../engine/offline-host";
import { type Flat, type PeerCase, poolsOf } from "./cases";
import { expectPools } from "./expect-after";
import { bytesOf, expectOnlyReads, onHost } from "./given-host";

/** Reads what the case reads, as often as it says, and asserts what it tells of the pools. Nothing is written. */
export async function runRead(one: PeerCase): Promise<void> {
  await onHost(one.given, async (host) => {
    const before = bytesOf(host);
    for (let times = one.desired.times ?? 1; times > 0; times--) expectPresence(one, await inspectHost(host.transport));
    for (const [key, expected] of Object.entries(one.expect)) await expectOne(one, host, key, expected);
    expectOnlyReads(host.takeCalls());
    expect(bytesOf(host)).toBe(before);
  });
}

/** Every given pool is listed, and none besides. */
function expectPresence({ given }: PeerCase, live: LiveHost): void {
  expect([...live.pools.values()].map(({ name }) => name)).toEqual(poolsOf(given).map(([name]) => name));
}

async function expectOne(one: PeerCase, host: OfflineHost, key: string, expected: unknown): Promise<void> {
  const live = await inspectHost(host.transport);
  switch (key) {
    case "after":
      await expectTold(namesOf(one), host, live, expected as Flat);
      return;
    case "exists":
      expect(namesOf(one).map((name) => findPool(live, name) !== undefined)).toEqual([expected]);
      return;
    case "count_gt":
      expect(live.pools.size).toBeGreaterThan(Number(expected));
      return;
    case "error":
      await expectMissing(one, host);
      return;
    default:
      expect(["note", "all_succeed"]).toContain(key);
  }
}

function namesOf({ desired: { read = [] } }: PeerCase): readonly string[] {
  return typeof read === "string" ? [read] : read;
}

async function expectTold(names: readonly string[], host: OfflineHost, live: LiveHost, after: Flat): Promise<void> {
  const { pool_exists: exists, ...rest } = after;
  if (exists !== undefined) expect(names.map((name) => findPool(live, name) !== undefined)).toEqual([exists]);
  for (const [key, expected] of Object.entries(rest)) {
    if (typeof expected === "object") await expectListed(key, host, live, expected as Flat);
    else expectPools(live, names, { [key]: expected });
  }
}

/** A pool with its state and its applications. */
async function expectListed(name: string, host: OfflineHost, live: LiveHost, expected: Flat): Promise<void> {
  const applications = await readApplications(host.transport);
  const own = applications.filter(({ pool }) => pool === name).map((application) => application.name);
  expect({ applications: own, state: findPool(live, name)?.state }).toEqual(expected);
}

/** A pool that is not there is an error for who asks for it by name. */
async function expectMissing(one: PeerCase, host: OfflineHost): Promise<void> {
  const connection = { configFile: host.configFile };
  for (const name of namesOf(one)) {
    await expect(readResource("pool", `web01/${name}`, { connection })).rejects.toMatchObject({
      code: "POOL_MISSING",
      message: expect.stringContaining(`unknown pool \`${name}\``) as string,
    });
  }
}
