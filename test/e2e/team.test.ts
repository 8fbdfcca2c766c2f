import { readFileSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "../engine/offline-host";
import { patient } from "../patient";
import { makeWorkspace, type RunOptions, type RunResult, type Workspace } from "../../tools/workspace/workspace.mts";
import { repository } from "../../tools/workspace/places.mts";
import { describeWithPostgres, type Postgres, startPostgres } from "./harness/postgres";
import { killIn, processesIn } from "../../tools/workspace/processes.mts";
import { type Held, makeStandIn, type Moment, type StandIn } from "./harness/stand-in";

const example = (file: string): string => readFileSync(join(repository, "examples/team", file), "utf8");
const up = ["up", "--yes", "--skip-preview"];
const lookAgain = ["preview", "--refresh", "--expect-no-changes"];

let postgres: Postgres;
let workspace: Workspace;
let standIn: StandIn;
let tables = 0;

/** The example's program and pools, with its state in PostgreSQL and the stand-in for its server's appcmd. */
async function start(): Promise<void> {
  const applicationHost = readFileSync(sampleConfig, "utf8");
  const backend = postgres.url(`state_${++tables}`);
  workspace = await makeWorkspace({ program: example("index.js"), applicationHost, backend });
  standIn = makeStandIn(dirname(workspace.configFile), workspace.configFile);
  declare(2000);
}

/** The example's pools with this queue length of Shop, and more pools. */
function declare(queueLength: number, ...more: readonly string[]): void {
  const pools = example("pools.yaml")
    .replace("configFile: ./applicationHost.config", `appcmdPath: ${standIn.file}`)
    .replace("queueLength: 2000", `queueLength: ${queueLength}`);
  workspace.write("pools.yaml", pools + more.map((name) => `  ${name}: { queueLength: ${queueLength} }\n`).join(""));
}

/** Starts `pulumi up` and lets it come to this moment. */
async function upTo(moment: Moment, options?: RunOptions): Promise<{ held: Held; ended: Promise<RunResult> }> {
  const holding = standIn.holdAt(moment);
  const ended = workspace.run(up, { env: { ...patient, ...options?.env } });
  const early = ended.then(({ stdout }) => Promise.reject<Held>(new Error(`up ended before that\n${stdout}`)));
  early.catch(() => undefined); // once it is held, the caller says how it may end
  return { held: await Promise.race([holding, early]), ended };
}

/** What a pool has in force, as an administrator sees it. */
function inForce(pool: string, setting: string): string {
  return workspace.appcmd("list", "apppool", pool, `/text:${setting}`).stdout.trim();
}

/** The commits that were tried: their arguments but for section and level, and whether the file was written. */
function commits(): [string[], boolean][] {
  return workspace
    .emulatorCalls()
    .filter(({ argv }) => argv[0] === "set")
    .map(({ argv, commit }) => [argv.filter((text) => text.startsWith("/[")), commit]);
}

/** What is said of a setting that another writer had meanwhile. */
function told(difference: string): string {
  return `pool "Shop": another tool or person changed it during the write, so the declared values were written again (live -> desired): ${difference}`;
}

interface State {
  readonly deployment: { readonly pending_operations?: readonly { readonly type: string }[] };
}

async function pending(): Promise<string[]> {
  const { deployment } = (await workspace.exportStack()) as State;
  return (deployment.pending_operations ?? []).map(({ type }) => type);
}

describeWithPostgres("a team whose state lies in PostgreSQL", () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    await start();
  });

  afterAll(async () => {
    await workspace.dispose();
    await postgres.stop();
  });

  describe("two runs at once", () => {
    it("refuses the second, which reaches no server, and lets it in when the first has ended", async () => {
      const { held, ended } = await upTo("before set");
      const before = workspace.emulatorCalls().length;
      const { stdout, stderr } = await workspace.run(up, { expectFailure: true });
      expect(stdout + stderr).toContain(
        "error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or " +
          "delete the lock file with `pulumi cancel`.",
      );
      expect(stdout + stderr).toMatch(/\n +postgres:\/\/\S+: created by \S+@\S+ \(pid \d+\) at \d{4}-\d\d-\d\dT/);
      expect(workspace.emulatorCalls()).toHaveLength(before);
      held.release();
      expect((await ended).stdout).toContain("4 created");
      expect((await workspace.run(up)).stdout).toContain("4 unchanged");
    });
  });

  describe("a run that is killed with everything it started", () => {
    const points: [string, { moment: Moment; fault?: string; appcmdLives?: true; written: boolean }][] = [
      ["before appcmd begins", { moment: "before set", written: false }],
      ["in the commit, before the file is written", { moment: "after set", fault: "kill-before", written: false }],
      ["in the commit, after the file is written", { moment: "after set", fault: "kill-after", written: true }],
      ["when appcmd is done and nobody knows", { moment: "after set", written: true }],
      ["and appcmd lives on and commits later", { moment: "before set", appcmdLives: true, written: true }],
    ];

    it.each(points)("leaves a valid configuration, and is mended: %s", async (_when, point) => {
      const number = points.findIndex(([, one]) => one === point) + 1;
      const made = points.slice(0, number).map((_, index) => `New-${index + 1}`);
      const seen = new Set([workspace.configText()]);
      const watcher = watch(dirname(workspace.configFile), () => seen.add(workspace.configText()));
      try {
        declare(3000 + number, ...made);
        const count = join(dirname(workspace.configFile), `fault-${number}`);
        const env: Record<string, string> = point.fault ? { APPCMD_EMULATOR_FAULT: `${point.fault}:1:${count}` } : {};
        const { held, ended } = await upTo(point.moment, { env });
        const killed = expect(ended).rejects.toThrow();
        await killIn(workspace.dir, point.appcmdLives ? [held.pid] : []);
        await killed;
        if (point.appcmdLives) {
          held.release();
          while (processesIn(workspace.dir).length > 0) await new Promise(setImmediate);
        }
        expect(inForce("Shop", "queueLength") === String(3000 + number)).toBe(point.written);

        await workspace.run(["cancel", "--yes"]);
        await workspace.run([...up, "--refresh"], { env: patient });
        await workspace.run(lookAgain);
        expect(inForce("Shop", "queueLength")).toBe(String(3000 + number));
        expect(inForce(`New-${number}`, "queueLength")).toBe(String(3000 + number));
      } finally {
        watcher.close();
      }
      seen.add(workspace.configText());
      expect(seen.size).toBe(2);
      for (const config of seen) {
        const world = memoryWorld(config);
        expect(world.appcmd("list", "apppool", "/config:*", "/xml").exitCode).toBe(0);
      }
    });

    it("stays in the state as pending creates, until these are cleared", async () => {
      expect(await pending()).toEqual(points.map(() => "creating"));
      await workspace.run(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
      expect(await pending()).toEqual([]);
    });
  });

  describe("another writer at the same server", () => {
    const setShop = ["set", "apppool", "Shop"];

    beforeAll(async () => {
      declare(4000);
      await workspace.run(up);
    });

    beforeEach(() => {
      workspace.resetEmulatorLog();
    });

    it("keeps what is not declared, and loses to what is", async () => {
      declare(4001);
      standIn.writeAt("before set", ...setShop, "/cpu.limit:5000", "/queueLength:1111");
      await workspace.run(up);
      expect(commits()).toEqual([[["/[name='Shop'].queueLength:4001"], true]]);
      expect(inForce("Shop", "queueLength")).toBe("4001");
      expect(inForce("Shop", "cpu.limit")).toBe("5000");
    });

    it("is seen when appcmd refuses our commit because of it: read anew, compared anew, sent anew", async () => {
      declare(4002);
      standIn.writeAt("before set", ...setShop, "/cpu.limit:6000", "/processModel.idleTimeout:00:05:00");
      const fault = `changed:1:${join(dirname(workspace.configFile), "fault-changed")}`;
      const { stdout } = await workspace.run(up, { env: { APPCMD_EMULATOR_FAULT: fault } });
      expect(commits()).toEqual([
        [["/[name='Shop'].queueLength:4002"], false],
        [["/[name='Shop'].queueLength:4002", "/[name='Shop'].processModel.idleTimeout:00:00:00"], true],
      ]);
      expect(stdout).toContain(told("processModel.idleTimeout 5 min -> off"));
      expect(inForce("Shop", "queueLength")).toBe("4002");
      expect(inForce("Shop", "processModel.idleTimeout")).toBe("00:00:00");
      expect(inForce("Shop", "cpu.limit")).toBe("6000");
    });

    it("is seen when our commit is read back, and loses to a second one", async () => {
      declare(4003);
      standIn.writeAt("after set", ...setShop, "/cpu.limit:7000", "/queueLength:1111");
      const { stdout } = await workspace.run(up);
      expect(commits()).toEqual(Array(2).fill([["/[name='Shop'].queueLength:4003"], true]));
      expect(stdout).toContain(told("queueLength 1111 -> 4003"));
      expect(inForce("Shop", "queueLength")).toBe("4003");
      expect(inForce("Shop", "cpu.limit")).toBe("7000");
    });

    it("that does not give in ends the run with both values, and the next run puts it right", async () => {
      declare(4004);
      for (const limit of ["8000", "9000"])
        standIn.writeAt("after set", ...setShop, `/cpu.limit:${limit}`, "/queueLength:1111");
      const { stdout, stderr } = await workspace.run(up, { expectFailure: true });
      expect(stdout + stderr).toContain(
        "appcmd reported success, but the host still differs (live -> desired): queueLength 1111 -> 4004",
      );
      expect(inForce("Shop", "cpu.limit")).toBe("9000");
      await workspace.run([...up, "--refresh"]);
      expect(inForce("Shop", "queueLength")).toBe("4004");
      expect(inForce("Shop", "cpu.limit")).toBe("9000");
    });
  });
});
