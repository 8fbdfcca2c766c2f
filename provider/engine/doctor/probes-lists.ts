import { appcmdExitCodes } from "../../appcmd/answers/result";
import type { Command } from "../../appcmd/argument";
import { listExplicit, recyclePool, setConfig, startPool, stopPool } from "../../appcmd/command";
import { setAttribute } from "../../appcmd/edit";
import { attributeValue } from "../../xml/parse";
import { type Ask, type Bench, doctorPool, type DoctorProbes, NotVerified } from "./bench";
import { descend, listPool, must, parseOutput, words } from "./doctor-pool";
import { success } from "./probes-edits";

const pool = { pool: doctorPool };
const section = "-section:system.applicationHost/applicationPools";
const password = "zz-doctor";

/** The output of appcmd. */
export const listProbes: DoctorProbes = {
  "list-missing-xml": {
    needsWrite: false,
    observe: async ({ ask }) => {
      const { stdout } = await ask(words("list", "apppool", `/apppool.name:${doctorPool}-missing`, "/xml"));
      if (stdout.trim() === "") return "nothing";
      return /^<\?xml[^>]*>\s*<appcmd(?:\s*\/>|>\s*<\/appcmd>)\s*$/.test(stdout) ? "envelope" : "another text";
    },
  },
  "override-mode-without-config": {
    needsWrite: false,
    observe: async ({ ask }) => {
      const { stdout } = await ask(words("list", "config", section, "/xml"));
      const config = descend(parseOutput(stdout), "CONFIG");
      if (config === undefined) throw new NotVerified("the section is not in the list");
      return attributeValue(config, "overrideMode") === undefined ? "left-out" : "shown";
    },
  },
  "empty-elements-in-config": {
    needsWrite: true,
    // The doctor's pool never has any setting of cpu.
    observe: async ({ ask }) => (descend(await listPool(ask, "explicit"), "cpu") === undefined ? "left-out" : "shown"),
  },
  "output-encoding": {
    needsWrite: true,
    observe: async (bench) => {
      await set(bench, "failure.autoShutdownExe", "zü");
      let codePage: number | undefined;
      const ask: Ask = async (command) => {
        const answer = await bench.ask(command);
        codePage = answer.codePage;
        return answer;
      };
      const failure = descend(await listPool(ask, "explicit"), "failure");
      const seen = failure && attributeValue(failure, "autoShutdownExe");
      if (seen === undefined) throw new NotVerified("the new value is not in the list");
      // The code page may turn it into a question mark or another letter.
      return seen === "zü" && codePage === undefined ? "utf-8" : "oem";
    },
  },
  "password-in-list-config": {
    needsWrite: true,
    observe: async (bench) => {
      await set(bench, "processModel.password", password);
      const { stdout } = await bench.ask(listExplicit);
      const pools = descend(parseOutput(stdout), "CONFIG", "system.applicationHost-applicationPools")?.children ?? [];
      const own = pools.find((one) => attributeValue(one, "name") === doctorPool);
      const model = own && descend(own, "processModel");
      const seen = model && attributeValue(model, "password");
      if (seen === password) return "clear";
      return seen?.startsWith("[enc:") === true ? "encrypted" : seen === undefined ? "missing" : "another text";
    },
  },
  "applied-lines": {
    needsWrite: true,
    observe: async ({ ask }) => {
      const edits = [
        setAttribute(pool, "queueLength", "1001"),
        setAttribute(pool, "processModel.idleTimeout", "00:05:00"),
      ];
      const answer = await ask(setConfig(edits));
      if (answer.verdict !== "done") throw new NotVerified(answer.message);
      const lines = answer.stdout.split(/[\r\n]+/).filter((line) => line.trim() !== "").length;
      return lines === 1 ? "one" : lines === edits.length ? "one-an-operation" : `${lines} lines`;
    },
  },
};

async function set({ ask }: Bench, path: string, value: string): Promise<void> {
  await must(ask, setConfig([setAttribute(pool, path, value)]));
}

/** The answers of WAS, the service that runs the pools. */
export const serviceProbes: DoctorProbes = {
  "recycle-of-stopped": {
    needsWrite: true,
    observe: async ({ askService }) => {
      await reach(askService, stopPool(doctorPool), appcmdExitCodes.notActive);
      return await success({ ask: askService }, recyclePool(doctorPool));
    },
  },
  "recycle-of-idle": {
    needsWrite: true,
    observe: async ({ askService }) => {
      await reach(askService, startPool(doctorPool), appcmdExitCodes.alreadyRunning);
      const workers = await askService(words("list", "wp", `/apppool.name:${doctorPool}`));
      if (workers.stdout.trim() !== "") throw new NotVerified("the pool has a worker process without any request");
      return await success({ ask: askService }, recyclePool(doctorPool));
    },
  },
  "start-of-started": {
    needsWrite: true,
    observe: async ({ askService }) => {
      await reach(askService, startPool(doctorPool), appcmdExitCodes.alreadyRunning);
      return await success({ ask: askService }, startPool(doctorPool));
    },
  },
};

/** Changes the state of the pool; `already` is the exit code of a host if the pool already has that state. */
async function reach(ask: Ask, command: Command, already: number): Promise<void> {
  const answer = await ask(command);
  if (answer.verdict !== "done" && answer.exitCode !== already) throw new NotVerified(answer.message);
}
