import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";

import { type Program, watchSignals } from "../../provider/cli/watch";
import { doctorPool } from "../../provider/engine/doctor/bench";
import { configPath } from "../emulator/memory-world";
import { sampleConfig } from "../engine/offline-host";
import { callWith } from "./call";
import { type DoctorHost, doctorHost } from "./doctor-host";

const sample = readFileSync(sampleConfig, "utf8");

/** What a Ctrl-C leaves: the line of progress, and what became of the host. */
const interrupted = (host: string): RegExp =>
  new RegExp(
    `^${host} examining… failed \\([\\d.]+ s\\)\n${host}: interrupted; the pool ${doctorPool} and all else that was created is removed \\(INTERRUPTED\\)\n$`,
  );
/** A call without an error. */
const asExpected = /^local examining… [^\n]* not verified \([\d.]+ s\)\n$/;

/** A host on which Ctrl-C comes with the command number `at`, which ends as that makes it end. */
function hostWithCtrlC(at: number, ending: "by itself" | "cut short" | "cut short on Windows") {
  const host = doctorHost(sample);
  const controller = new AbortController();
  let count = 0;
  const exec: DoctorHost["transport"]["exec"] = async (args) => {
    count += 1;
    const answer = await host.transport.exec(args);
    if (count !== at) return answer;
    controller.abort(new Error("interrupted by SIGINT"));
    if (ending === "by itself") return answer;
    return ending === "cut short"
      ? { exitCode: -1, stdout: "", ended: "signal" }
      : { exitCode: 0xc000013a, stdout: "" };
  };
  return {
    world: host.world,
    files: host.files,
    signal: controller.signal,
    count: () => count,
    transport: { ...host.transport, exec },
  };
}

describe("Ctrl-C during iispools doctor --write, at any of its commands,", () => {
  it.each(["by itself", "cut short", "cut short on Windows"] as const)(
    "removes everything where the command ends %s",
    async (ending) => {
      const all = hostWithCtrlC(0, ending);
      expect((await callWith(all.signal, all, "doctor", "--write")).code).toBe(0);
      for (let at = 1; at <= all.count(); at += 1) {
        const host = hostWithCtrlC(at, ending);
        const { code, stdout, stderr } = await callWith(host.signal, host, "doctor", "--write");
        const isTooLate = code === 0 && at > all.count() - 4;
        expect([at, stderr]).toEqual([at, expect.stringMatching(isTooLate ? asExpected : interrupted("local"))]);
        if (!isTooLate) expect([at, code, stdout]).toEqual([at, 130, expect.stringMatching(/^local {2}INTERRUPTED: /)]);
        expect([at, host.world.config() === sample]).toEqual([at, true]);
        expect([at, [...host.world.contents.keys()]]).toEqual([at, [...all.world.contents.keys()]]);
      }
    },
  );

  it("says what could not be removed, and ends as an error", async () => {
    const host = hostWithCtrlC(9, "by itself");
    const exec: DoctorHost["transport"]["exec"] = (args) =>
      args.some((arg) => arg.startsWith("/-[name="))
        ? Promise.resolve({ exitCode: 5, stdout: "ERROR ( message:Access is denied. )" })
        : host.transport.exec(args);
    const refusing = { ...host, transport: { ...host.transport, exec } };
    const { code, stderr } = await callWith(host.signal, refusing, "doctor", "--write");
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /\nlocal: appcmd failed: exit code 5: [^\n]*; remove the pool yourself: appcmd delete apppool zz-pulumi-iis-doctor \(APPCMD_FAILED\)\n$/,
    );
  });

  it("does not claim to have removed a pool that was there before", async () => {
    const host = hostWithCtrlC(2, "by itself");
    host.world.contents.set(configPath, sample.replace('name="DefaultAppPool"', `name="${doctorPool}"`));
    const { code, stderr } = await callWith(host.signal, host, "doctor", "--write");
    expect(code).toBe(1);
    expect(stderr).toContain("so nothing was written");
  });

  it("says so where it only read", async () => {
    const host = hostWithCtrlC(2, "by itself");
    const { code, stderr } = await callWith(host.signal, host, "doctor");
    expect(code).toBe(130);
    expect(stderr).toMatch(/\nlocal: interrupted; nothing was written \(INTERRUPTED\)\n$/);
    expect(host.count()).toBe(2);
  });
});

