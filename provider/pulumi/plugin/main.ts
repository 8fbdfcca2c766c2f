#!/usr/bin/env node
/**
 * The provider plugin's program: `pulumi-resource-iis <the engine's address>`. Its first line on standard output is its port;
 * whatever else it prints, the engine shows.
 */
import { describeCrash } from "../../crash";
import { visiblePiece } from "../../visible-text";
import { endWithEngine } from "../end-with-engine";
import { pluginHandlers } from "./plugin";
import { serve, tellEngine } from "./server";

endWithEngine();

const address = process.argv.slice(2).find((argument) => !argument.startsWith("-"));

const crash = (error: unknown): void => {
  process.stderr.write(visiblePiece(`pulumi-resource-iis: ${describeCrash(error)}\n`));
};

// An error outside a call ends no call: what was written is still reported.
process.on("uncaughtException", crash);

serve(pluginHandlers(address === undefined ? () => Promise.resolve() : tellEngine(address))).then(
  (port) => {
    process.stdout.write(`${port}\n`);
  },
  (error: unknown) => {
    crash(error);
    process.exitCode = 1;
  },
);
