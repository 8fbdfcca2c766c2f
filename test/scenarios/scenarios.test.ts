import { appPoolAttributes } from "../../provider/settings/app-pool-attributes";
import { setStage } from "./run-scenario";
import { scenarios } from "./scenario";

describe.each(scenarios())("$name: $about", (scenario) => {
  it("sends exactly these command lines and leaves exactly this section", async () => {
    const stage = setStage(scenario);
    const { plan } = await stage.prepare();
    expect(plan.refusals).toEqual([]);
    expect(plan.commands.join("\n")).toBe(scenario.operations.trimEnd().replace(/\n +/g, " "));
    await stage.apply();
    expect(stage.section()).toBe(scenario.expected.trimEnd());
  });

  it("needs nothing more afterwards", async () => {
    const stage = setStage(scenario);
    await stage.apply();
    const { plan } = await stage.prepare();
    expect(plan.changes).toEqual([]);
    expect(plan.commands).toEqual([]);
  });

  if (scenario.back === "none") return;

  it("can be taken back", async () => {
    const stage = setStage(scenario);
    const planned = await stage.prepare();
    const effective = await stage.effective();
    await stage.apply();
    await stage.rollBack(planned);
    expect(await stage.effective()).toEqual(effective);
    if (scenario.back === undefined) expect(stage.section()).toBe(scenario.config.trimEnd());
  });
});

it("has a scenario for every type of attribute", () => {
  const typeOf = ({ codec, secret }: (typeof appPoolAttributes)[number]): string =>
    [codec.iisType, codec.name, secret === true ? "secret" : ""].join(" ");
  const told = scenarios()
    .map(({ operations }) => operations)
    .join("\n");
  const isTold = (path: string): boolean => told.includes(`.${path}`);
  const types = Map.groupBy(appPoolAttributes, typeOf);
  const missing = [...types].filter(([, attributes]) => !attributes.some(({ path }) => isTold(path)));
  expect(missing.map(([type]) => type)).toEqual([]);
});
