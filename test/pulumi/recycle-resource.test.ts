import "./watched-queue";
import { recycleAppPool } from "../../provider/pulumi/core/recycle/resource";
import type { Properties } from "../../provider/pulumi/core/resource-inputs";
import { configureSessions } from "../../provider/pulumi/core/sessions";
import { unknownValue } from "../../provider/pulumi/core/unknowns";
import { inHostQueue } from "../../provider/transport/transport";
import { type OfflineHost, offlineHost, verbs } from "../engine/offline-host";
import { stopTimers, until } from "../engine/stopped";

let host: OfflineHost;

beforeEach(() => {
  host = offlineHost();
  process.env["APPCMD_EMULATOR_SERVING"] = "DefaultAppPool";
});

afterEach(() => {
  delete process.env["APPCMD_EMULATOR_SERVING"];
  delete process.env["APPCMD_EMULATOR_DRAIN_MS"];
  host.dispose();
});

function inputs(more: Properties = {}): Properties {
  const all = { pool: "DefaultAppPool", triggers: ["1"], connection: { configFile: host.configFile }, ...more };
  const { inputs: canonical, faults } = recycleAppPool.check(all);
  expect(faults).toEqual([]);
  return canonical;
}

interface HandOver {
  readonly outcome: string;
  readonly oldPids: readonly number[];
  readonly newPids: readonly number[];
}

function handOverOf(outs: Properties): HandOver {
  return outs["handOver"] as HandOver;
}

function recycled(): number {
  return verbs(host.takeCalls()).filter((verb) => verb === "recycle apppool").length;
}

