import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sampleConfig, verbs } from "../engine/offline-host";
import { makeMachine, type WindowsMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { windowsPath } from "./harness/windows-path";

const appcmdExe = "C:\\windows\\system32\\inetsrv\\appcmd.exe";

describeOnWine("the engine as a Windows process", () => {
  let machine: WindowsMachine;

  beforeAll(async () => {
    machine = await makeMachine();
  });

  beforeEach(() => {
    machine.reset();
  });

  afterAll(async () => {
    await machine.dispose();
  });

  it("finds appcmd.exe by itself and reads the server's pools", async () => {
    const seen = await machine.call(async ({ engine }) => {
      const transport = engine.connect(undefined);
      const { pools } = await engine.inspectHost(transport);
      return { platform: process.platform, key: transport.key, pools: [...pools.values()].map(({ name }) => name) };
    }, {});
    expect(seen).toEqual({
      platform: "win32",
      key: `local:${appcmdExe}`,
      pools: ["DefaultAppPool", "Legacy .NET v2.0"],
    });
  });

  it("plans, applies and verifies, and finds nothing to do the second time", async () => {
    const pools = [
      { name: "Kunden Müller 日本 😀", queueLength: 2000, recycling: { periodicRestart: { schedule: ["03:00"] } } },
      { name: " it's 100% mine ", processModel: { idleTimeout: "5m" } },
    ];
    const seen = await machine.call(async ({ ensurePools }, input) => {
      return [await ensurePools(input), await ensurePools(input)];
    }, pools);
    expect(seen).toEqual([
      [{ changed: true }, { changed: true }],
      [{ changed: false }, { changed: false }],
    ]);
    expect(machine.takeCalls().filter(({ commit }) => commit)).toHaveLength(1);
    expect(machine.configText()).toContain('<add name="Kunden Müller 日本 😀" queueLength="2000">');
    expect(machine.configText()).toMatch(/<add name=" it(&apos;|')s 100% mine ">/);
  });

  it("carries any text of an environment variable through the command line of a Windows process", async () => {
    const values = [
      "C:\\tools\\",
      'say "hi"',
      'a\\"b\\\\"',
      "%windir% %41",
      "^&|<>!",
      "  ",
      "ä€😀",
      "it's [x='y']",
      "\\\\",
    ];
    const environmentVariables = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
    const read = await machine.call(
      async ({ engine, ensurePools }, pool) => {
        const outcomes = await ensurePools([pool]);
        const { pools } = await engine.inspectHost(engine.connect(undefined));
        return { outcomes, settings: engine.findPool({ pools }, pool.name)?.settings };
      },
      { name: "shop", environmentVariables },
    );
    expect(read.outcomes).toEqual([{ changed: true }]);
    expect(read.settings?.["environmentVariables"]).toEqual(environmentVariables);
  });

  it("splits what is longer than a command line of Windows, and every part arrives whole", async () => {
    const pools = Array.from({ length: 500 }, (_, index) => ({
      name: `Pool number ${index} of Müller`,
      queueLength: 2000,
    }));
    const outcomes = await machine.call(({ ensurePools }, input) => ensurePools(input), pools);
    expect(outcomes).toEqual(pools.map(() => ({ changed: true })));
    const commits = machine.takeCalls().filter(({ commit }) => commit);
    const lengths = commits.map(({ argv }) => argv.join(" ").length);
    expect(commits.length).toBeGreaterThan(1);
    expect(lengths[0]).toBeGreaterThan(28_000);
    expect(machine.configText().match(/<add name="Pool number \d+ of Müller" queueLength="2000" \/>/g)).toHaveLength(
      500,
    );
  });

  it("sees all 32 bits of an exit code", async () => {
    const counter = windowsPath(join(machine.configFile, "..", "counter"));
    const codes = await machine.call(
      async ({ engine }, faults) => {
        const transport = engine.connect(undefined);
        const codes = [(await transport.exec(["delete", "apppool", "Käse"])).exitCode];
        for (const fault of faults) {
          process.env["APPCMD_EMULATOR_FAULT"] = fault;
          codes.push((await transport.exec(["start", "apppool", "DefaultAppPool"])).exitCode);
          codes.push((await transport.exec(["set", "apppool", "DefaultAppPool", "/queueLength:2000"])).exitCode);
        }
        return codes;
      },
      [`start4312:1:${counter}-start`, `busy:1:${counter}-busy`],
    );
    expect(codes).toEqual([1168, 4312, 0, 1056, 32]);
  });

  it("starts a new pool again that WAS does not know yet, for which exit code 4312 stands", async () => {
    const counter = windowsPath(join(machine.configFile, "..", "counter-new"));
    const pool = { name: "Käse", state: "Started", autoStart: false };
    const [outcome] = await machine.call(({ ensurePools }, input) => ensurePools([input]), pool, {
      APPCMD_EMULATOR_FAULT: `start4312:1:${counter}`,
    });
    expect(outcome).toEqual({ changed: true });
    const turns = machine.takeCalls().filter(({ argv }) => argv[0] === "start");
    expect(turns.map(({ exitCode }) => exitCode)).toEqual([4312, 0]);
  });

  it("sees exit codes above 0x7fffffff as they are", async () => {
    const code = await machine.call(async ({ runProcess }, hresult) => {
      const script = `process.exit(${hresult} | 0)`;
      return (await runProcess({ file: process.execPath, arguments: ["-e", script], timeoutMs: 60_000 })).exitCode;
    }, 0x80010006);
    expect(code).toBe(0x80010006);
  });

  it("makes the good pools where one is refused, and says in one line why", async () => {
    const pools = ["A", "Bad", "C"].map((name) => ({ name, queueLength: name === "Bad" ? 6666 : 2000 }));
    const [first, bad, last] = await machine.call(({ ensurePools }, input) => ensurePools(input), pools, {
      APPCMD_EMULATOR_FAULT: "refuse:6666",
    });
    expect([first, last]).toEqual([{ changed: true }, { changed: true }]);
    expect(bad).toMatchObject({
      code: "APPCMD_FAILED",
      message: expect.stringMatching(/^localhost: pool "Bad": .*6666/),
    });
    expect(bad).toMatchObject({ message: expect.not.stringMatching(/[\r\n]/) });
    expect(machine.configText()).toContain('<add name="C" queueLength="2000" />');
    expect(machine.configText()).not.toContain("Bad");
  });

  it.each([
    ["CRLF", /\r\n/g, "\r\n"],
    ["LF", /\r\n/g, "\n"],
  ])("keeps the line ends of a file with %s", async (_name, from, lineEnd) => {
    machine.reset(readFileSync(sampleConfig, "utf8").replace(from, lineEnd));
    const schedule = ["03:00", "15:00"];
    const pool = { name: "shop", recycling: { periodicRestart: { schedule } } };
    expect(await machine.call(({ ensurePools }, input) => ensurePools([input]), pool)).toEqual([{ changed: true }]);
    expect(machine.configText()).toContain('<add value="15:00:00" />');
    expect(new Set(machine.configText().match(/\r*\n|\r/g))).toEqual(new Set([lineEnd]));
  });

  it("ends an appcmd that takes too long, and says so", async () => {
    const ended = await machine.call(
      async ({ runProcess }, file) => {
        const args = ["set", "apppool", "DefaultAppPool", "/queueLength:2000"];
        return runProcess({ file, arguments: args, timeoutMs: 300 });
      },
      appcmdExe,
      { APPCMD_EMULATOR_LATENCY_MS: "600000" },
    );
    expect(ended).toEqual({ exitCode: -1, stdout: "", ended: "timeout" });
    expect(machine.takeCalls()).toEqual([]);
    expect(machine.configText()).toBe(readFileSync(sampleConfig, "utf8"));
  });

  it("asks anew where an appcmd that reads was killed", async () => {
    const pools = await machine.call(async ({ engine, killNext }) => {
      killNext("appcmd.exe");
      return (await engine.inspectHost(engine.connect(undefined))).pools.size;
    }, {});
    expect(pools).toBe(2);
    expect(verbs(machine.takeCalls())).toEqual(["list apppool"]);
  });

  it("has written nothing where an appcmd that writes was killed, and says so", async () => {
    const ended = await machine.call(({ engine, killNext }) => {
      killNext("appcmd.exe");
      return engine.connect(undefined).exec(["set", "apppool", "DefaultAppPool", "/queueLength:2000"]);
    }, {});
    expect(ended).toEqual({ exitCode: 1, stdout: "" });
    expect(machine.configText()).toBe(readFileSync(sampleConfig, "utf8"));
  });

  it("says what to do on a Windows without IIS", async () => {
    const reading = machine.call(async ({ engine }) => {
      // Here, because Wine gives every process its own windir.
      process.env["windir"] = "C:\\nowhere";
      await engine.inspectHost(engine.connect(undefined));
    }, {});
    await expect(reading).rejects.toMatchObject({
      code: "IIS_NOT_INSTALLED",
      message: expect.stringMatching(
        /^there is no %windir%\\system32\\inetsrv\\appcmd\.exe, .*Install-WindowsFeature.*iis:configFile/,
      ),
    });
  });

  it("works on a file offline, with full exit codes", async () => {
    const seen = await machine.call(async ({ engine }, configFile) => {
      const transport = engine.connect({ configFile });
      const { exitCode } = await transport.exec(["delete", "apppool", "Nope"]);
      return { host: transport.host, exitCode, pools: (await engine.inspectHost(transport)).pools.size };
    }, ".\\applicationHost.config");
    expect(seen).toEqual({ host: "applicationHost.config", exitCode: 1168, pools: 2 });
  });
});
