import { allAssumptions } from "../../facts/assumptions";
import { readAssumptions } from "../../provider/engine/doctor/examine-host";

describe("facts/assumptions.json", () => {
  const one = { id: "a-b", what: "w", value: "1", others: ["2"], source: "assumed" };

  it("as it is shipped has no fault", () => {
    expect(readAssumptions(allAssumptions)).toEqual(allAssumptions);
  });

  it.each<[unknown, string]>([
    [[{ ...one, id: "A b" }], "[0].id: must be an ID in lower case, its words joined by hyphens, got a text"],
    [[{ ...one, value: 1 }], "[0].value: must be the expected behaviour, got 1"],
    [[{ ...one, others: undefined }], "[0].others: is required and must be a list of other behaviours"],
    [[{ ...one, oters: [] }], "[0].oters: unknown key `oters`. Did you mean `others`?"],
    [[{ ...one, others: ["1"] }], "[0].others: must not contain the expected value"],
    [[one, one], "[1].id: is also the ID of another assumption"],
  ])("%j is refused", (input, message) => {
    expect(() => readAssumptions(input)).toThrow(`facts/assumptions.json: ${message}`);
  });
});