describe("watchSignals", () => {
  function program() {
    const listeners = new Map<string, (signal: NodeJS.Signals) => void>();
    const seen: unknown[] = [];
    let time = 5000;
    const fake: Program = {
      on: (signal, listener) => listeners.set(signal, listener),
      exit: (code) => seen.push(code),
    };
    const watched = watchSignals(
      fake,
      (text) => seen.push(text),
      () => time,
    );
    const send = (signal: "SIGINT" | "SIGTERM", ms: number): void => {
      time += ms;
      listeners.get(signal)!(signal);
    };
    return { ...watched, seen, send };
  }

  it.each(["SIGINT", "SIGTERM"] as const)("aborts at the first %s, and prints the last words at the second", (name) => {
    const { signal, setFinalMessage, send, seen } = program();
    setFinalMessage("remove it");
    expect(signal.aborted).toBe(false);
    send(name, 0);
    expect([signal.aborted, seen]).toEqual([true, []]);
    // npx hands on what the terminal has sent to both.
    send(name, 199);
    expect(seen).toEqual([]);
    send(name, 1);
    expect(seen).toEqual(["remove it\n", 130]);
  });

  it("prints nothing where there is nothing to say", () => {
    const { send, seen } = program();
    send("SIGINT", 0);
    send("SIGTERM", 300);
    expect(seen).toEqual([130]);
  });
});

const bin = join(__dirname, "../../dist/provider/cli/bin.js");
let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-interrupted-"));
  mkdirSync(join(folder, "temp"));
  file = join(folder, "applicationHost.config");
  copyFileSync(sampleConfig, file);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The built program on a file, in a process group of its own as a terminal makes it. */
function start(env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [bin, "doctor", "--write", "--config-file", file], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, TMPDIR: join(folder, "temp"), ...env },
    detached: true,
  });
  const printed = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (printed.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (printed.stderr += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, printed, ended };
}

async function until(child: ChildProcess, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    expect(child.exitCode).toBeNull();
    await after(5);
  }
}

const moments = {
  "its pool is there": () => readFileSync(file, "utf8").includes(doctorPool),
  "its file is there": () => readdirSync(join(folder, "temp")).length > 0,
  "its backup is there": () => existsSync(`${file}.backups`),
};

describe("the program iispools (as npm run build left it in dist), ended during doctor --write,", () => {
  const ways: readonly (readonly [NodeJS.Signals, "the whole group" | "it alone"])[] = [
    ["SIGINT", "the whole group"],
    ["SIGINT", "it alone"],
    ["SIGTERM", "it alone"],
    ["SIGHUP", "it alone"],
  ];
  const table = ways.flatMap((way) => Object.entries(moments).map((moment) => [...way, ...moment] as const));

  it.each(table)("by %s to %s when %s: removes everything and exits 130", async (signal, to, _moment, isSo) => {
    const { child, printed, ended } = start();
    await until(child, isSo);
    process.kill(to === "it alone" ? child.pid! : -child.pid!, signal);
    expect(await ended).toBe(130);
    // The line of the error is the report.
    expect(printed.stderr).toMatch(/^applicationHost examining… failed \([\d.]+ s\)\n$/);
    expect(printed.stdout).toMatch(
      new RegExp(
        `^applicationHost  INTERRUPTED: .*; the pool ${doctorPool} and all else that was created is removed\n$`,
      ),
    );
    expect(readFileSync(file, "utf8")).toBe(sample);
    expect(readdirSync(join(folder, "temp"))).toEqual([]);
    expect(readdirSync(folder).sort()).toEqual(["applicationHost.config", "temp"]);
  });

  it("by two signals: ends at once, and says how to remove the pool", async () => {
    // So slow that all that is left to do outlasts the second signal by far.
    const { child, printed, ended } = start({ APPCMD_EMULATOR_LATENCY_MS: "700" });
    await until(child, moments["its pool is there"]);
    // The second one counts a moment after the first was noticed: until it does, another one is sent.
    while (child.exitCode === null) {
      child.kill("SIGINT");
      await after(50);
    }
    expect(await ended).toBe(130);
    expect(printed.stdout).toBe("");
    expect(printed.stderr).toContain(
      "applicationHost: interrupted before everything was removed. If it still exists: " +
        `appcmd delete apppool ${doctorPool}, appcmd delete backup ${doctorPool}\n`,
    );
    expect(readFileSync(file, "utf8")).toContain(doctorPool);
  });
});
