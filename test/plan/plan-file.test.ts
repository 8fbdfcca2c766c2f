import { createHash } from "node:crypto";
import fc from "fast-check";
import { IisError } from "../../provider/errors";
import type { PoolChange, SettingChange } from "../../provider/plan/change";
import { readPlanFile, type SavedHost, writePlanFile } from "../../provider/plan/plan-file";
import { sameChange } from "../../provider/plan/same-change";
import { settingAttributes } from "../../provider/schema/app-pool-attributes";
import { equalSettings, type SettingValue } from "../../provider/schema/setting-value";
import { Secret } from "../../provider/secret";

const env = { SHOP_PASSWORD: "canary-secret" };
const password = "processModel.password";
const fromEnv = (): string => "SHOP_PASSWORD";

/** Any value of the shape that the attribute's codec makes. */
function anyValue({ kind, type, secret }: (typeof settingAttributes)[number]): fc.Arbitrary<SettingValue> {
  if (secret === true) return fc.constantFrom(new Secret(env.SHOP_PASSWORD), new Secret(""));
  if (kind === "map") return fc.dictionary(fc.string(), fc.string());
  if (kind === "list" || type === "flags") return fc.array(fc.string());
  if (type === "bool") return fc.boolean();
  return type === "uint" || type === "int" ? fc.integer() : fc.string();
}

const setting = fc.constantFrom(...settingAttributes).chain((attribute) =>
  fc.record({
    path: fc.constant(attribute.path),
    from: fc.option(anyValue(attribute), { nil: undefined }),
    to: anyValue(attribute),
  }),
);

function saved(settings: readonly SettingChange[]): SavedHost {
  const target = { pool: "Shop" };
  const values = settings.flatMap(({ path, to }) => (to === undefined ? [] : [[path, to] as const]));
  const desired = { target, settings: Object.fromEntries(values), inherit: ["queueLength"], state: "Started" } as const;
  const change: PoolChange = { kind: "update", target, settings, state: { from: "Stopping", to: "Started" } };
  return {
    name: "web-01",
    connection: { configFile: "a.config" },
    changes: [
      { reason: "declared", change, desired },
      { reason: "pruned", change: { kind: "delete", target: { pool: "Old" } } },
    ],
  };
}

const simple = saved([
  { path: "cpu.limit", from: 0, to: 50_000 },
  { path: password, from: new Secret("live"), to: new Secret("x") },
]);

function refusal(text: string, more: object = {}): string {
  try {
    readPlanFile(text, { file: "plan.json", env, ...more });
  } catch (error) {
    if (error instanceof IisError && error.code === "PLAN_UNREADABLE") return error.message;
    throw error;
  }
  return "read";
}

