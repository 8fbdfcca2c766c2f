#!/usr/bin/env node
/**
 * The provider plugin's program: `pulumi-resource-iis <the engine's address>`. Its first line on standard output is its port;
 * whatever else it prints, the engine shows.
 */
import { pluginHandlers } from "./plugin";
import { serve, tellEngine } from "./plugin-server";

const address = process.argv.slice(2).find((argument) => !argument.startsWith("-"));

void serve(pluginHandlers(address === undefined ? () => Promise.resolve() : tellEngine(address))).then((port) => {
  process.stdout.write(`${port}\n`);
});
