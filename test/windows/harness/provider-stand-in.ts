import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../../../tools/workspace/places.mts";
import type { WindowsMachine } from "./machine";
import { windowsPath } from "./windows-path";

const server = join(repository, "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js");

/**
 * Puts a stand-in for `pulumi-resource-pulumi-nodejs`, which the engine starts, into a folder: the SDK's provider server
 * as a Windows process. To be put on PATH before the real one.
 */
export function writeProviderStandIn(machine: WindowsMachine, folder: string): void {
  mkdirSync(folder);
  const file = join(folder, "pulumi-resource-pulumi-nodejs");
  // A Windows program cannot write to the engine's pipes, so two files lie between them. The engine ends the server by
  // its process id, and tail ends with it.
  const script = `#!/bin/sh
out=$(mktemp ${quoted(join(folder, "out-XXXXXX"))})
err=$(mktemp ${quoted(join(folder, "err-XXXXXX"))})
tail --pid=$$ --sleep-interval=0.1 --lines=+1 --follow "$out" &
tail --pid=$$ --sleep-interval=0.1 --lines=+1 --follow "$err" >&2 &
exec wine ${quoted(machine.nodeExe)} ${quoted(windowsPath(server))} "$@" >"$out" 2>"$err" </dev/null
`;
  writeFileSync(file, script);
  chmodSync(file, 0o755);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