describe("a plan file", () => {
  it("gives back whatever was written, except what a secret is on the host", () => {
    fc.assert(
      fc.property(fc.uniqueArray(setting, { selector: ({ path }) => path }), (settings) => {
        const host = saved(settings);
        const [back] = readPlanFile(writePlanFile([host], fromEnv), { file: "plan.json", env });
        const [change, deletion] = back!.changes;
        expect(back).toMatchObject({ name: host.name, connection: host.connection });
        expect(deletion).toEqual(host.changes[1]);
        expect(sameChange(change!.change, host.changes[0]!.change)).toBe(true);
        for (const { path, to } of settings) {
          const found = change!.desired!.settings[path];
          expect(found !== undefined && equalSettings(path, found, to)).toBe(true);
        }
        expect(change!.desired).toMatchObject({ inherit: ["queueLength"], state: "Started" });
      }),
    );
  });

  it.each<[string, (text: string) => string]>([
    ["with a byte order mark", (text) => `\ufeff${text}`],
    ["with line ends of Windows", (text) => text.replaceAll("\n", "\r\n")],
    ["on one line", (text) => JSON.stringify(JSON.parse(text))],
    ["with every character spelled out", (text) => text.replaceAll("#", "\\u0023").replaceAll("é", "\\u00e9")],
  ])("%s is the one that was signed", (_, rewrite) => {
    const host = saved([{ path: "environmentVariables", from: {}, to: { V: "##vso[x] é" } }]);
    const text = rewrite(writePlanFile([host], fromEnv, "key"));
    expect(readPlanFile(text, { file: "plan.json", env, key: "key" })).toHaveLength(1);
  });

  it("holds the name of a secret's variable and no secret, live or desired", () => {
    const text = writePlanFile(
      [saved([{ path: password, from: new Secret("canary-live"), to: new Secret("canary-to") }])],
      fromEnv,
    );
    expect(text).toContain('"$env": "SHOP_PASSWORD"');
    expect(text).not.toContain("canary");
  });

  it("holds of variables what the pool file says, and not what they hold on the host", () => {
    const variables = {
      path: "environmentVariables",
      from: { DB: "canary-live", TZ: "canary-tz" },
      to: { DB: "declared" },
    };
    const text = writePlanFile([saved([variables])], fromEnv);
    expect(text).not.toContain("canary");
    expect(text.match(/declared"/g)).toHaveLength(2); // the desired side, and the reason "declared"
  });

  it("is not written where a password stands in the pool file", () => {
    expect(() => writePlanFile([simple], () => undefined)).toThrow(
      expect.objectContaining({
        code: "PLAN_HOLDS_SECRET",
        message: expect.stringMatching(/web-01: pool "Shop": .*\$\{env:NAME\}/),
      }),
    );
  });

  const text = writePlanFile([simple], fromEnv);

  it.each<[string, string, RegExp]>([
    ["no JSON", "hosts:", /plan.json: is no JSON/],
    ["another document", "[]", /is no plan/],
    ["another schema", '{"schema":"other/1"}', /is no plan/],
    [
      "a later version",
      text.replace("plan/1", "plan/2"),
      /iispools.saved-plan\/2 and this version reads iispools.saved-plan\/1/,
    ],
    ["a report", '{"schema":"iispools.plan/1","hosts":[]}', /is the report of a plan/],
    ["a value that was edited", text.replace("50000", "60000"), /was changed after it was written/],
    ["a digest that was edited", text.replace("sha256:", "sha256:0"), /was changed after it was written/],
    [
      "a secret in clear",
      text.replace(/\{\s*"\$env": "SHOP_PASSWORD"\s*\}/, '"canary"'),
      /must be \{ "\$env": NAME \}/,
    ],
    [
      "an unknown setting",
      text.replaceAll("cpu.limit", "cpu.limt"),
      /hosts\[0\].changes\[0\].change.settings\[0\].path "cpu.limt" is no setting/,
    ],
    ["a value of another shape", text.replace("50000", "null"), /is no value of that setting/],
    [
      "an unknown key",
      text.replace('"reason"', '"reson"'),
      /hosts\[0\].changes\[0\].reson is not known; .*reason is none of/,
    ],
    [
      "hosts that are no list",
      text.replace('"hosts": [', '"hosts": 1, "x": ['),
      /plan.x is not known; hosts is no list/,
    ],
  ])("is refused: %s", (_what, broken, message) => {
    expect(refusal(broken)).toMatch(message);
    expect(refusal(broken)).not.toContain("canary");
  });

  it("is refused where a variable is not set, or a connection is wrong", () => {
    const checkConnection = () => [{ path: "connection.x", message: "unknown key" }];
    expect(refusal(text, { env: {}, checkConnection })).toMatch(
      /hosts\[0\].connection.x unknown key; .*SHOP_PASSWORD is not set/,
    );
    expect(refusal(text)).toBe("read");
  });

  it("reads the variable anew", () => {
    const [host] = readPlanFile(text, { file: "plan.json", env: { SHOP_PASSWORD: "new" } });
    const value = host!.changes[0]!.desired!.settings[password];
    expect(value instanceof Secret && value.equals(new Secret("new"))).toBe(true);
  });
});

describe("a plan that was made by hand", () => {
  const made = (...changes: readonly object[]): string => {
    const hosts = [{ name: "web-01", connection: {}, changes }];
    const digest = createHash("sha256")
      .update(JSON.stringify(["iispools.saved-plan/1", hosts]))
      .digest("hex");
    return JSON.stringify({ schema: "iispools.saved-plan/1", digest: `sha256:${digest}`, hosts });
  };
  const update = (pool: string, other = pool): object => ({
    reason: "declared",
    change: { kind: "update", target: { pool }, settings: [{ path: "queueLength", from: 1000, to: 2000 }] },
    desired: { target: { pool: other }, settings: { queueLength: 2000 }, inherit: [] },
  });

  it("is read", () => {
    expect(refusal(made(update("Shop"), update("Api")))).toBe("read");
  });

  it("with two changes of one pool is refused, whatever their letter case", () => {
    expect(refusal(made(update("Shop"), update("SHOP")))).toBe(
      "plan.json: hosts[0].changes[1].change.target is changed twice",
    );
  });

  it("that shows one pool and changes another is refused", () => {
    expect(refusal(made(update("Shop", "Api")))).toBe(
      "plan.json: hosts[0].changes[0].desired.target is not what the change is about",
    );
  });

  it("with thousands of unknown keys is refused in a message of bounded length", () => {
    const keys = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`key${index}`, 1]));
    const text = JSON.stringify({
      schema: "iispools.saved-plan/1",
      digest: "",
      hosts: [{ connection: keys }],
      ...keys,
    });
    const told = refusal(text);
    expect(told).toMatch(/ and 199,90\d more faults/);
    expect(told.length).toBeLessThan(100_000);
  });

  it("that is nested without end is refused", () => {
    expect(
      refusal(`{"schema":"iispools.saved-plan/1","hosts":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    ).toContain("is no JSON");
  });
});
