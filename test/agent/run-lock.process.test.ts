import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockRun } from "../../provider/agent/run-lock";
import { repository } from "../../tools/workspace/places.mts";

const never = new AbortController().signal;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-lock-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const lockModule = join(repository, "dist/provider/agent/run-lock.js");

/** A process that takes the lock, and keeps it until it is killed. */
async function holder(): Promise<{ readonly kill: () => Promise<void> }> {
  const script = `require(process.argv[1]).lockRun(process.argv[2], new AbortController().signal).then(() => { console.log("locked"); setInterval(() => {}, 1000); })`;
  const child = spawn(process.execPath, ["-e", script, lockModule, folder], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    kill: async () => {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("a lock that was released is free at once", async () => {
  const first = await lockRun(folder, never);
  await first.release();
  const second = await lockRun(folder, never);
  expect(second.lost.aborted).toBe(false);
  await second.release();
});

test("a lock of a run that was killed is free after a while", async () => {
  const other = await holder();
  await other.kill();
  const lock = await lockRun(folder, never);
  await lock.release();
}, 60_000);

test("a lock of a run that was killed before the clock was set back is free after a while", async () => {
  const left = join(folder, "run.lock");
  mkdirSync(left);
  const tomorrow = new Date(Date.now() + 24 * 60 * 60 * 1000);
  utimesSync(left, tomorrow, tomorrow);
  const lock = await lockRun(folder, never);
  await lock.release();
}, 60_000);

test("a second run fails while the first one lives", async () => {
  const other = await holder();
  try {
    await expect(lockRun(folder, never)).rejects.toMatchObject({ code: "RUN_IN_PROGRESS" });
  } finally {
    await other.kill();
  }
}, 60_000);

test("a run that waits for another one ends with Ctrl-C", async () => {
  const other = await holder();
  try {
    await expect(lockRun(folder, AbortSignal.abort())).rejects.toMatchObject({ code: "INTERRUPTED" });
  } finally {
    await other.kill();
  }
}, 60_000);
