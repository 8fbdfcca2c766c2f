import { doors } from "./doors";
import { canary, type GoldenCase, goldenDoors, readCases, writeCases } from "./golden";

const isRecording = Boolean(process.env["UPDATE_GOLDEN"]);
const ids = goldenDoors.flatMap((door) => readCases(door).map(({ id }) => id));

it("has a file for each door, and every id once", () => {
  expect(Object.keys(doors).sort()).toEqual(goldenDoors);
  expect(ids).toHaveLength(new Set(ids).size);
});

describe.each(goldenDoors)("%s", (door) => {
  const cases = readCases(door);
  const recorded: GoldenCase[] = [];

  it.each(cases.map((one) => [one.id, one] as const))("%s", async (_, one) => {
    const found = await doors[door]!(one.given as never);
    recorded.push({ ...one, expected: found });
    expect(JSON.stringify(found)).not.toContain(canary);
    expect(found.faults).not.toEqual([]);
    if (!isRecording) expect(found).toEqual(one.expected);
  });

  afterAll(() => {
    // Not where some were left out by name.
    if (isRecording && recorded.length === cases.length) writeCases(door, recorded);
  });
});
