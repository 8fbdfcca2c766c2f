import type { Fault } from "../../../errors";
import { readInput } from "../../../input/read-input";
import { joinPath } from "../../../text";
import { FleetNames } from "../../../pool-file/load/fleet-names";
import { assignWaves, parseWaves, type Wave } from "../../../plan/waves/waves";
import { type RolloutInputs, rolloutSchema } from "./schema";

/** The waves of a rollout, and every fault of its arguments; with faults the waves must not be used. */
export function rolloutWaves(args: RolloutInputs): {
  readonly waves: readonly Wave[];
  readonly faults: readonly Fault[];
} {
  const { faults } = readInput(rolloutSchema(), args);
  const isFaulty = (key: string): boolean => faults.some(({ keys }) => keys[0] === key);
  if (isFaulty("hosts")) return { waves: [], faults };
  const hosts = hostsOf(args);
  const fleet = new FleetNames({ hosts, groups: [] });
  const groups = Object.entries(isFaulty("groups") ? {} : (args.groups ?? {}));
  // Unknown names are faults too, even if other waves have faults.
  const { steps } = parseWaves(
    [args.waves]
      .flat()
      .filter((one) => typeof one === "string")
      .join(","),
  );
  const canAssign = !isFaulty("groups");
  const named = groups.map(([name, members]) => ({
    name,
    hosts: members.flatMap((one) => fleet.hostsNamed(one) ?? []),
  }));
  const { waves, rest, faults: unknown } = assignWaves(canAssign ? steps : [], { hosts, groups: named });
  const areAssigned = canAssign && !isFaulty("waves") && unknown.length === 0;
  return {
    waves,
    faults: [
      ...faults,
      ...unknown,
      ...groups.flatMap(([name, members]) =>
        members
          .filter((one) => !fleet.isHost(one))
          .map((one) => ({ path: joinPath("groups", name), message: fleet.whyUnknown(one) })),
      ),
      // Resources that a program no longer declares are deleted.
      ...(areAssigned && rest.length > 0
        ? [{ path: "waves", message: `no wave has ${rest.join(", ")}; end with 100%` }]
        : []),
    ],
  };
}

/** The names of the hosts of a rollout; programs without types leave them out. */
export function hostsOf({ hosts }: Partial<Pick<RolloutInputs, "hosts">>): string[] {
  return Array.isArray(hosts) ? [...(hosts as readonly string[])] : Object.keys(hosts ?? {});
}
