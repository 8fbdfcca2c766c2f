import { readFileSync } from "node:fs";
import { quoteCommandLine } from "../../provider/quoting/quote";
import { quoteForCmd } from "../../provider/quoting/cmd";
import { quoteForPowerShell } from "../../provider/quoting/powershell";
import { applyRequests, type Desired, desiredOf, inspectHost, type Transport } from "../../provider/engine";
import type { Secret } from "../../provider/secret";
import { memoryWorld } from "../emulator/memory-world";
import { sampleConfig } from "../engine/offline-host";
import { inGroups } from "../../tools/windows/awkward-texts.mts";
import { awkwardNames, awkwardTexts } from "./awkward-texts";
import { parseCmdLine, parseCommandLine, parsePowerShellLine } from "../../tools/windows/shell-models.mts";

const appcmd = "C:\\Windows\\System32\\inetsrv\\appcmd.exe";
const environment = { PATH: "C:\\Windows", WINDIR: "C:\\Windows", "25PATH": "wrong", "25": "wrong" };

/** What becomes of arguments on each way to appcmd: one line out of them, and what Windows makes of it. */
const ways: Record<string, (args: readonly string[]) => string[]> = {
  CreateProcess: (args) => parseCommandLine(quoteCommandLine(args)),
  "cmd.exe": (args) => parseCommandLine(parseCmdLine(quoteForCmd(appcmd, args), environment)).slice(1),
  PowerShell: (args) => parseCommandLine(parsePowerShellLine(quoteForPowerShell(appcmd, args))).slice(1),
};

/** Pools by different names; IIS ignores their letter case. */
const names = [...new Map(awkwardNames.map((name) => [name.toLowerCase(), name])).values()];

/** The text as the name of a variable where it can be one: neither blank nor with an equals sign. */
function variableOf(text: string): string {
  return text.includes("=") || text.trim() === "" ? "V" : text;
}

/** A text in every place of a pool where IIS takes any. */
function poolWith(pool: string, text: string): Desired {
  return desiredOf(
    { pool },
    {
      settings: {
        "failure.orphanActionParams": text,
        "processModel.identityType": "SpecificUser",
        "processModel.userName": text,
        "processModel.password": text,
        environmentVariables: { [variableOf(text)]: text },
      },
    },
  );
}

describe("the emulator at the end of a command line", () => {
  it.each(Object.keys(ways))(
    "applies 2,000 texts by way of %s, and they read back equal",
    async (way) => {
      const world = memoryWorld(readFileSync(sampleConfig, "utf8"));
      const transport: Transport = {
        host: "memory",
        key: `quoting:${way}`,
        maxCommandLength: 30_000,
        exec: (args) => Promise.resolve(world.appcmd(...ways[way]!(args))),
      };
      for (const texts of inGroups(awkwardTexts, names.length)) {
        const desired = texts.map((text, index) => poolWith(names[index]!, text));
        const outcomes = await applyRequests(
          transport,
          desired.map((one) => ({ kind: "ensure", desired: one, mustBeNew: false })),
        );
        expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error.message]))).toEqual([]);
        const { pools } = await inspectHost(transport);
        const readBack = texts.map((_, index) => {
          const { name, settings } = pools.get(names[index]!.toLowerCase())!;
          const password = settings["processModel.password"] as Secret;
          const [variable] = Object.entries(settings["environmentVariables"] as Record<string, string>);
          const others = [settings["failure.orphanActionParams"], settings["processModel.userName"], password.reveal()];
          return [name, ...others, ...variable!];
        });
        expect(readBack).toEqual(texts.map((text, index) => [names[index], text, text, text, variableOf(text), text]));
      }
    },
    180_000,
  );

  it.each(["\0", "\r\n", "\ud83d"])("is never reached with %j in a value: nothing is changed", async (unsafe) => {
    const world = memoryWorld(readFileSync(sampleConfig, "utf8"));
    const before = world.config();
    const commands: string[] = [];
    const transport: Transport = {
      host: "memory",
      key: "quoting:unsafe",
      maxCommandLength: 30_000,
      exec: (args) => {
        commands.push(args.slice(0, 2).join(" "));
        return Promise.resolve(world.appcmd(...args));
      },
    };
    const desired = poolWith("Shop", `hunter${unsafe}2`);
    const [outcome] = await applyRequests(transport, [{ kind: "ensure", desired, mustBeNew: false }]);
    expect(outcome).toMatchObject({ ok: false, error: { code: "COMMAND_NOT_SAFE" } });
    expect(JSON.stringify(outcome)).not.toContain("hunter");
    expect(commands.filter((command) => !command.startsWith("list "))).toEqual([]);
    expect(world.config()).toBe(before);
  });
});
