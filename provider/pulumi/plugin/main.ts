/**
 * The program of the provider plugin: `pulumi-resource-iis <the engine's address>`. Its first line on standard output
 * is its port; the engine shows everything else that it prints. People may ask for its version and its help.
 */
import { describeCrash } from "../../crash";
import { packagePage, packageVersion } from "../../package-root";
import { visiblePiece } from "../../visible-text";
import { endWithEngine } from "../provider-process";
import { pluginHandlers } from "./plugin";
import { serve, logToEngine } from "./server";

const words = process.argv.slice(2);
const address = words.find((word) => !word.startsWith("-"));

const help = (): string => `Usage: pulumi-resource-iis <address of the Pulumi engine>

The provider plugin of pulumi-iis. The Pulumi engine starts it; there is nothing to start by hand.

Options:
  --version   print the version
  -h, --help  show this help

Details: ${packagePage("docs/pulumi/plugin.md")}
`;

const crash = (error: unknown): void => {
  process.stderr.write(visiblePiece(`pulumi-resource-iis: ${describeCrash(error)}\n`));
};

// An error outside a call ends no call, so writes are still reported.
process.on("uncaughtException", crash);

function serveEngine(): void {
  endWithEngine();
  serve(pluginHandlers(address === undefined ? () => Promise.resolve() : logToEngine(address))).then(
    (port) => {
      process.stdout.write(`${port}\n`);
    },
    (error: unknown) => {
      crash(error);
      process.exitCode = 1;
    },
  );
}

if (words.includes("--help") || words.includes("-h")) process.stdout.write(help());
else if (words.includes("--version")) process.stdout.write(`${packageVersion()}\n`);
else serveEngine();
