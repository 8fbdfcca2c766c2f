/**
 * The program of the provider plugin: `pulumi-resource-iis <the engine's address>`. Its first line on standard output
 * is its port; the engine shows everything else that it prints.
 */
import { describeCrash } from "../../crash";
import { visiblePiece } from "../../visible-text";
import { endWithEngine } from "../provider-process";
import { pluginHandlers } from "./plugin";
import { serve, logToEngine } from "./server";

endWithEngine();

const address = process.argv.slice(2).find((argument) => !argument.startsWith("-"));

const crash = (error: unknown): void => {
  process.stderr.write(visiblePiece(`pulumi-resource-iis: ${describeCrash(error)}\n`));
};

// An error outside a call ends no call, so writes are still reported.
process.on("uncaughtException", crash);

serve(pluginHandlers(address === undefined ? () => Promise.resolve() : logToEngine(address))).then(
  (port) => {
    process.stdout.write(`${port}\n`);
  },
  (error: unknown) => {
    crash(error);
    process.exitCode = 1;
  },
);
