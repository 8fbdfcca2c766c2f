import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  startWinrmServer,
  type WinrmEvent,
  type WinrmFault,
  type WinrmServer,
  type WinrmServerOptions,
} from "../../tools/winrm-server/start.mts";
import { type Machine, playedMachine } from "./openssh/windows-host";
import { judge, type Judgement, type Verdict } from "./winrm/judge";
import { describeWithWinrm } from "./winrm/needs";

const [user, password] = ["Administrator", "secret"];
/** Each line is one of a shell of this machine. */
const program = ["/bin/sh", "-c", 'eval "$3"', "line"];
const appcmd = String.raw`C:\Windows\system32\inetsrv\appcmd.exe`;

let server: WinrmServer;
/** How many events there were before this test. */
let before = 0;

async function start(options: WinrmServerOptions = {}): Promise<void> {
  server = await startWinrmServer({ users: { [user]: password, guest: password }, denied: ["guest"], ...options });
}

const run = (lines: Judgement["lines"], more: Partial<Judgement> = {}): Promise<Verdict> =>
  judge({ client: "pypsrp", port: server.port, method: "negotiate", user, password, lines, ...more });

/** The events of this test. */
const log = (): WinrmEvent[] => server.log().slice(before);
const count = (event: string): number => log().filter((one) => one.event === event).length;

/** Waits for an event. */
async function until(isIt: (event: WinrmEvent) => boolean): Promise<void> {
  while (!log().some(isIt)) await new Promise(setImmediate);
}

describeWithWinrm("what Windows answers", () => {
  afterEach(() => server.stop());

  it.each(["pywinrm", "pypsrp"] as const)("to an unknown shell: %s", async (client) => {
    await start({ program });
    const shell = "00000000-0000-0000-0000-000000000000";
    const verdict = await run([["echo", "hi"]], { client, shell, method: "ntlm" });
    expect(verdict).toMatchObject({ error: "WSManFaultError", code: 2_150_858_843 });
    expect(count("command")).toBe(0);
  });

  it("to a user who is no administrator", async () => {
    await start({ program });
    expect(await run([["echo", "hi"]], { user: "guest" })).toMatchObject({ error: "WSManFaultError", code: 5 });
  });

  it("to more shells and operations than the quotas allow", async () => {
    await start({ program, maxShells: 0 });
    expect(await run([["echo", "hi"]])).toMatchObject({ error: "WSManFaultError", code: 2_150_859_173 });
    await server.stop();
    await start({ program, maxOperations: 0 });
    expect(await run([["echo", "hi"]])).toMatchObject({ error: "WSManFaultError", code: 2_150_859_174 });
  });

  it("to a receive that lasts longer than its time-out, which is no error for clients", async () => {
    await start({ program });
    const gate = join(server.folder, "gate");
    execFileSync("mkfifo", [gate]);
    const verdict = run([[`read go < ${gate}; echo $go`]], { timeout: 1 });
    await until(({ code }) => code === 2_150_858_793);
    await writeFile(gate, "later\n");
    expect(await verdict).toEqual({ results: [{ exitCode: 0, stdout: "later\n", stderr: "" }] });
  });

  it("to a shell that was idle for longer than its time", async () => {
    await start({ program, idleTimeout: 0 });
    expect(await run([["echo", "hi"]])).toMatchObject({ error: "WSManFaultError", code: 2_150_858_843 });
  });
});

