import { readFileSync } from "node:fs";
import { applyRequests, type Desired, type Transport } from "../../provider/engine";
import type { Outcome, Request } from "../../provider/engine/apply/request";
import { IisError } from "../../provider/errors";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";

const sample = readFileSync(sampleConfig, "utf8");
const desired: Desired = { target: { pool: "Shop" }, settings: { queueLength: 2000 }, inherit: [] };

/** A host that does not answer its first write, as the connection broke or time was over; what becomes of it is the test's. */
function hostThatLoses(
  onLost: (carryOut: () => void) => void,
  onRead: (reads: number) => void,
  { write = "set config", ended = "lost" }: { write?: string; ended?: "lost" | "timeout" | "overflow" } = {},
) {
  const world = memoryWorld(sample);
  const inner = memoryTransport(world);
  const sent: string[] = [];
  let readsSince = -1;
  const transport: Transport = {
    ...inner,
    exec: async (args) => {
      const verb = args.slice(0, 2).join(" ");
      sent.push(verb);
      if (verb === "list apppool" && readsSince >= 0) onRead(++readsSince);
      if (verb !== write || readsSince >= 0) return inner.exec(args);
      readsSince = 0;
      onLost(() => void world.appcmd(...args));
      return Promise.resolve({ exitCode: -1, stdout: "", ended });
    },
  };
  return { world, transport, sent };
}

async function applyAll(transport: Transport, requests: readonly Request[]): Promise<Outcome[]> {
  const applied = applyRequests(transport, requests);
  await jest.advanceTimersByTimeAsync(60_000);
  return applied;
}

async function apply(transport: Transport): Promise<Outcome> {
  return (await applyAll(transport, [{ kind: "ensure", desired, mustBeNew: true }]))[0]!;
}

const nothing = (): void => undefined;
const away = (): void => {
  throw new IisError("UNREACHABLE", { host: "memory", problem: "no connection" });
};

const writes = (sent: readonly string[], write = "set config"): number => sent.filter((verb) => verb === write).length;

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe("a write after which the connection broke", () => {
  it.each([0, 1, 2, 5])("is not sent a second time where it is carried out after %i looks", async (looks) => {
    let carryOut = (): void => undefined;
    const { transport, sent, world } = hostThatLoses(
      (work) => {
        carryOut = work;
        if (looks === 0) carryOut();
      },
      (reads) => {
        if (reads === looks) carryOut();
      },
    );
    expect(await apply(transport)).toMatchObject({ ok: true });
    expect(writes(sent)).toBe(1);
    expect(world.config().match(/name="Shop"/g)).toHaveLength(1);
  });

  it("is sent again where nothing has come of it for ten seconds", async () => {
    const { transport, sent } = hostThatLoses(nothing, nothing);
    expect(await apply(transport)).toMatchObject({ ok: true });
    expect(writes(sent)).toBe(2);
    expect(sent.filter((verb) => verb === "list apppool").length).toBeGreaterThan(5);
  });

  it("may have taken effect, says the error where the host stays away", async () => {
    const { transport, sent } = hostThatLoses(nothing, away);
    const outcome = await apply(transport);
    expect(outcome).toMatchObject({ ok: false, sent: true, error: { code: "UNREACHABLE" } });
    expect(!outcome.ok && outcome.error.message).toMatch(/^memory: no connection\. .*may have taken effect/);
    expect(writes(sent)).toBe(1);
  });
});

describe("a write that took longer than it may, or printed too much", () => {
  it.each([
    ["timeout", 0],
    ["timeout", 3],
    ["overflow", 0],
    ["overflow", 3],
  ] as const)("(%s) is done where it is carried out after %i looks", async (ended, looks) => {
    let carryOut = nothing;
    const { transport, sent } = hostThatLoses(
      (work) => {
        carryOut = work;
        if (looks === 0) carryOut();
      },
      (reads) => {
        if (reads === looks) carryOut();
      },
      { ended },
    );
    expect(await apply(transport)).toMatchObject({ ok: true });
    expect(writes(sent)).toBe(1);
  });

  it("is looked for, and not sent again: it may still run on the server", async () => {
    const { transport, sent } = hostThatLoses(nothing, nothing, { ended: "timeout" });
    const pools = ["A", "B"].map((pool): Request => ({ kind: "ensure", desired: { ...desired, target: { pool } } }));
    const outcomes = await applyAll(transport, pools);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ ok: false, sent: true, error: { code: "APPCMD_FAILED" } });
      expect(!outcome.ok && outcome.error.message).toMatch(/ended by timeout .*may have taken effect/);
    }
    expect([writes(sent), outcomes.length]).toEqual([1, 2]);
    expect(writes(sent, "list apppool")).toBeGreaterThan(5);
  });
});

describe("a stop after which the connection broke", () => {
  const stopped: Request = {
    kind: "ensure",
    desired: { target: { pool: "DefaultAppPool" }, settings: {}, inherit: [], state: "Stopped" },
  };
  it("is not sent a second time where it is carried out a little later", async () => {
    let carryOut = nothing;
    const { transport, sent } = hostThatLoses(
      (work) => (carryOut = work),
      (reads) => {
        if (reads === 3) carryOut();
      },
      { write: "stop apppool" },
    );
    expect(await applyAll(transport, [stopped])).toMatchObject([{ ok: true }]);
    expect(writes(sent, "stop apppool")).toBe(1);
  });

  it("may have taken effect, says the error where the host stays away", async () => {
    const { transport } = hostThatLoses(nothing, away, { write: "stop apppool" });
    const [outcome] = await applyAll(transport, [stopped]);
    expect(outcome).toMatchObject({ ok: false, sent: true, error: { code: "UNREACHABLE" } });
    expect(!outcome?.ok && outcome?.error.message).toMatch(/may have taken effect/);
  });
});
