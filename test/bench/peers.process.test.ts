import { spawnSync } from "node:child_process";
import { join } from "node:path";

import type { Row } from "../../bench/peers/table.mts";
import { sampleConfig } from "../engine/offline-host";
import { loadModule } from "../scripts/load-script";

let modules: typeof import("../../bench/peers/run.mts") & typeof import("../../bench/peers/table.mts");

beforeAll(async () => {
  modules = {
    ...(await loadModule<typeof import("../../bench/peers/run.mts")>("bench/peers/run.mts")),
    ...(await loadModule<typeof import("../../bench/peers/table.mts")>("bench/peers/table.mts")),
  };
});

describe("the same work by every tool, on the emulator", () => {
  // That they end with the same settings is checked by the comparison itself, which throws otherwise.
  it("takes so many processes and commits for one pool", () => {
    const states = ["unchanged", "1 change", "12 changes", "new"] as const;
    const rows = modules.comparePeers({ pools: [1], states, latency: 0, runs: 1 });
    expect(rows.map(({ state, tool, processes, commits }) => [state, tool, processes, commits])).toEqual([
      ["unchanged", "Chef iis_pool", 4, 0],
      ["unchanged", "DSC WebAppPool", 0, 0],
      ["unchanged", "engine, one process", 1, 0],
      ["unchanged", "iispools apply", 1, 0],
      ["1 change", "Chef iis_pool", 5, 1],
      ["1 change", "DSC WebAppPool", 1, 1],
      ["1 change", "engine, one process", 3, 1],
      ["1 change", "iispools apply", 3, 1],
      ["12 changes", "Chef iis_pool", 5, 1],
      ["12 changes", "DSC WebAppPool", 12, 12],
      ["12 changes", "engine, one process", 3, 1],
      ["12 changes", "iispools apply", 3, 1],
      ["new", "Chef iis_pool", 5, 2],
      ["new", "engine, one process", 3, 1],
      ["new", "iispools apply", 4, 1],
    ]);
  });

  it("gives this project's programs no longer command lines than Windows", () => {
    const root = join(__dirname, "../..");
    const engine = JSON.stringify(join(root, "dist/provider/engine/index.js"));
    const program = `console.log(require(${engine}).connect({ configFile: process.argv[1] }).maxCommandLength)`;
    const preload = join(root, "bench/peers/as-on-windows.cjs");
    const args = ["--require", preload, "-e", program, sampleConfig];
    expect(spawnSync(process.execPath, args, { encoding: "utf8" }).stdout).toBe("30000\n");
  });

  it.each([
    ["tools that leave different settings", ["b", "c"], false, /^work: 1 and 0 left different settings$/],
    ["a change after which all is as before", ["a", "a"], false, /^work: 0 changed nothing$/],
    ["a change where none was due", ["b", "b"], true, /^work: 0 changed something$/],
  ])("is not taken for the same with %s", (_, settings, isUnchanged, message) => {
    const ends = settings.map((text, index) => ({ tool: String(index), settings: text }));
    expect(() => {
      modules.checkEnds(ends, "a", "work", isUnchanged);
    }).toThrow(message);
  });
});

describe("the table of the comparison", () => {
  const row = (tool: string, processes: number, seconds: number): Row => ({
    ...{ pools: 100, state: "1 change", tool, processes },
    ...{ commits: 1, seconds },
  });
  const rows = [
    row("Chef iis_pool", 500, 100),
    row("DSC WebAppPool", 0, 0.001),
    row("engine, one process", 3, 5),
    row("iispools apply", 4, 5.01),
  ];

  it("shows each time as a share of Chef's, none where nothing was called, and the goals", () => {
    expect(modules.renderComparison(rows).split("\n").slice(2)).toEqual([
      "| 100 | 1 change | Chef iis_pool | 500 | 1 | 100.00 s | 1.00 |",
      "| 100 | 1 change | DSC WebAppPool | 0 | 1 | – | – |",
      "| 100 | 1 change | engine, one process | 3 | 1 | 5.00 s | 1/20 |",
      "| 100 | 1 change | iispools apply | 4 | 1 | 5.01 s | 1/20 |",
      "",
      "- met: 100 pools, 1 change, engine, one process: 1/20.0 of Chef's time, 1/20 is the goal",
      "- MISSED: 100 pools, 1 change, iispools apply: 1/20.0 of Chef's time, 1/20 is the goal",
    ]);
  });

  it("meets a goal with its very share, and misses it with more", () => {
    expect(modules.judgeGoals(rows).map(({ isMet }) => isMet)).toEqual([true, false]);
    const fewer = rows.map((one) => ({ ...one, pools: 10 }));
    expect(modules.judgeGoals(fewer)).toEqual([]);
  });
});
