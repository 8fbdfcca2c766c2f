import { IisError } from "../../provider/errors";
import type { Io } from "../../provider/cli/io";
import { progressOf } from "../../provider/cli/progress";
import { terminalOf } from "../../provider/cli/start";

const reading = { now: "reading", done: "read" };

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** Work on two hosts, of which the first ends when it is told to. */
function twoHosts(io: Pick<Io, "stderr" | "showStatus">): { finish: () => Promise<void> } {
  const progress = progressOf(io as Io, reading, 2);
  const first = Promise.withResolvers<number>();
  const done = [
    progress.on("web-01", () => first.promise, String),
    progress
      .on("web-02", () => Promise.reject(new IisError("UNREACHABLE", { problem: "no answer" })), String)
      .catch(() => 0),
  ];
  return {
    finish: async () => {
      first.resolve(1);
      await Promise.all(done);
      progress.end();
    },
  };
}

describe("progress on several hosts", () => {
  it("is a line every 10 s where there is no terminal, and one at the end", async () => {
    let written = "";
    const { finish } = twoHosts({ stderr: { write: (text: string) => (written += text) } });
    await jest.advanceTimersByTimeAsync(9_999);
    expect(written).toBe("");
    await jest.advanceTimersByTimeAsync(10_001);
    expect(written).toMatch(/^(0\/2 read, 1 failed, waiting for web-01 \(\d+ s\)\n){2}$/);
    await finish();
    expect(written).toMatch(/\n1\/2 read, 1 failed \(\d+\.\d s\)\n$/);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(written.match(/\n/g)).toHaveLength(3);
  });

  it("is one line on a terminal that other text removes, and that never wraps", async () => {
    let shown = "";
    const terminal = terminalOf({ isTTY: true, columns: 20, write: (text) => (shown += text) });
    const { finish } = twoHosts(terminal);
    await jest.advanceTimersByTimeAsync(500);
    expect(shown).toBe("0/2 read, 1 failed,\r\u001b[2K0/2 read, 1 failed,");
    shown = "";
    terminal.stderr.write("web-02: no answer\n");
    expect(shown).toBe("\r\u001b[2Kweb-02: no answer\n");
    await finish();
    expect(shown).toMatch(/\n1\/2 read, 1 failed \(\d+\.\d s\)\n$/);
  });

  it("counts only hosts on which it was done, and is nothing without hosts", async () => {
    let written = "";
    const io = { stderr: { write: (text: string) => (written += text) } } as unknown as Io;
    progressOf(io, reading, 0).end();
    expect(written).toBe("");
    const progress = progressOf(io, { now: "recycling", done: "recycled" }, 4);
    for (const outcome of ["done", "nothing to do", "nothing to do", "failed"] as const)
      await progress.on(outcome, () => Promise.resolve(outcome), String, String as () => typeof outcome);
    progress.end();
    expect(written).toMatch(/^1\/4 recycled, 1 failed \(/);
  });

  it("has no status line where the output is no terminal", () => {
    expect(terminalOf({ write: () => true })).not.toHaveProperty("showStatus");
  });
});