describeWithWinrm("command lines reach appcmd as on Windows", () => {
  let machine: Machine;

  beforeEach(async () => {
    await start();
    machine = playedMachine(server.folder);
  });

  afterEach(() => server.stop());

  const called = () => machine.takeCalls().map(({ argv }) => argv);

  it("through cmd.exe, with variables and quotes", async () => {
    const lines = [
      ["echo %windir%"],
      ["chcp"],
      [String.raw`%windir%\system32\inetsrv\appcmd.exe list apppool "DefaultAppPool"`],
      [`"${appcmd}"`, "list", "apppool", '"/name:Nobody  here"'],
    ];
    const { results = [] } = await run(lines);
    expect(results.map(({ exitCode, stdout }) => [exitCode, stdout.split("\r\n")[0]])).toEqual([
      [0, String.raw`C:\WINDOWS`],
      [0, "Aktive Codepage: 65001."],
      [0, expect.stringContaining('APPPOOL "DefaultAppPool"')],
      // Of a line that begins with a quote cmd.exe removes the first one and the last one.
      [1, "The system cannot find the path specified."],
    ]);
    expect(called()).toEqual([["list", "apppool", "DefaultAppPool"]]);
  });

  it("without cmd.exe, as CreateProcess reads them", async () => {
    const { results } = await run([[appcmd, "list", "apppool", String.raw`"/name:a \"b\" %windir%"`]], {
      withoutCmd: true,
    });
    expect(results).toHaveLength(1);
    expect(called()).toEqual([["list", "apppool", '/name:a "b" %windir%']]);
  });

  it.each([[String.raw`%windir%\system32\inetsrv\appcmd.exe`], ["appcmd.exe"], [`"${appcmd}"`]])(
    "without cmd.exe, %s is no file",
    async (name) => {
      const verdict = await run([[name, "list", "apppool"]], { withoutCmd: true });
      expect(verdict).toMatchObject({ error: "WSManFaultError", code: 2_147_942_402 });
    },
  );

  it("a line that cmd.exe cuts has no output and exit code 0", async () => {
    const { results } = await run([[appcmd, "list", "apppool", `/name:${"x".repeat(8191)}`]]);
    expect(results).toEqual([{ exitCode: 0, stdout: "", stderr: "" }]);
    expect(count("command")).toBe(1);
  });

  it("a line of the same length is whole without cmd.exe", async () => {
    await run([[appcmd, "list", "apppool", `/name:${"x".repeat(8191)}`]], { withoutCmd: true });
    expect(called()).toEqual([["list", "apppool", `/name:${"x".repeat(8191)}`]]);
  });
});

describeWithWinrm("faults", () => {
  beforeAll(() => start({ program, methods: ["ntlm"] }));

  beforeEach(() => {
    before = server.log().length;
  });

  afterAll(() => server.stop());

  const quota = { code: 2_150_859_173, subcode: "w:QuotaLimit", message: "Too many shells." };

  it.each<[WinrmFault, string | undefined, number]>([
    [{ at: "Command", do: "drop-before" }, "ConnectionError", 0],
    [{ at: "Command", do: "drop-after" }, "ConnectionError", 1],
    [{ at: "Receive", do: "drop-after" }, "ConnectionError", 1],
    [{ at: "Receive", do: "cut" }, "ChunkedEncodingError|ConnectionError", 1],
    [{ at: "Command", do: "status", value: 503 }, "WinRMTransportError", 0],
    [{ at: "Create", do: "fault", value: quota }, "WSManFaultError", 0],
    [{ at: "Command", do: "lose-shells" }, "WSManFaultError", 0],
    [{ at: "Receive", do: "garbage" }, "UnicodeDecodeError", 1],
    [{ at: "Receive", do: "tamper" }, "SpnegoError|BadMICError", 1],
    [{ at: "Receive", do: "slow", value: 1 }, undefined, 1],
    [{ at: "Receive", do: "flood", value: 5_000_000 }, undefined, 1],
    [{ at: "Command", do: "cut", skip: 1 }, undefined, 1],
  ])("%j: %s", async (fault, error, commands) => {
    await server.inject([fault]);
    const verdict = await run([["echo", "hi"]]);
    const results = [{ exitCode: 0, stdout: "hi\n", stderr: "" }];
    expect(verdict).toEqual(
      error === undefined ? { results } : expect.objectContaining({ error: expect.stringMatching(`^(${error})$`) }),
    );
    expect(count("command")).toBe(commands);
  });

  it("a login that expires in the middle", async () => {
    await server.inject([{ at: "Command", do: "unauthorized" }]);
    await run([["echo", "hi"]]);
    const requests = log().filter(({ event }) => event === "request");
    expect(requests.slice(0, 2)).toMatchObject([{ action: "Create" }, { action: "Command", fault: "unauthorized" }]);
    expect(count("login")).toBe(2);
  });

  it("a request that is held goes on when it is released", async () => {
    await server.inject([{ at: "Command", do: "hold" }]);
    const verdict = run([["echo", "hi"]]);
    await until(({ fault }) => fault === "hold");
    expect(count("command")).toBe(0);
    await server.release();
    expect(await verdict).toEqual({ results: [{ exitCode: 0, stdout: "hi\n", stderr: "" }] });
    expect(count("command")).toBe(1);
  });
});
