import "./no-pauses";
import type { Connection } from "../../provider/connection/schema";
import { winrmLogin } from "../../provider/connection/winrm-login";
import { sharedWinrmConnection } from "../../provider/transport/winrm/connection";
import type { WinrmFault } from "../../tools/winrm-server/start.mts";
import { describeWithWinrm } from "./winrm/needs";
import { optionsOf, schemes, winrmPlace } from "./winrm/place";

const command = { command: "echo %windir%", isForCmd: true };
/** A server that is believed to answer later. */
const patient = { operationTimeout: 600 } as const;

/** How a command ends that may take two seconds. */
async function run(connection: Connection): Promise<string> {
  const shared = sharedWinrmConnection(winrmLogin(connection, {}), undefined);
  return shared.run(command, 2000).then(
    ({ kind }) => kind,
    (error: unknown) => (error as Error).message,
  );
}

const silentAt = (at: WinrmFault["at"]): WinrmFault => ({ at, do: "silence" });
const usedUp = { code: 0x803381a6, subcode: "w:QuotaLimit", message: "Too many operations." };
const noAnswer = expect.stringMatching(/cannot connect .*: no answer within the time of a command$/);

describeWithWinrm("a server over WinRM that says nothing more", () => {
  const place = winrmPlace();

  it.each<[string, WinrmFault[], unknown]>([
    ["to a new shell", [{ at: "Command", do: "lose-shells" }, silentAt("Create")], noAnswer],
    ["to a command", [silentAt("Command")], "timeout"],
    ["to a question for output", [silentAt("Receive")], "timeout"],
    ["to the end of a command, whose result is known", [silentAt("Signal")], "ended"],
    ["to the end of a shell", [{ at: "Command", do: "fault", value: usedUp }, silentAt("Delete")], noAnswer],
  ])("%s has only the time of the command", async (_what, faults, expected) => {
    const ends = schemes.map(async (scheme) => {
      const machine = await place.start(optionsOf(scheme, place));
      const connection = machine.to(patient);
      expect(await run(connection)).toBe("ended");
      await machine.server.inject(faults);
      return run(connection);
    });
    expect(await Promise.all(ends)).toEqual([expected, expected]);
  });

  it("to a login that it wants again has only the time of the command", async () => {
    const machine = await place.start(optionsOf("HTTPS", place));
    const connection = machine.to(patient);
    expect(await run(connection)).toBe("ended");
    await machine.server.inject([{ at: "Command", do: "unauthorized" }, silentAt("Login")]);
    expect(await run(connection)).toBe("timeout");
    expect(machine.server.log().at(-1)).toMatchObject({ action: "Login", fault: "silence" });
  });

  it("to every command ends a run, whichever connection asks", async () => {
    const machine = await place.start();
    const connection = machine.to(patient);
    expect(await run(connection)).toBe("ended");
    await machine.server.inject([{ at: "*", do: "silence", times: 100 }]);
    expect([await run(connection), await run(connection)]).toEqual(["timeout", "timeout"]);
  });
});
