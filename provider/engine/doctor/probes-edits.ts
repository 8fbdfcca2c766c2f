import { type Argument, type Command, plain } from "../../appcmd/argument";
import { clearConfig, setConfig } from "../../appcmd/command";
import { addElement, addPool, emptyCollection, setAttribute, settingPath } from "../../appcmd/edit";
import { attributeValue } from "../../xml/parse";
import { type Ask, type Bench, doctorPool, type DoctorProbe, type DoctorProbes, longPool, NotVerified } from "./bench";
import { descend, entriesOf, poolExists, listPool, must, words } from "./doctor-pool";

const pool = { pool: doctorPool };

/** The exit codes with which appcmd refuses commands. */
export const exitCodeProbes: DoctorProbes = {
  "exit-code-bad-value": refused(setAttribute(pool, "queueLength", "zz")),
  "exit-code-bad-enum": refused(setAttribute(pool, "managedPipelineMode", "zz")),
  "exit-code-unknown-attribute": refused(setAttribute(pool, "zzNoSuchAttribute", "1")),
  "exit-code-missing-attribute": {
    needsWrite: true,
    observe: async (bench) => {
      if (descend(await listPool(bench.ask, "effective"), "environmentVariables") === undefined) {
        throw new NotVerified("this IIS does not support environment variables, whose entries have two attributes");
      }
      return await exitCode(bench, setConfig([addElement(pool, "environmentVariables", [["value", "1"]])]));
    },
  },
  "exit-code-unknown-section": {
    needsWrite: false,
    observe: (bench) => exitCode(bench, words("list", "config", "-section:zz.pulumiIis/noSuchSection")),
  },
  "exit-code-empty-filter": {
    needsWrite: false,
    // The schema allows only 10 and more, so no pool has it.
    observe: (bench) => exitCode(bench, words("list", "apppool", "/queueLength:9")),
  },
  "clear-of-unset": {
    needsWrite: true,
    observe: (bench) => success(bench, clearConfig([settingPath(pool, "enable32BitAppOnWin64")])),
  },
};

/** The result of a command in words: `succeeds`, or `fails-` with the exit code. */
export async function success({ ask }: Pick<Bench, "ask">, command: Command): Promise<string> {
  const answer = await ask(command);
  return answer.verdict === "done" ? "succeeds" : `fails-${answer.exitCode}`;
}

async function exitCode({ ask }: Bench, command: Command): Promise<string> {
  return String((await ask(command)).exitCode);
}

function refused(edit: Argument): DoctorProbe {
  return { needsWrite: true, observe: (bench) => exitCode(bench, setConfig([edit])) };
}

const schedulePath = ["recycling", "periodicRestart", "schedule"];
const schedule = schedulePath.join(".");

/** How appcmd interprets an edit, and what it writes. */
export const editProbes: DoctorProbes = {
  "enum-case": {
    needsWrite: true,
    observe: ({ ask }) => verdict(ask, setConfig([setAttribute(pool, "managedPipelineMode", "classic")])),
  },
  "blank-in-indexer": {
    needsWrite: true,
    observe: async ({ ask }) => {
      const picked = (keys: string): Command => setConfig([plain(`/[${keys}].queueLength:1002`)]);
      await must(ask, picked(`name='${doctorPool}',autoStart='false'`));
      return await verdict(ask, picked(`name='${doctorPool}', autoStart='false'`));
    },
  },
  "key-case": {
    needsWrite: true,
    observe: async ({ ask }) => {
      const answer = await ask(setConfig([setAttribute({ pool: doctorPool.toUpperCase() }, "queueLength", "1003")]));
      return answer.verdict === "done" ? "ignored" : "respected";
    },
  },
  "long-pool-name": {
    needsWrite: true,
    // If it is accepted, the pool is removed with the other one.
    observe: ({ ask }) => verdict(ask, setConfig([addPool(longPool)])),
  },
  "value-equal-to-inherited": {
    needsWrite: true,
    observe: async ({ ask }) => {
      const before = descend(await listPool(ask, "effective"), "failure");
      const value = before && attributeValue(before, "rapidFailProtection");
      if (value === undefined) throw new NotVerified("failure.rapidFailProtection is not in the list");
      await must(ask, setConfig([setAttribute(pool, "failure.rapidFailProtection", value)]));
      const after = descend(await listPool(ask, "explicit"), "failure");
      return (after && attributeValue(after, "rapidFailProtection")) === undefined ? "left-out" : "written";
    },
  },
  "clear-empty-collection": {
    needsWrite: true,
    observe: async (bench) => {
      // Twice: after the first time it is empty, whatever it inherits from applicationPoolDefaults.
      await bench.ask(setConfig([emptyCollection(pool, schedule)]));
      const left = entriesOf(await listPool(bench.ask, "effective"), schedulePath, "value");
      if (left.length > 0) throw new NotVerified("the collection could not be emptied");
      return await success(bench, setConfig([emptyCollection(pool, schedule)]));
    },
  },
  "new-entry-position": {
    needsWrite: true,
    observe: async ({ ask }) => {
      // Neither order is sorted.
      const times = ["05:00:00", "03:00:00", "04:00:00"];
      await must(ask, setConfig(times.map((time) => addElement(pool, schedule, [["value", time]]))));
      const all = entriesOf(await listPool(ask, "effective"), schedulePath, "value");
      const seen = all.filter((time) => times.includes(time)).join();
      return seen === times.join() ? "end" : seen === [...times].reverse().join() ? "start" : "another order";
    },
  },
  // Last, because it reverts the edits of the others, or removes the pool.
  "clear-config-on-pool": {
    needsWrite: true,
    observe: async ({ ask }) => {
      await must(ask, setConfig([setAttribute(pool, "queueLength", "1004")]));
      const answer = await ask(clearConfig([plain(`/[name='${doctorPool}']`)]));
      if (answer.verdict !== "done") return `fails-${answer.exitCode}`;
      if (!(await poolExists(ask, doctorPool))) return "removes-pool";
      const left = attributeValue(await listPool(ask, "explicit"), "queueLength");
      return left === undefined ? "clears-settings" : "keeps-settings";
    },
  },
};

async function verdict(ask: Ask, command: Command): Promise<string> {
  return (await ask(command)).verdict === "done" ? "accepted" : "refused";
}
