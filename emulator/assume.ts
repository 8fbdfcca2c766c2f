import { allAssumptions } from "../facts/assumptions";
import { messageError, win32 } from "./errors";
import type { World } from "./world";

/** Returns the behaviour for an assumption. */
export type Rules = (id: string) => string;

/** The behaviour in this world: the value of the file, or the override from APPCMD_EMULATOR_ASSUME. */
export function assume(world: Pick<World, "env">, id: string): string {
  return rulesOf(world)(id);
}

/** The behaviours of a world. */
export function rulesOf(world: Pick<World, "env">): Rules {
  const key = world.env["APPCMD_EMULATOR_ASSUME"] ?? "";
  const rules = rulesByOverrides.get(key) ?? newRules(world);
  rulesByOverrides.set(key, rules);
  return rules;
}

/** One call asks for behaviours often. */
const rulesByOverrides = new Map<string, Rules>();

function newRules(world: Pick<World, "env">): Rules {
  const values = new Map(allAssumptions.map(({ id, value }) => [id, value]));
  for (const { id, value } of overrides(world)) values.set(id, value);
  return (id) => {
    const value = values.get(id);
    if (value === undefined) throw new Error(`facts/assumptions.json has no entry ${id}`);
    return value;
  };
}

/** The behaviours without any override. */
export const defaultRules: Rules = rulesOf({ env: {} });

/** Refuses overrides with an unknown assumption or value. */
export function checkAssumptions(world: Pick<World, "env">): void {
  for (const { id, value } of overrides(world)) {
    const known = allAssumptions.find((one) => one.id === id);
    const ids = allAssumptions.map((one) => one.id).join(", ");
    if (known === undefined) throw wrong(`APPCMD_EMULATOR_ASSUME: there is no assumption "${id}"; there are ${ids}.`);
    const values = [known.value, ...known.others];
    if (values.includes(value)) continue;
    throw wrong(`APPCMD_EMULATOR_ASSUME: "${id}" cannot be "${value}"; it can be ${values.join(", ")}.`);
  }
}

function overrides({ env }: Pick<World, "env">): { id: string; value: string }[] {
  return (env["APPCMD_EMULATOR_ASSUME"] ?? "")
    .split(",")
    .filter((override) => override.trim() !== "")
    .map((override) => {
      const [id = "", ...value] = override.split("=");
      return { id: id.trim(), value: value.join("=").trim() };
    });
}

function wrong(message: string): Error {
  return messageError(message, win32.invalidParameter);
}
