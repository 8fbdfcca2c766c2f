import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quoteForSh } from "../../../provider/quoting/sh";
import { memoryWorld } from "../../emulator/memory-world";
import { patient } from "../../patient";
import { yamlProgram } from "../harness/plugin-program";
import { emulatorMain, nodeFolder } from "../../../tools/workspace/places.mts";
import { HistoryModel } from "./model";
import type { History } from "./play";
import { readListing } from "./settings";

/** The arguments with which every history lists what is on the host. */
export const list = ["list", "apppool", "/config:*", "/xml"] as const;

const header = `#!/bin/sh
# A random history that failed: the programs step-N.yaml, with what other tools did between them. Start it again and again: each
# start begins with before.config. It needs the build of this repository (npm run build).
set -eu
cd "$(dirname "$0")"
rm -rf state Pulumi.*
mkdir state
cp before.config applicationHost.config
export PULUMI_BACKEND_URL="file://$PWD/state" PULUMI_CONFIG_PASSPHRASE=e2e PULUMI_SKIP_UPDATE_CHECK=true
export APPCMD_EMULATOR_CONFIG="$PWD/applicationHost.config"`;

/**
 * Writes a history as a program: a folder with `run.sh`, the programs of its steps and the host's configuration.
 *
 * @param applicationHost the configuration with which it begins.
 * @param path folders with the Pulumi CLI and its language hosts. Default: those of the PATH.
 * @returns the folder, which stays.
 */
export function writeRunnable(history: History, applicationHost: string, path: readonly string[] = []): string {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-history-"));
  const host = readListing(memoryWorld(applicationHost).appcmd(...list).stdout);
  const model = new HistoryModel(host.get("DefaultAppPool")!.settings);
  const lines = [
    ...[header, ...[nodeFolder(), ...path].map((one) => `PATH=${quoteForSh(one, [])}:$PATH`)],
    ...Object.entries(patient).map(([name, value]) => `export ${name}=${value}`),
    `appcmd() { ${quoteForSh("node", [emulatorMain])} "$@"; }`,
  ];
  for (const [index, actions] of history.entries()) {
    const file = `step-${index + 1}.yaml`;
    const others = actions.map((action) => model.act(action)).filter((command) => command.length > 0);
    writeFileSync(join(folder, file), yamlProgram(model.programText()));
    model.apply();
    lines.push("", `echo "step ${index + 1}"`, ...others.map((command) => quoteForSh("appcmd", command)));
    lines.push(`cp ${file} Pulumi.yaml`);
    if (index === 0) {
      lines.push("pulumi stack init test --non-interactive");
      lines.push('pulumi config set iis:configFile "$APPCMD_EMULATOR_CONFIG" --non-interactive');
    }
    lines.push("pulumi up --yes --skip-preview --non-interactive", quoteForSh("appcmd", list));
    lines.push("pulumi preview --expect-no-changes --non-interactive");
  }
  writeFileSync(join(folder, "before.config"), applicationHost);
  writeFileSync(join(folder, "history.json"), `${JSON.stringify(history, null, 2)}\n`);
  writeFileSync(join(folder, "run.sh"), `${lines.join("\n")}\n`, { mode: 0o755 });
  return folder;
}
