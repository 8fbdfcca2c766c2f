import { vocabularyOf, whatIsWorse } from "./as-good";
import { deliberate } from "./deliberate";
import { canary, goldenDoors, type GoldenFault, readBefore, readCases } from "./golden";

describe("messages are as good as before, or better", () => {
  const cases = goldenDoors.flatMap(readCases);
  const before = readBefore();
  const now = new Map(cases.map((one) => [one.id, one]));
  const reasons = new Map(deliberate.flatMap(({ reason, ids }) => ids.map((id) => [id, reason] as const)));
  const vocabulary = vocabularyOf(cases, before);
  const score = { equal: 0, better: 0, deliberate: 0 };

  it.each(Object.keys(before))("%s", (id) => {
    const one = now.get(id);
    expect(one).toBeDefined();
    const { given, expected } = one!;
    const worse = whatIsWorse(given, before[id]!, expected, vocabulary);
    expect(JSON.stringify(expected)).not.toContain(canary);
    if (reasons.has(id)) {
      expect(worse).not.toEqual([]);
      score.deliberate += 1;
    } else {
      expect(worse).toEqual([]);
      score[JSON.stringify(before[id]) === JSON.stringify(expected) ? "equal" : "better"] += 1;
    }
  });

  it("names deliberate deviations of cases that there are", () => {
    expect([...reasons.keys()].filter((id) => before[id] === undefined)).toEqual([]);
  });

  afterAll(() => {
    const { equal, better, deliberate: others } = score;
    const all = Object.keys(before).length;
    const worse = all - equal - better - others;
    process.stderr.write(
      `Golden file, ${all} cases: ${equal} equal, ${better} as good or better, ${others} deliberate, ${worse} worse.\n`,
    );
  });
});

describe("worse is", () => {
  const at = "f.yaml:3:5";
  const fault = (message: string, more: Partial<GoldenFault> = {}): GoldenFault => ({
    ...{ at, path: "pools.Shop.x", message },
    ...more,
  });
  const between = (before: GoldenFault, now: GoldenFault, given: unknown = {}): readonly string[] =>
    whatIsWorse(given, { faults: [before] }, { faults: [now] });

  it.each<[string, GoldenFault, GoldenFault]>([
    ["another line", fault("is wrong"), fault("is wrong", { at: "f.yaml:4:5" })],
    ["another path", fault("is wrong"), fault("is wrong", { path: "pools.Shop" })],
    ["no code", fault("is wrong", { code: "TIMEOUT" }), fault("is wrong")],
    ["no suggestion", fault('unknown key, did you mean "memory"?'), fault("unknown key `memroy`")],
    ["no question", fault('unknown key, did you mean "memory"?'), fault('unknown key, or "memory"')],
    ["another suggestion", fault('did you mean "memory"?'), fault("Did you mean `requests`?")],
    ["an accepted name less", fault("unknown key; known here are a, b, c"), fault("unknown key. Known keys: a, b")],
    ["another range", fault("accepted is 10 to 65535"), fault("must be between 10 and 6553")],
    ["a hidden value", fault('got the text "soon"'), fault("got a text")],
    ["no example", fault("needs a host: web-01 (--config-file)"), fault("needs a host: web-01")],
  ])("%s", (_, before, now) => {
    expect(between(before, before)).toEqual([]);
    expect(between(before, now)).not.toEqual([]);
  });

  it("a fault less, and another exit code", () => {
    const [one, two] = [fault("is wrong"), fault("is wrong", { at: "f.yaml:9:9" })];
    expect(whatIsWorse({}, { faults: [one, two] }, { faults: [one] })).toHaveLength(1);
    expect(whatIsWorse({}, { faults: [one], exitCode: 1 }, { faults: [one], exitCode: 2 })).toHaveLength(1);
    expect(whatIsWorse({}, { faults: [one], json: [one] }, { faults: [one] })).toHaveLength(1);
  });

  it("a value that was not shown", () => {
    const [before, now] = [fault("expected a text"), fault('must be a text, got "hunter2"')];
    expect(between(before, now, { x: "hunter2" })).toEqual(['shows "hunter2" of the input, which was not shown']);
    expect(between(before, fault("must be a text, got hunter2"), { x: "hunter2" })).toHaveLength(1);
  });

  it("not another wording, a fault more or a place that is said more exactly", () => {
    expect(
      between(fault('unknown key, did you mean "memory"?'), fault("unknown key `memroy`. Did you mean `memory`?")),
    ).toEqual([]);
    expect(between(fault("5 is out of range: accepted is 10 to 65535"), fault("must be 10 to 65535, got 5"))).toEqual(
      [],
    );
    expect(between({ message: "is wrong" }, { message: "is wrong", path: "name" })).toEqual([]);
    expect(whatIsWorse({}, { faults: [] }, { faults: [fault("is wrong")] })).toEqual([]);
    expect(between(fault("unknown key; it takes a, b, c"), fault("unknown key. Did you mean `a`?"))).toEqual([]);
  });

  it("not what followed from a fault of its group, nor another order at one place", () => {
    const [group, key, other] = [
      fault("is no object"),
      fault("is no text", { path: "pools.Shop.x.y" }),
      fault('got "z"'),
    ];
    expect(whatIsWorse({}, { faults: [group, key] }, { faults: [group] })).toEqual([]);
    expect(whatIsWorse({}, { faults: [group, key] }, { faults: [key] })).toHaveLength(1);
    expect(whatIsWorse({}, { faults: [group, other] }, { faults: [other, group] })).toEqual([]);
  });
});
