import "./read-less-output";
import { commandTime } from "./shorter-commands";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { promisify } from "node:util";
import { commandLineLength } from "../../provider/quoting/quote";
import { connect } from "../../provider/transport/connect";
import { closeConnections } from "../../provider/transport/remote/shared-connection";
import type { ExecResult, Transport } from "../../provider/transport/transport";
import { inGroups } from "../../tools/windows/awkward-texts.mts";
import { awkwardTexts } from "../quoting/awkward-texts";
import { type Place, startPlace, ways } from "./guarantees/ways";
import { describeWithWinrm } from "./winrm/needs";

const longest = commandTime.limitMs;
const lost: ExecResult = { exitCode: -1, stdout: "", ended: "lost" };
const waited: ExecResult = { exitCode: 0, stdout: "waited" };
const remote = ways.filter((way) => way !== "a process");
const onPosix = process.platform === "win32" ? describe.skip : describeWithWinrm;

/** The length of a command line with these arguments, as a way counts it. */
function lengthOf(transport: Transport, args: readonly string[]): number {
  return (transport.commandLength ?? commandLineLength)(args);
}

onPosix("appcmd has the same guarantees by", () => {
  let place: Place;
  let transport: Transport;

  afterEach(() => {
    commandTime.limitMs = longest;
  });

  const begin = (way: (typeof ways)[number]): void => {
    beforeAll(async () => {
      place = await startPlace(way);
      transport = connect(place.connection);
    });
    afterAll(async () => {
      closeConnections();
      await place.stop();
    });
    afterEach(() => {
      place.takeCalls();
    });
  };
  const called = (): string[] => place.takeCalls().map(({ args }) => args.join(" "));
  /** Waits for a call that begins so. */
  const until = async (first: string): Promise<number> => {
    for (;;) {
      const found = place.takeCalls().find(({ args }) => args.join(" ").startsWith(first));
      if (found !== undefined) return found.pid;
      await after(5);
    }
  };
  /** Waits for the end of a process. */
  const untilGone = async (pid: number): Promise<void> => {
    try {
      for (;;) {
        process.kill(pid, 0);
        await after(5);
      }
    } catch (error) {
      expect(error).toMatchObject({ code: "ESRCH" });
    }
  };
  const works = async (): Promise<void> => {
    expect(await transport.exec(["echo", "ä"])).toEqual({ exitCode: 0, stdout: '["echo","ä"]' });
  };

  describe.each(ways)("%s:", (way) => {
    begin(way);

    it.each([0, 1, 183, 4312, 0x80010006, 0xc000013a, 0xffffffff])("the exit code %i, all its bits", async (code) => {
      expect(await transport.exec(["exit", String(code)])).toEqual({ exitCode: code, stdout: "said and complained" });
      expect(called()).toEqual([`exit ${code}`]);
    });

    it("an output of 3 MB is read whole", async () => {
      const { stdout, exitCode } = await transport.exec(["print", "3000000"]);
      expect([exitCode, stdout.length]).toEqual([0, 3_000_000]);
    });

    it.each([1, 2])("what prints without end on stream %i is ended", async (stream) => {
      const ended = await transport.exec(["endless", String(stream)]);
      expect(ended).toEqual({ exitCode: -1, stdout: "", ended: "overflow" });
      await untilGone(await until("endless"));
      await works();
    });

    it("2,000 awkward texts arrive unchanged", async () => {
      for (const texts of inGroups(awkwardTexts, 60)) {
        const { stdout } = await transport.exec(["echo", ...texts]);
        expect(JSON.parse(stdout)).toEqual(["echo", ...texts]);
      }
    });

    it("twelve commands at a time, each with its own result", async () => {
      const before = place.logins();
      const numbers = Array.from({ length: 12 }, (_, index) => index);
      const results = await Promise.all(numbers.map((number) => transport.exec(["exit", String(number)])));
      expect(results.map(({ exitCode }) => exitCode)).toEqual(numbers);
      expect(called()).toHaveLength(12);
      expect(place.logins() - before).toBe(0);
    });

    it("a command that runs is waited for after an interruption", async () => {
      const controller = new AbortController();
      const running = transport.exec(["wait", "interrupted"], controller.signal);
      await until("wait");
      controller.abort();
      place.release("interrupted");
      expect(await running).toEqual(waited);
    });

    it("nothing is sent after an interruption", async () => {
      const aborted = AbortSignal.abort();
      const code = { code: "INTERRUPTED", host: transport.host };
      await expect(transport.exec(["exit", "0"], aborted)).rejects.toMatchObject(code);
      await expect(transport.exec(["exit", "0"], undefined, aborted)).rejects.toMatchObject(code);
      expect(called()).toEqual([]);
    });

    it("a command that runs is given up at once if it is to be ended, and not sent again", async () => {
      const controller = new AbortController();
      const running = transport.exec(["wait", "ended"], undefined, controller.signal);
      await until("wait");
      controller.abort();
      expect(await running).toMatchObject({ exitCode: -1, ended: way === "a process" ? "stopped" : "lost" });
      place.release("ended");
      await works();
      expect(called().filter((call) => call.startsWith("wait"))).toEqual([]);
    });

    it("a program that has nothing more to do is not kept alive", async () => {
      const script = `
        const { connect } = require("./dist/provider/transport/connect.js");
        connect(JSON.parse(process.env.CONNECTION)).exec(["echo"]).then(({ stdout }) => console.log(stdout));`;
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], {
        cwd: join(__dirname, "../.."),
        env: { ...process.env, CONNECTION: JSON.stringify(place.connection) },
        timeout: 60_000,
      });
      expect(stdout).toBe('["echo"]\n');
    });
  });

  describe.each(remote)("%s, on another machine:", (way) => {
    begin(way);

    it("a command that waits for others ends at once with an interruption, and is not sent", async () => {
      const others = Array.from({ length: 8 }, () => transport.exec(["wait", "others"]));
      await until("wait");
      const [stop, end] = [new AbortController(), new AbortController()];
      const stopped = transport.exec(["exit", "1"], stop.signal);
      const ended = transport.exec(["exit", "2"], undefined, end.signal);
      const last = transport.exec(["exit", "3"]);
      stop.abort();
      end.abort();
      const code = { code: "INTERRUPTED", host: transport.host };
      await expect(stopped).rejects.toMatchObject(code);
      await expect(ended).rejects.toMatchObject(code);
      place.release("others");
      expect(await Promise.all(others)).toEqual(others.map(() => waited));
      expect(await last).toMatchObject({ exitCode: 3 });
      expect(called().filter((call) => call.startsWith("exit"))).toEqual(["exit 3"]);
    });

    it("a command whose connection breaks is lost, and not sent again", async () => {
      const running = transport.exec(["wait", "cut"]);
      await until("wait");
      place.cut();
      expect(await running).toEqual(lost);
      place.release("cut");
      await works();
      expect(called().filter((call) => call.startsWith("wait"))).toEqual([]);
    });

    it("a command that takes too long is ended", async () => {
      await works();
      commandTime.limitMs = 4000;
      const running = transport.exec(["wait", "never"]);
      const pid = await until("wait");
      expect(await running).toMatchObject({ exitCode: -1, ended: "timeout" });
      commandTime.limitMs = longest;
      await untilGone(pid);
      await works();
    });

    it("the longest line arrives whole; a longer one is not sent", async () => {
      const least = lengthOf(transport, ["echo", "x"]);
      const text = "x".repeat(transport.maxCommandLength - least + 1);
      expect(JSON.parse((await transport.exec(["echo", text])).stdout)).toEqual(["echo", text]);
      place.takeCalls();
      await expect(transport.exec(["echo", `${text}xx`])).rejects.toMatchObject({ code: "COMMAND_TOO_LONG" });
      expect(called()).toEqual([]);
      expect(transport.maxCommandLength).toBeGreaterThan(way.startsWith("WinRM over") ? 29_000 : 8000);
    });

    it("the code page of an output that is not UTF-8 is asked for once", async () => {
      const expected = { exitCode: 0, stdout: "Größe", codePage: 850 };
      expect(await transport.exec(["german"])).toEqual(expected);
      expect(await transport.exec(["german"])).toEqual(expected);
      expect(called()).toEqual(["german", "chcp", "german"]);
    });
  });
});
