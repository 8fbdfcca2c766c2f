import { inspect } from "node:util";
import { describeChange, type Operation, type PoolChange } from "../../provider/engine";
import { type Flat, type PeerCase, poolsOf, unmarked } from "./cases";

const path = "processModel.password";

/** What people get to see of a run. */
export interface Shown {
  readonly changes: readonly PoolChange[];
  readonly operations: readonly Operation[];
  /** Outcomes and errors. */
  readonly rest: readonly unknown[];
}

/** Asserts that no password of the case is shown anywhere. */
export function expectNoSecret(one: PeerCase, { changes, operations, rest }: Shown): void {
  const text = [
    ...changes.flatMap(describeChange),
    ...operations.map(({ comment }) => comment),
    ...operations.flatMap((operation) => operation.arguments.map(({ shown }) => shown)),
    ...[...rest, changes].flatMap((value) => [inspect(value, { depth: 20, showHidden: true }), JSON.stringify(value)]),
    ...rest.flatMap((value) => (value instanceof Error ? [value.message, value.stack ?? ""] : [])),
  ].join("\n");
  for (const secret of secretsOf(one)) expect(text).not.toContain(secret);
  for (const argument of operations.flatMap((operation) => operation.arguments)) {
    if (argument.text.includes(`.${path}:`)) expect(argument.shown).toMatch(/password:\[secret\]$/);
  }
}

/** The passwords of a case, but those too short to be looked for and those that an environment variable shows anyway. */
export function secretsOf({ given, desired }: PeerCase): string[] {
  const pools = [given, desired].flatMap(poolsOf).map(([, settings]) => settings);
  const variables = pools.flatMap((settings) => Object.values((settings["environmentVariables"] ?? {}) as Flat));
  return pools
    .map((settings) => unmarked(settings[path]))
    .filter(
      (secret): secret is string => typeof secret === "string" && secret.length > 3 && !variables.includes(secret),
    );
}
