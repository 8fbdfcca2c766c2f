import { resolve } from "node:path";
import { connectionKey } from "../connection/connection";
import type { HostDeclaration } from "../pool-file/pool-file";
import { joinPath } from "../text";
import { Failure } from "./failure";
import type { ChosenHost } from "./hosts";
import type { Io } from "./io";
import { realPath } from "./refuse-overwriting";

/**
 * Two names for one configuration would be planned from the same state, and each write would make the other plan stale.
 *
 * @param declared the hosts of the files, for the places
 * @throws Failure with a fault for each further name
 */
export function refuseSameTarget(
  hosts: readonly ChosenHost[],
  declared: readonly HostDeclaration[],
  { place: { cwd } }: Io,
): void {
  const positions = new Map(declared.map(({ name, position }) => [name, position]));
  const first = new Map<string, string>();
  const faults = hosts.flatMap(({ name, connection }) => {
    const { configFile } = connection;
    const real = configFile === undefined ? connection : { configFile: realPath(resolve(cwd, configFile)) };
    const key = connectionKey(real, cwd);
    const other = first.get(key);
    first.set(key, other ?? name);
    if (other === undefined) return [];
    const message = `leads to the same configuration as ${other}, so only one of the two can be applied. Remove one, or choose with --host`;
    const position = positions.get(name);
    return [{ path: joinPath("hosts", name), message, ...(position && { position }) }];
  });
  if (faults.length > 0) throw new Failure(faults);
}
