import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { runProcess } from "../../provider/transport/process";

/** Starts a process that holds the pipes too, writes its id to a file, and stays. */
const starter = `
  const { spawn } = require("node:child_process");
  const stay = "setTimeout(() => {}, 300000)";
  const child = spawn(process.execPath, ["-e", stay], { stdio: "inherit", detached: true });
  require("node:fs").writeFileSync(process.argv[1], child.pid + " is its id");
  setTimeout(() => {}, 300000);`;

function isWritten(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

describe("running a process that starts another", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-run-"));
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "performance", "Date"] });
  });

  afterEach(() => {
    jest.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  it("does not wait, when its time is over, for the one that it started", async () => {
    const idFile = join(folder, "id");
    const running = runProcess({ file: process.execPath, arguments: ["-e", starter, idFile], timeoutMs: 60_000 });
    while (!isWritten(idFile)) await new Promise((resolve) => setImmediate(resolve));
    jest.advanceTimersByTime(60_000);
    expect(await running).toEqual({ exitCode: -1, stdout: "", ended: "timeout" });
    // It lives still, and would have kept the pipes open.
    expect(process.kill(Number.parseInt(readFileSync(idFile, "utf8"), 10), "SIGKILL")).toBe(true);
  });

  it("does not wait for it either, when whoever started the first has it ended", async () => {
    const idFile = join(folder, "id");
    const controller = new AbortController();
    const running = runProcess({
      ...{ file: process.execPath, arguments: ["-e", starter, idFile], timeoutMs: 60_000 },
      end: controller.signal,
    });
    while (!isWritten(idFile)) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await running).toEqual({ exitCode: -1, stdout: "", ended: "stopped" });
    expect(process.kill(Number.parseInt(readFileSync(idFile, "utf8"), 10), "SIGKILL")).toBe(true);
  });
});

it("an error of a program that cannot be started has none of its arguments", async () => {
  const started = runProcess({ file: "/nowhere/appcmd", arguments: ["c4nary"], timeoutMs: 1000 });
  const error: unknown = await started.catch((one: unknown) => one);
  expect(error).toMatchObject({ code: "ENOENT" });
  expect(inspect(error)).not.toContain("c4nary");
});

const onLinux = process.platform === "linux" ? it : it.skip;

onLinux("a process is of no group that a Ctrl-C on the terminal reaches", async () => {
  const script = "read -r all < /proc/$$/stat; set -- $all; echo $$ $5";
  const { stdout } = await runProcess({ file: "/bin/sh", arguments: ["-c", script], timeoutMs: 60_000 });
  const [id, group] = stdout.trim().split(" ");
  expect(group).toBe(id);
});
