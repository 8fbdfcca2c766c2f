import { addElement, setAttribute, settingPath } from "../../appcmd/edit";
import { clearConfig, setConfig } from "../../appcmd/command";
import type { Argument, Command } from "../../appcmd/argument";
import { type Bench, doctorPool, type DoctorProbe, type DoctorProbes } from "./bench";
import { descend, listPool, words } from "./list-pool";
import { Unsettled } from "./unsettled";

const pool = { pool: doctorPool };

/** With which exit code appcmd ends a command that it refuses. */
export const exitCodeProbes: DoctorProbes = {
  "exit-code-bad-value": refused(setAttribute(pool, "queueLength", "zz")),
  "exit-code-bad-enum": refused(setAttribute(pool, "managedPipelineMode", "zz")),
  "exit-code-unknown-attribute": refused(setAttribute(pool, "zzNoSuchAttribute", "1")),
  "exit-code-missing-attribute": {
    needsWrite: true,
    look: async (bench) => {
      if (descend(await listPool(bench.ask, "effective"), "environmentVariables") === undefined) {
        throw new Unsettled("this IIS has no environment variables, whose entries have two attributes");
      }
      return await exitCode(bench, setConfig([addElement(pool, "environmentVariables", [["value", "1"]])]));
    },
  },
  "exit-code-unknown-section": {
    needsWrite: false,
    look: (bench) => exitCode(bench, words("list", "config", "-section:zz.pulumiIis/noSuchSection")),
  },
  "exit-code-empty-filter": {
    needsWrite: false,
    // The schema allows 10 and more, so no pool has it.
    look: (bench) => exitCode(bench, words("list", "apppool", "/queueLength:9")),
  },
  "clear-of-unset": {
    needsWrite: true,
    look: (bench) => success(bench, clearConfig([settingPath(pool, "enable32BitAppOnWin64")])),
  },
};

/** What a command ended with, in words: `succeeds`, or `fails-` with the exit code. */
export async function success({ ask }: Pick<Bench, "ask">, command: Command): Promise<string> {
  const answer = await ask(command);
  return answer.verdict === "done" ? "succeeds" : `fails-${answer.exitCode}`;
}

async function exitCode({ ask }: Bench, command: Command): Promise<string> {
  return String((await ask(command)).exitCode);
}

function refused(edit: Argument): DoctorProbe {
  return { needsWrite: true, look: (bench) => exitCode(bench, setConfig([edit])) };
}
