import "./no-pauses";
import "../engine/no-waits";
import { readFileSync } from "node:fs";
import { applyRequests, type Desired } from "../../provider/engine";
import type { Outcome } from "../../provider/engine/apply/request";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import type { WinrmFault } from "../../tools/winrm-server/start.mts";
import { type Call, sampleConfig, verbs } from "../engine/offline-host";
import { describeWithWinrm } from "./winrm/needs";
import { playedMachine } from "./openssh/windows-host";
import { type Emulated, emulated } from "./winrm/emulated";
import { optionsOf, schemes, type WinrmMachine, winrmPlace } from "./winrm/place";

const before = readFileSync(sampleConfig, "utf8");
const desired: Desired = {
  target: { pool: "Größe (Maß)" },
  settings: { queueLength: 2000, "failure.orphanActionParams": "100% sure" },
  inherit: [],
};

async function apply(machine: WinrmMachine): Promise<Outcome> {
  const [outcome] = await applyRequests(connect(machine.to({ operationTimeout: 1 })), [
    { kind: "ensure", desired, mustBeNew: false },
  ]);
  return outcome!;
}

/** How many commands changed something, or would have done so a second time. */
function writes(calls: readonly Call[]): number {
  return verbs(calls).filter((verb) => verb.startsWith("set ")).length;
}

/** How often an apply sends each request: a question for the folder of Windows, a read, a commit, a read; all in one shell. */
const requests = { Create: 1, Command: 4, Receive: 4, Signal: 4 } as const;
const points = Object.entries(requests).flatMap(([at, count]) =>
  Array.from({ length: count }, (_, skip) => ({ at: at as keyof typeof requests, skip })),
);

const timedOut = { code: 2_150_858_793, subcode: "w:TimedOut", message: "The operation has timed out." };
const unknown = { code: 995, subcode: "w:InternalError", message: "aborted" };
const inAllSchemes: readonly (readonly [string, Pick<WinrmFault, "do" | "value">])[] = [
  ["the connection ends before it", { do: "drop-before" }],
  ["the connection ends after it", { do: "drop-after" }],
  ["half of its answer", { do: "cut" }],
  ["an answer in many pieces", { do: "slow", value: 0 }],
  ["an answer that is not XML", { do: "garbage" }],
  ["an answer of 17 MB", { do: "flood", value: 17_000_000 }],
  ["an expired login", { do: "unauthorized" }],
  ["a restarted service", { do: "lose-shells" }],
  ["a change of protocols after it was carried out", { do: "forge", value: 101 }],
  ["a gateway that has no answer", { do: "status", value: 504 }],
  ["a time-out of the service", { do: "fault", value: timedOut }],
];
/** A new shell is refused by these: nothing is sent then. */
const behindShells: typeof inAllSchemes = [
  ["a refusal after it was carried out", { do: "forge", value: 403 }],
  ["a redirection after it was carried out", { do: "forge", value: 307 }],
  ["a fault that nobody knows", { do: "fault", value: unknown }],
];
const overHttp: typeof inAllSchemes = [
  ["an answer that is not sealed", { do: "unsealed" }],
  ["an answer that somebody has changed", { do: "tamper" }],
  ["an expired login, as somebody says after it was carried out", { do: "forge", value: 401 }],
];

describeWithWinrm("an apply over WinRM", () => {
  describe.each(schemes)("over %s", (scheme) => {
    const place = winrmPlace();
    let emulator: Emulated;
    const start = async (): Promise<WinrmMachine> => {
      const machine = await place.start({ ...optionsOf(scheme, place), socket: emulator.socket });
      emulator.plays(machine.server.folder);
      return machine;
    };

    beforeAll(async () => {
      emulator = await emulated(place.folder);
    });

    afterAll(() => emulator.stop());

    it("has these requests", async () => {
      const machine = await start();
      expect(await apply(machine)).toMatchObject({ ok: true });
      const command = ["Command", "Receive", "Signal"];
      // A command can need several of them until its end.
      const actions = machine
        .actions()
        .filter((action, index, all) => action !== "Receive" || all[index - 1] !== action);
      expect(actions).toEqual(["Create", ...command, ...command, ...command, ...command]);
    });

    const faults = [...inAllSchemes, ...behindShells, ...(scheme === "HTTP" ? overHttp : [])];
    it.each(faults)("ends as desired with one commit, whichever request has %s", async (_what, fault) => {
      const machine = await start();
      const isBehindShells = behindShells.some(([, one]) => one === fault);
      const reached = points.filter(({ at }) => !isBehindShells || at !== "Create");
      const ended: unknown[] = [];
      for (const point of reached) {
        closeConnections();
        const played = playedMachine(machine.server.folder);
        await machine.server.inject([{ ...point, ...fault }]);
        const first = await apply(machine);
        const isInjected = machine.server.log().filter((event) => event["fault"] === fault.do).length;
        const written = writes(played.takeCalls());
        const second = await apply(machine);
        const again = writes(played.takeCalls());
        const isDesired = played.config() !== before && second.ok && second.change === undefined;
        ended.push({
          ...point,
          outcome: first.ok ? "ok" : first.error.message,
          isInjected,
          written,
          again,
          isDesired,
        });
      }
      expect(ended).toEqual(
        reached.map((point, index) => ({
          ...{ ...point, outcome: "ok", isInjected: index + 1, written: 1, again: 0, isDesired: true },
        })),
      );
    });
  });
});
