import { type Rules, rulesOf } from "../assume";
import { listPools, type Pool, poolValue, valueAtPath } from "../config/pools";
import { hasFault } from "../faults";
import { effectiveNode, explicitNode } from "../output/config-node";
import { type Listed, listObjects } from "./list-objects";
import { readRuntime, shownState } from "../runtime/runtime-state";
import { type Answer, type Context, openPools } from "./context";

/** `list apppool`: pools with their state, and their configuration where it was asked for. */
export function listAppPools(context: Context): Answer {
  const { config, section } = openPools(context);
  const runtime = readRuntime(context.world, config.path);
  const isDown = hasFault(context.world, "was-down");
  const effective = context.args.config === "effective" || context.args.text === "*";
  const rules = rulesOf(context.world);
  const pools = listPools(section).map((pool) =>
    toListed(pool, isDown ? "Unknown" : shownState(context.world, runtime, pool), effective, rules),
  );
  return listObjects(context, "APPPOOL", "APPPOOL.NAME", pools);
}

function toListed(pool: Pool, state: string, effective: boolean, rules: Rules): Listed {
  const mode = poolValue(pool, "managedPipelineMode");
  const version = poolValue(pool, "managedRuntimeVersion");
  return {
    attributes: [
      ["APPPOOL.NAME", pool.name],
      ["PipelineMode", mode],
      ["RuntimeVersion", version],
      ["state", state],
    ],
    line: `APPPOOL "${pool.name}" (MgdVersion:${version},MgdMode:${mode},state:${state})`,
    value: (name) => valueAtPath(pool, name),
    config: () =>
      effective || pool.own === undefined ? effectiveNode(pool) : explicitNode(pool.schema, pool.own, rules),
  };
}
