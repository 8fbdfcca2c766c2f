import { readFileSync } from "node:fs";
import { applyRequests, type Desired, type Transport } from "../../provider/engine";
import type { Outcome } from "../../provider/engine/request";
import { IisError } from "../../provider/errors";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";

const sample = readFileSync(sampleConfig, "utf8");
const desired: Desired = { target: { pool: "Shop" }, settings: { queueLength: 2000 }, inherit: [] };

/** A host whose connection breaks right after the first write was sent; what then becomes of it is the test's. */
function hostThatLoses(onLost: (carryOut: () => void) => void, onRead: (reads: number) => void) {
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
      if (verb !== "set config" || readsSince >= 0) return inner.exec(args);
      readsSince = 0;
      onLost(() => void world.appcmd(...args));
      return Promise.resolve({ exitCode: -1, stdout: "", ended: "lost" });
    },
  };
  return { world, transport, sent };
}

async function apply(transport: Transport): Promise<Outcome> {
  const applied = applyRequests(transport, [{ kind: "ensure", desired, mustBeNew: true }]);
  await jest.advanceTimersByTimeAsync(60_000);
  return (await applied)[0]!;
}

const writes = (sent: readonly string[]): number => sent.filter((verb) => verb === "set config").length;

describe("a write after which the connection broke", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

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
    const { transport, sent } = hostThatLoses(
      () => undefined,
      () => undefined,
    );
    expect(await apply(transport)).toMatchObject({ ok: true });
    expect(writes(sent)).toBe(2);
    expect(sent.filter((verb) => verb === "list apppool").length).toBeGreaterThan(5);
  });

  it("may have been carried out, says the error where the host stays away", async () => {
    const { transport, sent } = hostThatLoses(
      () => undefined,
      () => {
        throw new IisError("UNREACHABLE", "memory: no connection");
      },
    );
    const outcome = await apply(transport);
    expect(outcome).toMatchObject({ ok: false, sent: true, error: { code: "UNREACHABLE" } });
    expect(!outcome.ok && outcome.error.message).toMatch(/^memory: no connection\. .*may have been carried out/);
    expect(writes(sent)).toBe(1);
  });
});
