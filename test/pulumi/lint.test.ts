import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AppPool, AppPoolDefaults } from "../../provider";
import { lintedTypes, resourceRules } from "../../provider/pulumi/lint";

interface Schema {
  readonly resources: Readonly<Record<string, { readonly aliases?: readonly { readonly type: string }[] }>>;
}

const { resources } = JSON.parse(readFileSync(join(__dirname, "../../schema.json"), "utf8")) as Schema;

/** The problems that a rule finds in these properties. */
function found(id: string, properties: Record<string, unknown>): readonly { path: string; message: string }[] {
  return resourceRules.find((rule) => rule.id === id)!.check(properties);
}

test("pools and defaults of both providers have rules", () => {
  const ofPlugin = Object.keys(resources).filter((type) => /:AppPool(Defaults)?$/.test(type));
  expect(ofPlugin).toHaveLength(2);
  const dynamic = [AppPool.__pulumiType, AppPoolDefaults.__pulumiType];
  expect([...lintedTypes].sort()).toEqual([...ofPlugin, ...dynamic].sort());
});

test("the rules about pool files are none of resources", () => {
  const ids = resourceRules.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(30);
  expect(ids).not.toContain("password-in-file");
  expect(ids).not.toContain("stagger-collision");
});

test("a rule reads the properties of a pool, in the form that the provider's check gives them", () => {
  const [problem, ...more] = found("interval-drifts", {
    name: "a",
    recycling: { periodicRestart: { time: "1.05:00:00" } },
  });
  expect(problem).toMatchObject({ path: "recycling.periodicRestart.time" });
  expect(problem?.message).toMatch(/^every 29h is 5h later each day/);
  expect(more).toEqual([]);
  expect(found("interval-drifts", { recycling: { periodicRestart: { time: "1.00:00:00" } } })).toEqual([]);
});

test("a rule knows the declared state, and what multiInstance implies", () => {
  expect(found("auto-start-off", { name: "a", autoStart: false })).toHaveLength(1);
  expect(found("auto-start-off", { name: "a", autoStart: false, state: "Stopped" })).toEqual([]);
  const noOverlap = { recycling: { disallowOverlappingRotation: true } };
  expect(found("overlap-disabled", { name: "a", ...noOverlap })).toHaveLength(1);
  expect(found("overlap-disabled", { name: "a", multiInstance: false })).toEqual([]);
});
