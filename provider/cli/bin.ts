#!/usr/bin/env node
import { version } from "./version";

const argv = process.argv.slice(2);
// What is asked most often in scripts needs none of the rest.
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) process.stdout.write(`${version()}\n`);
else void (require("./start") as typeof import("./start")).start(argv);
