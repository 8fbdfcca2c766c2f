#!/usr/bin/env node
import { endOnOldNode } from "../check-node";

endOnOldNode();
const argv = process.argv.slice(2);
// What is asked most often in scripts needs none of the rest.
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
  const { packageVersion } = require("../transport/package-root") as typeof import("../transport/package-root");
  const { watchOutput } = require("./watch-output") as typeof import("./watch-output");
  watchOutput();
  process.stdout.write(`${packageVersion()}\n`);
} else void (require("./start") as typeof import("./start")).start(argv);
