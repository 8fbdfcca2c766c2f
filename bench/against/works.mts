// What two checkouts are compared in: processes of Node.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writePlanInputs } from "../plan.mts";
import type { MeasureOptions } from "./measure-process.mts";
import { writeReadInputs } from "./read-inputs.mts";

/** What is measured in both checkouts. */
export interface Work extends Pick<MeasureOptions, "until" | "exitCode"> {
  readonly what: string;
  /** How often. */
  readonly rounds: number;
  /** The arguments of Node, for one checkout. */
  readonly args: (checkout: string) => readonly string[];
}

/** The path of a program of the checkout, by its name in package.json. */
function program(checkout: string, name: "iispools" | "appcmd-emulator" | "pulumi-resource-iis"): string {
  const text = readFileSync(join(checkout, "package.json"), "utf8");
  const { bin } = JSON.parse(text) as { readonly bin: Readonly<Record<typeof name, string>> };
  return join(checkout, bin[name]);
}

function iispools(...args: readonly string[]): Work {
  return {
    what: `iispools ${args.join(" ")}`,
    rounds: 31,
    args: (checkout) => [program(checkout, "iispools"), ...args],
  };
}

/** The bench of a plan, which a checkout from before this one was TypeScript has as JavaScript. */
function planBench(checkout: string): string {
  const file = join(checkout, "bench/plan.mts");
  return existsSync(file) ? file : join(checkout, "bench/plan.mjs");
}

/** A call that fails once it has read a large document: no host is called `none`. */
function reading(what: string, ...args: readonly string[]): Work {
  return { ...iispools(...args, "--host", "none"), what, rounds: 9, exitCode: 1 };
}

/** The parts of `npm run bench -- part … --against <commit>`. */
export type Part = "start" | "emulator" | "plugin" | "plan" | "read";

/** The works of each part, which run in a folder that `writeInputs` has filled. */
export const works: Readonly<Record<Part, readonly Work[]>> = {
  start: [
    iispools("--version"),
    iispools("plan", "--help"),
    iispools("__complete", "plan", "--"),
    iispools("validate", "pools.yaml"),
  ],
  emulator: [
    {
      what: "appcmd-emulator list apppool /config:* /xml",
      rounds: 31,
      args: (checkout) => [program(checkout, "appcmd-emulator"), "list", "apppool", "/config:*", "/xml"],
    },
  ],
  plugin: [
    {
      what: "plugin, from start to port",
      rounds: 31,
      args: (checkout) => [program(checkout, "pulumi-resource-iis")],
      until: "output",
    },
  ],
  plan: [
    {
      what: "plan of 10,000 pools x 20 attributes",
      rounds: 7,
      args: (checkout) => [planBench(checkout), "plan", "large"],
    },
  ],
  read: [
    reading("load a pool file of 10,000 pools", "plan", "large/pools.yaml"),
    reading("load a pool file of 10,000 pools, two faults in each", "plan", "large/faulty.yaml"),
    reading("read a saved plan of 10,000 pools", "apply", "large/saved-plan.json"),
  ],
};

/** What the works read from their environment. */
export const environment = { APPCMD_EMULATOR_CONFIG: "applicationHost.config" };

/** Writes what the works read into the folder. */
export function writeInputs(folder: string, checkout: string): void {
  copyFileSync(join(checkout, "examples/basic/applicationHost.config"), join(folder, "applicationHost.config"));
  writeFileSync(
    join(folder, "pools.yaml"),
    "version: 1\npools:\n  Shop:\n    queueLength: 2000\n    processModel: { idleTimeout: 5m }\n",
  );
  const large = join(folder, "large");
  writePlanInputs(large, 10_000);
  writeReadInputs(large);
}
