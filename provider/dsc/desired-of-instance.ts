import { type DesiredHost, desiredOf } from "../plan/change/desired";
import type { Instance } from "./read-instance";

/** What an instance declares, as pool files declare it for a host. */
export function desiredOfInstance({ pools, defaults }: Instance, host: string): DesiredHost {
  const present = pools.filter(({ exists }) => exists);
  return {
    host,
    desired: [
      ...(defaults === undefined ? [] : [desiredOf("applicationPoolDefaults", defaults)]),
      ...present.map(({ name, settings, declared: { state } }) =>
        desiredOf({ pool: name }, { settings, ...(state !== undefined && { state }) }),
      ),
    ],
    absent: pools.filter(({ exists }) => !exists).map(({ name }) => name),
    declarations: new Map(),
    ignore: [],
  };
}
