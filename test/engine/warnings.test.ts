import { readFileSync } from "node:fs";

import { applyRequests, desiredOf, type Outcome, type Request } from "../../provider/engine";
import { memoryTransport } from "../emulator/memory-transport";
import { type MemoryWorld, memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "./offline-host";

const down = { APPCMD_EMULATOR_FAULT: "was-down" };
const host = (env: Record<string, string> = {}): MemoryWorld => memoryWorld(readFileSync(sampleConfig, "utf8"), env);

function ensure(pool: string, state?: "Started" | "Stopped"): Request {
  return {
    kind: "ensure",
    desired: { ...desiredOf({ pool }, { settings: { queueLength: 2000 } }), ...(state && { state }) },
  };
}

function apply(world: MemoryWorld, ...requests: Request[]): Promise<Outcome[]> {
  return applyRequests(memoryTransport(world), requests);
}

const warnings = (outcomes: readonly Outcome[]): unknown[] => outcomes.map((one) => one.ok && one.warnings);

const warning = (pool: string, state: string): string =>
  `memory: pool "${pool}": its settings are as declared, but the service WAS does not respond, so its state could ` +
  `not be read or set to ${state}. Start WAS on the host (net start WAS), and rerun`;

describe("an outcome", () => {
  it("warns of each declared state that WAS keeps from being seen and set, the settings being written", async () => {
    const world = host(down);
    const requests = [ensure("Shop", "Stopped"), ensure("defaultapppool", "Started"), ensure("Bare")];
    expect(warnings(await apply(world, ...requests))).toEqual([
      [warning("Shop", "Stopped")],
      [warning("DefaultAppPool", "Started")],
      [],
    ]);
    expect(world.config().match(/queueLength="2000"/g)).toHaveLength(3);
  });

  it("warns again where nothing is left to write", async () => {
    const world = host(down);
    await apply(world, ensure("Shop", "Stopped"));
    expect(await apply(world, ensure("Shop", "Stopped"))).toMatchObject([
      { ok: true, change: undefined, warnings: [warning("Shop", "Stopped")] },
    ]);
  });

  it("warns of nothing where WAS answers, where no state is declared, and of what is removed", async () => {
    expect(warnings(await apply(host(), ensure("Shop", "Stopped"), ensure("DefaultAppPool", "Started")))).toEqual([
      [],
      [],
    ]);
    const remove: Request = { kind: "remove", pool: "DefaultAppPool", force: true };
    const defaults: Request = {
      kind: "ensure",
      desired: desiredOf("applicationPoolDefaults", { settings: { queueLength: 1500 } }),
    };
    expect(warnings(await apply(host(down), remove, defaults, ensure("Shop")))).toEqual([[], [], []]);
  });
});
