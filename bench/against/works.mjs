// What two checkouts are compared in: processes of Node.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writePlanInputs } from "../plan.mjs";
import { writeReadInputs } from "./read-inputs.mjs";

/** The path of a program of the checkout, by its name in package.json. */
function program(checkout, name) {
  return join(checkout, JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")).bin[name]);
}

function iispools(...args) {
  return {
    what: `iispools ${args.join(" ")}`,
    rounds: 31,
    args: (checkout) => [program(checkout, "iispools"), ...args],
  };
}

/** A call that fails once it has read a large document: no host is called `none`. */
function reading(what, ...args) {
  return { ...iispools(...args, "--host", "none"), what, rounds: 9, exitCode: 1 };
}

/** The works of each part of `npm run bench -- part … --against <commit>`, which run in a folder that `writeInputs` has filled. */
export const works = {
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
      args: (checkout) => [join(checkout, "bench/plan.mjs"), "plan", "large"],
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
export function writeInputs(folder, checkout) {
  copyFileSync(join(checkout, "examples/basic/applicationHost.config"), join(folder, "applicationHost.config"));
  writeFileSync(
    join(folder, "pools.yaml"),
    "version: 1\npools:\n  Shop:\n    queueLength: 2000\n    processModel: { idleTimeout: 5m }\n",
  );
  const large = join(folder, "large");
  writePlanInputs(large, 10_000);
  writeReadInputs(large, checkout);
}
