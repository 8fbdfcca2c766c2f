// What two checkouts are compared in: processes of Node.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writePlanInputs } from "../plan.mjs";

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
  writePlanInputs(join(folder, "large"), 10_000);
}