describe("a RecycleAppPool", () => {
  it("asks again while WAS accepts no control message", async () => {
    process.env["APPCMD_EMULATOR_FAULT"] = `control1061:2:${host.configFile}.count`;
    const { outs } = await recycleAppPool.create(inputs());
    expect(handOverOf(outs).outcome).toBe("recycled");
    expect(recycled()).toBe(3);
  });

  it("recycles the pool when it is created, and tells which worker process replaced which", async () => {
    const before = host.config();
    const given = inputs({ pool: "defaultapppool" });
    const { id, outs, warnings } = await recycleAppPool.create(given);
    const { oldPids, newPids } = handOverOf(outs);
    expect({ id, outs, warnings }).toEqual({
      id: "applicationHost.config/DefaultAppPool",
      outs: {
        ...given,
        host: "applicationHost.config",
        handOver: {
          ...{ outcome: "recycled", overlapped: true, shutdownTimeLimit: 90, oldPids, newPids, drainingPids: [] },
          ms: expect.any(Number),
        },
        report: expect.stringMatching(
          new RegExp(`^recycled, overlapped: ${oldPids.join()} -> ${newPids.join()}; old gone after \\d+\\.\\d s$`),
        ),
      },
      warnings: [],
    });
    expect(oldPids).toHaveLength(1);
    expect(newPids).toHaveLength(1);
    expect(newPids).not.toEqual(oldPids);
    expect(host.config()).toBe(before);
    expect(recycled()).toBe(1);
  });

  it("recycles again for another trigger, which is an update, and for nothing else", async () => {
    const first = inputs({ triggers: ["build 1", { hash: "a" }] });
    const { id, outs } = await recycleAppPool.create(first);
    expect(await recycleAppPool.diff(id, outs, first)).toEqual({ changes: false, properties: [], differences: [] });

    const second = inputs({ triggers: ["build 1", { hash: "b" }, 3] });
    expect(await recycleAppPool.diff(id, outs, second)).toMatchObject({
      changes: true,
      properties: [
        { path: "triggers[1]", kind: "update" },
        { path: "triggers[2]", kind: "add" },
      ],
    });
    expect(recycled()).toBe(1);
    const { outs: updated } = await recycleAppPool.update(id, outs, second);
    expect(recycled()).toBe(1);
    expect(handOverOf(updated).oldPids).toEqual(handOverOf(outs).newPids);

    const third = { ...second, wait: true };
    expect(await recycleAppPool.diff(id, updated, third)).toMatchObject({
      changes: true,
      properties: [{ path: "wait", kind: "add" }],
    });
    const { outs: kept } = await recycleAppPool.update(id, updated, third);
    expect(kept).toEqual({ ...updated, wait: true });
    await recycleAppPool.delete(id, kept);
    expect(host.takeCalls()).toEqual([]);
  });

  it("tells what still drains, and waits for its end with wait", async () => {
    process.env["APPCMD_EMULATOR_DRAIN_MS"] = "600";
    const { outs: waited } = await recycleAppPool.create(inputs({ wait: true }));
    expect(waited["handOver"]).toMatchObject({ outcome: "recycled", drainingPids: [] });
    process.env["APPCMD_EMULATOR_DRAIN_MS"] = "60000";
    const { outs } = await recycleAppPool.create(inputs());
    expect(outs["handOver"]).toMatchObject({ outcome: "draining", drainingPids: handOverOf(outs).oldPids });
    expect(outs["report"]).toMatch(/\d+ still draining after \d+\.\d s, at most 90 s$/);
  });

  it("is refused where the provider only reads", async () => {
    configureSessions({ readOnly: true });
    try {
      await expect(recycleAppPool.create(inputs())).rejects.toMatchObject({
        code: "READ_ONLY",
        message: expect.stringContaining("appcmd recycle apppool was not sent") as string,
      });
    } finally {
      configureSessions({});
    }
    expect(recycled()).toBe(0);
  });

  it("takes no longer than the resource may", async () => {
    await expect(recycleAppPool.create(inputs(), { timeoutSeconds: 0.001 })).rejects.toMatchObject({
      code: "TIMEOUT",
      message: expect.stringMatching(/^applicationHost\.config: not done within 0\.001 s/) as string,
    });
    expect(recycled()).toBe(0);
  });

  it("ends what runs when its time is over", async () => {
    process.env["APPCMD_EMULATOR_LATENCY_MS"] = "8000";
    try {
      await expect(recycleAppPool.create(inputs(), { timeoutSeconds: 0.5 })).rejects.toMatchObject({ code: "TIMEOUT" });
    } finally {
      delete process.env["APPCMD_EMULATOR_LATENCY_MS"];
    }
    expect(host.takeCalls()).toEqual([]);
  });

  it("is refused where its turn does not come in time, and is not carried out later", async () => {
    let end = (): void => undefined;
    const earlier = inHostQueue(host.transport.key, () => new Promise<void>((resolve) => (end = resolve)));
    const queued = jest.mocked(inHostQueue).mockClear();
    stopTimers();
    let isOver = false;
    const refused = recycleAppPool
      .create(inputs({ pool: "defaultapppool" }), { timeoutSeconds: 60 })
      .finally(() => (isOver = true))
      .catch((error: unknown) => error);
    try {
      await until(() => queued.mock.calls.length > 0);
      jest.advanceTimersByTime(60_000);
      for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
    } finally {
      jest.useRealTimers();
    }
    const wasOver = isOver;
    end();
    await earlier;
    const place = 'applicationHost.config: pool "DefaultAppPool"';
    expect(await refused).toMatchObject({
      code: "TIMEOUT",
      message: `${place}: not done within 60 s (customTimeouts); it was not recycled`,
    });
    expect(wasOver).toBe(true);
    await inHostQueue(host.transport.key, () => Promise.resolve());
    expect(recycled()).toBe(0);
  });

  it("has nothing to recycle where the pool is stopped or has no worker process, and fails nothing", async () => {
    const idle = await recycleAppPool.create(inputs({ pool: "Legacy .NET v2.0" }));
    expect(idle.outs).toMatchObject({
      handOver: { outcome: "no worker process", oldPids: [], newPids: [], drainingPids: [] },
      report: "has no worker process: nothing to recycle",
    });
    await host.transport.exec(["stop", "apppool", "Legacy .NET v2.0"]);
    const stopped = await recycleAppPool.create(inputs({ pool: "legacy .net v2.0" }));
    expect(stopped).toMatchObject({
      id: "applicationHost.config/Legacy .NET v2.0",
      outs: {
        handOver: { outcome: "no worker process", overlapped: true, shutdownTimeLimit: 90, oldPids: [] },
        report: "is stopped: nothing to recycle",
      },
    });
    expect(recycled()).toBe(0);
  });

  it("fails where there is no such pool, or the server's IIS does not answer", async () => {
    await expect(recycleAppPool.create(inputs({ pool: "DefaultAppPol" }))).rejects.toMatchObject({
      code: "POOL_MISSING",
      message: "applicationHost.config: unknown pool `DefaultAppPol`. Did you mean `DefaultAppPool`?",
    });
    process.env["APPCMD_EMULATOR_FAULT"] = "was-down";
    await expect(recycleAppPool.create(inputs())).rejects.toMatchObject({ code: "WAS_NOT_AVAILABLE" });
  });

  it("is replaced for another pool or host, and not for another spelling or login", async () => {
    const olds: Properties = {
      ...{ pool: "Shop", triggers: ["1"], host: "web-01", report: "", handOver: {} },
      connection: { host: "web-01", user: "deploy", password: "canary-1" },
    };
    const diff = async (news: Properties): Promise<unknown> => {
      const all = { pool: "Shop", triggers: ["1"], connection: olds["connection"], ...news };
      const { properties } = await recycleAppPool.diff("web-01/Shop", olds, all);
      expect(JSON.stringify(properties)).not.toContain("canary");
      return properties.map(({ path, kind }) => `${kind} ${path}`);
    };
    expect(await diff({ pool: "Jobs" })).toEqual(["replace pool"]);
    expect(await diff({ connection: { host: "web-02", user: "deploy" } })).toEqual(["replace connection"]);
    expect(await diff({ pool: "shop" })).toEqual(["update pool"]);
    expect(await diff({ connection: { host: "web-01", user: "deploy", password: "canary-2" } })).toEqual([
      "update connection.password",
    ]);
    const next = { ...olds, connection: { host: "web-01", user: "deploy", password: "canary-2" } };
    const { outs } = await recycleAppPool.update("web-01/Shop", olds, next);
    expect(outs).toEqual(next);
  });

  it("is previewed without touching the host, with what is not known yet", async () => {
    const given = inputs({ pool: unknownValue, triggers: [unknownValue] });
    expect(recycleAppPool.preview(given)).toEqual({
      ...given,
      ...{ host: "applicationHost.config", handOver: unknownValue, report: unknownValue },
    });
    const olds = { ...inputs(), host: "applicationHost.config" };
    expect(await recycleAppPool.diff("", olds, given)).toEqual({
      changes: true,
      properties: [{ path: "triggers[0]", kind: "update" }],
      differences: [],
    });
    expect(await recycleAppPool.diff("", olds, inputs({ pool: unknownValue }))).toMatchObject({
      changes: true,
      properties: [],
    });
    expect(host.takeCalls()).toEqual([]);
  });

  it("is read from the state alone, and cannot be imported", async () => {
    const given = inputs({ wait: true });
    const props = { ...given, host: "applicationHost.config", report: "", handOver: {} };
    expect(await recycleAppPool.read("a/b", props)).toEqual({ id: "a/b", props, inputs: given });
    await expect(recycleAppPool.read("a/b", { connection: {} })).rejects.toThrow("does not exist on a server");
    expect(host.takeCalls()).toEqual([]);
  });
});

test.each<[Properties, [string, string][]]>([
  [
    {},
    [
      ["pool", "is required"],
      ["triggers", "is required and must be a list"],
    ],
  ],
  [
    { pool: "a/b", triggers: "1", wiat: true, wait: "yes", connection: { hots: "a" } },
    [
      ["pool", "IIS does not allow / in a name"],
      ["triggers", "must be a list"],
      ["wait", "must be true or false"],
      ["connection.hots", "unknown key"],
      ["wiat", "unknown key `wiat`. Did you mean `wait`?"],
    ],
  ],
  [{ pool: unknownValue, triggers: unknownValue, wait: unknownValue, connection: unknownValue }, []],
])("check of %j tells every fault", (news, expected) => {
  const { faults } = recycleAppPool.check(news);
  expect(faults.map(({ path }) => path)).toEqual(expected.map(([path]) => path));
  for (const [index, [, message]] of expected.entries()) expect(faults[index]!.message).toContain(message);
});
