import type { Usage } from "../../bench/against/measure-process.mts";
import { loadModule } from "../scripts/load-script";

describe("a comparison with another commit", () => {
  it("measures a program to its end, and one that serves to its first output", async () => {
    const { measureProcess } = await loadModule<typeof import("../../bench/against/measure-process.mts")>(
      "bench/against/measure-process.mts",
    );
    const serves = "process.stdin.on('end', () => process.exit(0)).resume(); process.stdout.write('4711\\n');";
    const used = [await measureProcess(["-e", "0"]), await measureProcess(["-e", serves], { until: "output" })];
    for (const { seconds, cpuSeconds, megabytes } of used) {
      expect(seconds).toBeGreaterThan(0);
      expect(cpuSeconds).toBeGreaterThan(0);
      expect(megabytes).toBeGreaterThan(10);
    }
    await expect(measureProcess(["-e", "process.exit(3)"])).rejects.toThrow("-e process.exit(3) exited with 3");
  });

  it("compares pair by pair", async () => {
    const { row } = await loadModule<typeof import("../../bench/against/compare.mts")>("bench/against/compare.mts");
    const pair = (before: number, after: number): readonly [Usage, Usage] => [
      { seconds: before, cpuSeconds: before / 2, megabytes: 60 },
      { seconds: after, cpuSeconds: before / 4, megabytes: 50.4 },
    ];
    const pairs = [pair(0.1, 0.05), pair(0.1, 0.06), pair(0.1, 0.07), pair(4, 3.2)];
    expect(row("start", pairs)).toBe(
      "| start | 100 ms | 70 ms | 0.70 (0.60 to 0.80) | 0.50 (0.50 to 0.50) | 60 -> 50 MB |",
    );
  });
});
