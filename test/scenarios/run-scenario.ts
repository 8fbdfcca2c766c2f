import { poolKey } from "../../provider/names";
import { applyPlan } from "../../provider/engine/verbs/apply-plan";
import { inspectHost } from "../../provider/engine/inspect";
import { type PlannedHost, prepareHost } from "../../provider/engine/prepare";
import { rollBack } from "../../provider/engine/verbs/roll-back";
import { loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import { desiredOn } from "../../provider/plan/change/desired";
import type { Settings } from "../../provider/settings/value";
import type { Transport } from "../../provider/transport/transport";
import { memoryTransport } from "../emulator/memory-transport";
import { memoryWorld, type MemoryWorld, poolsConfig, poolsOf } from "../emulator/memory-world";
import type { Scenario } from "./scenario";

/** A scenario's server, with the pool file loaded. */
export interface Stage {
  readonly world: MemoryWorld;
  readonly transport: Transport;
  /** The content of the section as it is now. */
  section(): string;
  prepare(): Promise<PlannedHost>;
  apply(): Promise<void>;
  /** Takes back what the plan did. */
  rollBack(planned: PlannedHost): Promise<void>;
  /** Effective values of every pool and of applicationPoolDefaults, secrets included. */
  effective(): Promise<Record<string, Settings>>;
}

/** Sets the stage of a scenario. @throws Error for a file with faults. */
export function setStage(scenario: Scenario): Stage {
  const world = memoryWorld(poolsConfig(scenario.config.trimEnd()));
  const transport = memoryTransport(world);
  const { files, faults } = loadPoolFiles(["pools.yaml"], {
    cwd: "/",
    env: scenario.env ?? {},
    secrets: "required",
    fileSystem: {
      kindOf: () => "file",
      listFolder: () => [],
      readFile: () => Buffer.from(scenario.file, "utf8"),
    },
  });
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const wanted = desiredOn(files, "local");
  const prepare = (): Promise<PlannedHost> => prepareHost(transport, wanted, { explicit: true });
  return {
    world,
    transport,
    section: () => poolsOf(world.config()),
    prepare,
    async apply() {
      const planned = await prepare();
      const options = { rollbackOnError: false, parallel: 1 };
      const signal = new AbortController().signal;
      const [result] = await applyPlan([{ name: "local", transport, planned }], { ...options, signal });
      if (result?.ok !== true) throw result?.error ?? new Error("no result");
      const [failure] = result.value.failed;
      if (failure !== undefined) throw failure.error;
    },
    async rollBack({ plan, before }) {
      const changes = plan.changes.map(({ change }) => change);
      const { failed } = await rollBack(transport, changes, before);
      const [failure] = failed;
      if (failure !== undefined) throw failure.error;
    },
    async effective() {
      const live = await inspectHost(transport, { defaults: true });
      const pools = [...live.pools.values()].map(({ name, settings }) => [poolKey(name), settings] as const);
      return { ...Object.fromEntries(pools), "": live.defaults ?? {} };
    },
  };
}
