import {
  hasUnknowns,
  holdsUnknownAt,
  isUnknownAt,
  joinUnknowns,
  splitUnknowns,
} from "../../provider/pulumi/core/unknowns";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("values that are not known in a preview", () => {
  const input = {
    queueLength: unknown,
    recycling: { logEventOnRecycle: ["Time"], periodicRestart: { schedule: ["03:00", unknown] } },
    environmentVariables: { A: "1", B: unknown },
    cpu: unknown,
  };

  it("are taken out with the lists that hold them, and put back", () => {
    const { known, unknown: rest } = splitUnknowns(input);
    expect(known).toEqual({
      recycling: { logEventOnRecycle: ["Time"], periodicRestart: {} },
      environmentVariables: { A: "1" },
    });
    expect(joinUnknowns(known, rest)).toEqual(input);
  });

  it.each([
    ["queueLength", true],
    ["recycling", false],
    ["environmentVariables", false],
    ["recycling.logEventOnRecycle", false],
    ["recycling.periodicRestart.schedule", true],
    ["environmentVariables.B", true],
    ["environmentVariables.A", false],
    ["cpu", true],
    ["cpu.limit", true],
    ["failure.orphanActionExe", false],
  ])("are found by path: %s %s", (path, expected) => {
    expect(isUnknownAt(splitUnknowns(input).unknown, path)).toBe(expected);
  });

  it.each([
    ["environmentVariables", true],
    ["recycling", true],
    ["environmentVariables.B", true],
    ["environmentVariables.A", false],
    ["failure", false],
  ])("are found in what stands at a path: %s %s", (path, expected) => {
    expect(holdsUnknownAt(splitUnknowns(input).unknown, path)).toBe(expected);
  });

  it("are noticed at any depth", () => {
    expect(hasUnknowns({ a: { b: [unknown] } })).toBe(true);
    expect(hasUnknowns({ a: { b: ["known"] } })).toBe(false);
  });
});
