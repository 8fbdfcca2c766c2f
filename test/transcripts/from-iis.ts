import type { Difference } from "../../scripts/lib/iis/differential.mts";
import { withoutMachine } from "../../scripts/lib/iis/without-machine.mts";
import { run } from "../../emulator/run";
import { memoryWorld, poolsConfig } from "../emulator/memory-world";

/** What the emulator answers to a call that `npm run test:iis` has written down, on a server with the same defaults. */
export function replayOnEmulator(
  { defaults, before, argv }: Pick<Difference, "defaults" | "before" | "argv">,
  env: Readonly<Record<string, string>> = {},
): { readonly stdout: string; readonly exit_code: number } {
  const world = memoryWorld(poolsConfig(defaults), env);
  for (const one of before) run(one, world);
  const { stdout, exitCode } = run(argv, world);
  return { stdout: withoutMachine(stdout, []), exit_code: exitCode };
}
