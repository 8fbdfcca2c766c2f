import { run } from "../../emulator/run";
import { type MemoryWorld, memoryWorld, poolsConfig, section } from "./memory-world";

const one = poolsConfig('<add name="A" />');
const set = ["set", "config", section, "/[name='A'].autoStart:false"];
const written = one.replace('<add name="A" />', '<add name="A" autoStart="false" />');
const world = (fault: string): MemoryWorld =>
  memoryWorld(one, { APPCMD_EMULATOR_FAULT: fault.replace("FILE", "C:\\count") });
const rpc = "Failed to commit configuration changes.  \r\r\nThe remote procedure call failed.";

describe("a fault that a test orders", () => {
  it.each([
    ["busy", 32, one, "it is being used by another process"],
    ["before-commit", 1726, one, rpc],
    ["after-commit", 1726, written, rpc],
    ["xml-error", 0xc00cee2b, one, "hresult:c00cee2b, message:Failed to commit configuration changes.  \r\r\n\r\r\n )"],
    ["changed", 32, `${one}\n`, "it is being used by another process"],
  ])("%s lets one commit fail, and the next succeed", (kind, exitCode, config, words) => {
    const host = world(`${kind}:1:FILE`);
    const first = host.appcmd(...set);
    expect(first.exitCode).toBe(exitCode);
    expect(first.stdout).toMatch(/^Applied configuration changes[^]*ERROR \( hresult:/);
    expect(first.stdout).toContain(words);
    expect(host.config()).toBe(config);
    expect(host.appcmd(...set).exitCode).toBe(0);
    expect(host.config().trimEnd()).toBe(written.trimEnd());
  });

  it.each([
    ["kill-before", one],
    ["kill-after", written],
  ])("%s ends the process in the middle of its commit", (kind, config) => {
    const host = world(`${kind}:1:FILE`);
    expect(() => host.appcmd(...set)).toThrow("killed");
    expect(host.config()).toBe(config);
  });

  it.each([
    ["rpc", 1726, "hresult:800706be"],
    ["rejected", 2_147_549_190, "hresult:80010006"],
  ])("%s lets so many lists fail, and no other verb", (kind, exitCode, words) => {
    const host = world(`${kind}:2:FILE`);
    expect(host.appcmd("stop", "apppool", "A").exitCode).toBe(0);
    for (const time of [1, 2]) {
      const { stdout, ...rest } = host.appcmd("list", "apppool");
      expect([time, rest.exitCode]).toEqual([time, exitCode]);
      expect(stdout).toContain(words);
    }
    expect(host.appcmd("list", "apppool").exitCode).toBe(0);
  });

  it.each<[string, (answer: string, distorted: string) => void]>([
    [
      "silent",
      (_, distorted) => {
        expect(distorted).toBe("");
      },
    ],
    [
      "truncate",
      (answer, distorted) => {
        expect(distorted).toBe(answer.slice(0, answer.length >> 1));
      },
    ],
    [
      "garbage",
      (answer, distorted) => {
        expect(distorted).toMatch(/^Loading [^]*<<< <\?xml [^]*<\/appcmd>\r\n\r\nC:/);
      },
    ],
    [
      "flood",
      (answer, distorted) => {
        expect(distorted.length - answer.length).toBe(50 * 1024 * 1024);
      },
    ],
  ])("%s spoils one answer", (kind, check) => {
    const answer = memoryWorld(one).appcmd("list", "apppool", "/xml").stdout;
    const host = world(`${kind}:1:FILE`);
    const { stdout, exitCode } = host.appcmd("list", "apppool", "/xml");
    expect(exitCode).toBe(0);
    check(answer, stdout);
    expect(host.appcmd("list", "apppool", "/xml").stdout === answer).toBe(true);
  });

  it("was-down takes the service away, not the configuration", () => {
    const host = world("was-down");
    expect(host.appcmd("list", "apppool").stdout).toContain("state:Unknown");
    expect(host.appcmd(...set).exitCode).toBe(0);
    for (const argv of [
      ["start", "apppool", "A"],
      ["stop", "apppool", "A"],
      ["recycle", "apppool", "A"],
      ["list", "wp"],
    ]) {
      expect([argv, host.appcmd(...argv)]).toEqual([
        argv,
        {
          exitCode: 50,
          commit: false,
          stdout: "ERROR ( message:The WAS service is not available - try starting the service first. )\r\n",
        },
      ]);
    }
  });

  it.each(["start", "stop", "recycle"])("control1061 lets one %s fail, and the next come to the service", (verb) => {
    const host = memoryWorld(poolsConfig('<add name="A" startMode="AlwaysRunning" />'), {
      APPCMD_EMULATOR_FAULT: "control1061:1:C:\\count",
    });
    const { exitCode, stdout } = host.appcmd(verb, "apppool", "A");
    expect(exitCode).toBe(1061);
    expect(stdout).toMatch(/^ERROR \( hresult:80070425, message:Command execution failed\.[^]*cannot accept control/);
    expect(host.appcmd(verb, "apppool", "A").exitCode).toBe(verb === "start" ? 1056 : 0);
  });

  it("denied lets everything fail as for one who is no administrator", () => {
    for (const argv of [["list", "apppool"], set]) {
      const { exitCode, stdout } = world("denied").appcmd(...argv);
      expect(exitCode).toBe(5);
      expect(stdout).toContain("Filename: redirection.config");
    }
  });

  it("fresh keeps a new pool from the service for a while, and the old ones not", () => {
    const base = world("fresh:500:FILE");
    let time = 1000;
    const host = { ...base, now: () => time };
    expect(base.appcmd("add", "apppool", "/name:New").exitCode).toBe(0);
    expect(base.appcmd("stop", "apppool", "A").exitCode).toBe(0);
    expect(base.appcmd("stop", "apppool", "new").exitCode).toBe(4312);
    time = 499;
    expect(stop(host)).toBe(4312);
    time = 500;
    expect(stop(host)).toBe(0);
  });
});

function stop(host: MemoryWorld): number {
  return run(["stop", "apppool", "New"], host).exitCode;
}
