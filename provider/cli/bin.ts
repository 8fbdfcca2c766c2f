/** The program `iispools`, which its launcher starts if Node.js is new enough (`scripts/lib/bundle.mts`). */
import { version } from "../../package.json";
import { watchOutput } from "./watch";

async function main(argv: readonly string[]): Promise<void> {
  watchOutput();
  // The most frequent call of scripts loads nothing else; the version is in the bundle.
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) process.stdout.write(`${version}\n`);
  else await (await import("./start.ts")).start(argv);
}

void main(process.argv.slice(2));
