import { allAssumptions } from "../facts/assumptions";
import { messageError, win32 } from "./errors";
import type { World } from "./world";

/** Answers what holds for an assumption. */
export type Rules = (id: string) => string;

/** What holds in this world: the value of the file, or the one that APPCMD_EMULATOR_ASSUME chose. */
export function assume(world: Pick<World, "env">, id: string): string {
  const known = allAssumptions.find((one) => one.id === id);
  if (known === undefined) throw new Error(`facts/assumptions.json has no entry ${id}`);
  return flips(world).findLast((flip) => flip.id === id)?.value ?? known.value;
}

/** All that holds in a world, looked up once. */
export function rulesOf(world: Pick<World, "env">): Rules {
  const values = new Map(allAssumptions.map(({ id, value }) => [id, value]));
  for (const { id, value } of flips(world)) values.set(id, value);
  return (id) => values.get(id) ?? assume(world, id);
}

/** What holds where nobody chose otherwise. */
export const defaultRules: Rules = rulesOf({ env: {} });

/** Refuses flips that name no assumption, or a value that it does not have. */
export function checkAssumptions(world: Pick<World, "env">): void {
  for (const { id, value } of flips(world)) {
    const known = allAssumptions.find((one) => one.id === id);
    const ids = allAssumptions.map((one) => one.id).join(", ");
    if (known === undefined) throw wrong(`APPCMD_EMULATOR_ASSUME: there is no assumption "${id}"; there are ${ids}.`);
    const values = [known.value, ...known.others];
    if (values.includes(value)) continue;
    throw wrong(`APPCMD_EMULATOR_ASSUME: "${id}" cannot be "${value}"; it can be ${values.join(", ")}.`);
  }
}

function flips({ env }: Pick<World, "env">): { id: string; value: string }[] {
  return (env["APPCMD_EMULATOR_ASSUME"] ?? "")
    .split(",")
    .filter((flip) => flip.trim() !== "")
    .map((flip) => {
      const [id = "", ...value] = flip.split("=");
      return { id: id.trim(), value: value.join("=").trim() };
    });
}

function wrong(message: string): Error {
  return messageError(message, win32.invalidParameter);
}
