import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { makeMachine } from "./harness/machine";
import { describeOnWine } from "./harness/needs";
import { processesOn } from "./harness/processes-on";

describeOnWine("a Windows of the tests", () => {
  it("ends with everything that runs on it, and leaves no file", async () => {
    const machine = await makeMachine();
    const started = `${machine.configFile}.started`;
    const endless = machine.call(
      ({ engine }, file) => {
        process.getBuiltinModule("node:fs").writeFileSync(file, "");
        return engine.connect(undefined).exec(["list", "apppool"]);
      },
      // A path without a drive is on that of the working folder: Z, this machine's root.
      started,
      { APPCMD_EMULATOR_LATENCY_MS: "600000" },
    );
    const ended = expect(endless).rejects.toThrow("ended without an answer");
    while (!existsSync(started)) await Promise.race([wait(20), endless]);
    expect(processesOn(machine)).not.toEqual([]);
    await machine.dispose();
    await ended;
    expect(processesOn(machine)).toEqual([]);
    expect(existsSync(dirname(machine.configFile))).toBe(false);
  });
});
