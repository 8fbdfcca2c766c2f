import { allAssumptions } from "../facts/assumptions";
import { messageError, win32 } from "./errors";
import type { World } from "./world";

/** Returns the behaviour for an assumption. */
export type Rules = (id: string) => string;

/** The behaviour in this world: the value of the file, or the override from APPCMD_EMULATOR_ASSUME. */
export function assume(world: Pick<World, "env">, id: string): string {
  const known = allAssumptions.find((one) => one.id === id);
  if (known === undefined) throw new Error(`facts/assumptions.json has no entry ${id}`);
  return overrides(world).findLast((override) => override.id === id)?.value ?? known.value;
}

/** The behaviours of a world, computed once. */
export function rulesOf(world: Pick<World, "env">): Rules {
  const values = new Map(allAssumptions.map(({ id, value }) => [id, value]));
  for (const { id, value } of overrides(world)) values.set(id, value);
  return (id) => values.get(id) ?? assume(world, id);
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
