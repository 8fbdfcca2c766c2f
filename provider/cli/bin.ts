/** The program `iispools`, which its launcher starts if Node.js is new enough (`scripts/lib/bundle.mts`). */
import { version } from "../../package.json";
import { watchOutput } from "./watch-output";

const argv = process.argv.slice(2);
watchOutput();
// The most frequent call of scripts loads nothing else; the version is in the bundle.
if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) process.stdout.write(`${version}\n`);
else void (require("./start") as typeof import("./start")).start(argv);
