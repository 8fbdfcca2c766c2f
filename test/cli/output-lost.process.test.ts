import { watchSignals } from "../../provider/cli/watch";
import { type ProcessPlace, processPlace } from "./process";

let place: ProcessPlace;

beforeEach(() => {
  place = processPlace();
});

afterEach(() => {
  place.dispose();
});

describe("iispools", () => {
  it.each(["explain", "--version", "plan --help"])("says in one sentence that %s cannot be written", async (call) => {
    const { code, stderr } = await place.runScript(`iispools ${call} > /dev/full`);
    expect(stderr).toBe("cannot write to standard output: the disk is full (ENOSPC)\n");
    expect(code).toBe(1);
  });

  it("fails where its errors cannot be written", async () => {
    const { code, stdout } = await place.runScript("iispools explain nothing 2> /dev/full");
    expect([code, stdout]).toEqual([1, ""]);
  });

  it("says in one sentence that its working folder is gone", async () => {
    const { code, stderr } = await place.runScript("mkdir gone; cd gone; rmdir ../gone; iispools plan");
    expect(stderr).toBe("iispools: the working folder does not exist any more. Change to one that exists.\n");
    expect(code).toBe(1);
  });
});

it("every signal that ends a program is waited for", () => {
  const listeners = new Map<string, (signal: NodeJS.Signals) => void>();
  const { signal } = watchSignals({ on: (name, listener) => listeners.set(name, listener), exit: () => undefined });
  expect([...listeners.keys()].sort()).toEqual(["SIGBREAK", "SIGHUP", "SIGINT", "SIGTERM"]);
  listeners.get("SIGHUP")?.("SIGHUP");
  expect(signal.aborted).toBe(true);
});
