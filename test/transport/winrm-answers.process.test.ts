import "./no-pauses";
import "../engine/no-waits";
import { applyRequests, type Desired } from "../../provider/engine";
import { plain } from "../../provider/appcmd/argument";
import { setAttribute } from "../../provider/appcmd/edit";
import { commandError, runCommand } from "../../provider/engine/apply/send";
import type { IisError } from "../../provider/errors";
import { Secret } from "../../provider/secret";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import type { WinrmFault } from "../../tools/winrm-server/start.mts";
import { type Emulated, emulated } from "./winrm/emulated";
import { describeWithWinrm } from "./winrm/needs";
import { type WinrmMachine, winrmPlace } from "./winrm/place";

const password = String.raw`canary's "pass\" ^&% word`;
const desired: Desired = {
  target: { pool: "DefaultAppPool" },
  settings: { queueLength: 2000 },
  inherit: [],
};
const subcode = "w:InternalError";
const list = ["list", "apppool", "/xml"];

describeWithWinrm("what a WinRM service answers to a command", () => {
  const place = winrmPlace();
  let emulator: Emulated;

  beforeAll(async () => {
    emulator = await emulated(place.folder);
  });

  afterAll(() => emulator.stop());

  const start = async (): Promise<WinrmMachine> => {
    const machine = await place.start({ socket: emulator.socket });
    emulator.plays(machine.server.folder);
    return machine;
  };

  /** The error of a command with the password. */
  const errorOf = async (machine: WinrmMachine): Promise<IisError> => {
    const transport = connect(machine.to());
    const secret = setAttribute({ pool: "DefaultAppPool" }, "processModel.password", new Secret(password));
    const command = [plain("set"), plain("config"), plain("/section:applicationPools"), secret];
    return runCommand(transport, command).then(
      (answer) => commandError(transport, answer),
      (error: unknown) => error as IisError,
    );
  };

  /** All spellings of the password that are sent, and a part that ends where a message is cut. */
  const echoes = [
    password,
    password.replaceAll("%", "%25"),
    String.raw`canary's \"pass\\\" ^&%25 word`,
    String.raw`canary's \^"pass\\\^" ^^^&^%^25 word`,
  ];
  const message = `\u009b31mfailed: ${echoes.join("; ")} ${"x".repeat(600)} ${password}`;

  it.each<[string, Pick<WinrmFault, "at" | "skip" | "value">, RegExp]>([
    [
      "a refusal",
      { at: "Command", skip: 1, value: { code: 5, subcode: "w:AccessDenied", message } },
      /refuses this user/,
    ],
    [
      "a fault of the start",
      { at: "Command", skip: 1, value: { code: 995, subcode, message } },
      /\(0x3e3\): .*\[secret\]/,
    ],
    [
      "a fault of the output",
      { at: "Receive", skip: 1, value: { code: 995, subcode, message } },
      /\(0x3e3\): .*\[secret\]/,
    ],
  ])("%s that repeats the password of a pool: it is never shown", async (_what, fault, shown) => {
    const machine = await start();
    await machine.server.inject([{ do: "fault", times: 100, ...fault }]);
    const error = await errorOf(machine);
    expect(error.problem).toMatch(shown);
    expect(error.hint).toBeDefined();
    const all: string[] = [];
    for (let one: unknown = error; one instanceof Error; one = one.cause) all.push(one.message);
    expect(all.join("\n")).not.toMatch(/canary|pass.{0,5}\s\W*word/);
  });

  it("a fault that nobody knows: its reason and what to do are said, and the command is ended", async () => {
    const machine = await start();
    await machine.server.inject([
      {
        at: "Receive",
        do: "fault",
        times: 100,
        skip: 1,
        value: { code: 995, subcode, message: "The I/O was aborted." },
      },
    ]);
    const [outcome] = await applyRequests(connect(machine.to()), [{ kind: "ensure", desired, mustBeNew: false }]);
    const error = outcome?.ok === false ? outcome.error : undefined;
    expect(error).toMatchObject({
      problem: expect.stringContaining("no answer: the WinRM service failed (0x3e3): The I/O was aborted."),
      hint: expect.stringContaining("Get-WinEvent -LogName Microsoft-Windows-WinRM/Operational"),
    });
    const started = machine.events("command").map(({ command }) => command);
    expect(machine.events("signal").map(({ command }) => command)).toEqual(started);
  });

  it.each([
    ["too long a line", 0x800700ce, "COMMAND_TOO_LONG"],
    ["a user who may not", 0x80070005, "ACCESS_DENIED"],
    ["a file that is not there", 0x80070002, "IIS_NOT_INSTALLED"],
  ])("%s: the command was not started", async (_what, code, expected) => {
    const machine = await place.start();
    machine.has([]);
    await machine.server.inject([{ at: "Command", do: "fault", skip: 1, value: { code, subcode, message: "No." } }]);
    await expect(connect(machine.to()).exec(list)).rejects.toMatchObject({ code: expected });
  });

  it("output and an end of another command are not taken", async () => {
    const machine = await start();
    await machine.server.inject([{ at: "Receive", do: "other-command", skip: 1 }]);
    const { exitCode, stdout } = await connect(machine.to()).exec(list);
    // The server has sent the output once, under another name.
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
    expect(machine.actions().slice(-3)).toEqual(["Receive", "Receive", "Signal"]);
  });

  it("the least envelope is asked for again after the connection and the shell were lost", async () => {
    const machine = await start();
    const tooLarge = { code: 1, subcode: "w:EncodingLimit", message: "Too large." };
    await machine.server.inject([{ at: "Create", do: "fault", value: tooLarge }]);
    const transport = connect(machine.to());
    expect(await transport.exec(list)).toMatchObject({ exitCode: 0 });
    closeConnections();
    await machine.server.inject([{ at: "Command", do: "lose-shells" }]);
    expect(await transport.exec(list)).toMatchObject({ exitCode: 0 });
    expect(machine.events("connection")).toHaveLength(2);
    const sizes = machine.events("request").map(({ size }) => size);
    expect(sizes).toEqual([153_600, ...sizes.slice(1).map(() => 51_200)]);
    expect(machine.events("shell")).toHaveLength(2);
  });
});
