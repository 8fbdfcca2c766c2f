import { createHash } from "node:crypto";
import fc from "fast-check";
import { IisError } from "../../provider/errors";
import type { PoolChange, SettingChange } from "../../provider/plan/change/change";
import { readPlanFile, writePlanFile } from "../../provider/plan/saved/plan-file";
import { sameChange } from "../../provider/plan/change/predict-change";
import type { SavedHost } from "../../provider/plan/saved/schema";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { equalSettings, type SettingValue } from "../../provider/settings/value";
import { Secret } from "../../provider/secret";
import { anyLiveValue, anyValue } from "../settings/values";

const env = { SHOP_PASSWORD: "canary-secret" };
const checkConnection = (): [] => [];
const password = "processModel.password";
const fromEnv = (): string => "SHOP_PASSWORD";

/** A value of a setting, a secret wrapped. */
function settingValue(
  attribute: (typeof settingAttributes)[number],
  anyOf: (attribute: (typeof settingAttributes)[number]) => fc.Arbitrary<SettingValue>,
): fc.Arbitrary<SettingValue> {
  if (attribute.secret !== true) return anyOf(attribute);
  return fc.constantFrom(new Secret(env.SHOP_PASSWORD), new Secret(""));
}

const setting = fc.constantFrom(...settingAttributes).chain((attribute) =>
  fc.record({
    path: fc.constant(attribute.path),
    from: fc.option(settingValue(attribute, anyLiveValue), { nil: undefined }),
    to: settingValue(attribute, anyValue),
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
    readPlanFile(text, { file: "plan.json", checkConnection, env, ...more });
  } catch (error) {
    if (error instanceof AggregateError) return error.message;
    if (error instanceof IisError && error.code === "PLAN_UNREADABLE") return error.message;
    throw error;
  }
  return "read";
}

function digestOf(content: unknown): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(content)).digest("hex")}`;
}

/** The same JSON with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]: [string, unknown]) => [key, reversed(member)]),
  );
}

describe("a plan file", () => {
  it("gives back whatever was written, except what a secret is on the host", () => {
    fc.assert(
      fc.property(fc.uniqueArray(setting, { selector: ({ path }) => path }), (settings) => {
        const host = saved(settings);
        const {
          hosts: [back],
        } = readPlanFile(writePlanFile({ hosts: [host] }, fromEnv), { file: "plan.json", checkConnection, env });
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
    ["with its keys in reverse", (text) => JSON.stringify(reversed(JSON.parse(text)))],
    ["with every character spelled out", (text) => text.replaceAll("#", "\\u0023").replaceAll("é", "\\u00e9")],
  ])("%s is the one that was signed", (_, rewrite) => {
    const host = saved([{ path: "environmentVariables", from: {}, to: { V: "##vso[x] é" } }]);
    const text = rewrite(writePlanFile({ hosts: [host] }, fromEnv, "key"));
    expect(readPlanFile(text, { file: "plan.json", checkConnection, env, key: "key" }).hosts).toHaveLength(1);
  });

  it("makes the same changes in the same order, whatever the order of its keys", () => {
    const text = writePlanFile({ hosts: [simple] }, fromEnv);
    const [one, other] = [text, JSON.stringify(reversed(JSON.parse(text)))].map(
      (each) => readPlanFile(each, { file: "plan.json", checkConnection, env }).hosts,
    );
    expect(other).toEqual(one);
    const paths = Object.keys(other![0]!.changes[0]!.desired!.settings);
    expect(paths).toEqual([password, "cpu.limit"]);
  });

  it("keeps the order in which variables are declared", () => {
    const host = saved([{ path: "environmentVariables", from: {}, to: { Z: "1", A: "2" } }]);
    const {
      hosts: [read],
    } = readPlanFile(writePlanFile({ hosts: [host] }, fromEnv), { file: "plan.json", checkConnection, env });
    const { change } = read!.changes[0]!;
    expect(change.kind === "update" && Object.keys(change.settings[0]!.to as object)).toEqual(["Z", "A"]);
  });

  it("holds the name of a secret's variable and no secret, live or desired", () => {
    const text = writePlanFile(
      { hosts: [saved([{ path: password, from: new Secret("canary-live"), to: new Secret("canary-to") }])] },
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
    const text = writePlanFile({ hosts: [saved([variables])] }, fromEnv);
    expect(text).not.toContain("canary");
    expect(text.match(/declared"/g)).toHaveLength(2); // the desired side, and the reason "declared"
  });

  it("is not written where a password stands in the pool file", () => {
    expect(() => writePlanFile({ hosts: [simple] }, () => undefined)).toThrow(
      expect.objectContaining({
        code: "PLAN_HOLDS_SECRET",
        message: expect.stringMatching(/web-01: pool "Shop": .*\$\{env:NAME\}/),
      }),
    );
  });

  const text = writePlanFile({ hosts: [simple] }, fromEnv);

  it("is refused if the pool files that it names were edited, also if it is signed", () => {
    const withFiles = writePlanFile({ hosts: [simple], files: ["conf/fleet.yaml"] }, fromEnv, "key");
    expect(readPlanFile(withFiles, { file: "plan.json", checkConnection, env, key: "key" }).files).toEqual([
      "conf/fleet.yaml",
    ]);
    const edited = withFiles.replace("conf/fleet.yaml", "conf/other.yaml");
    expect(refusal(edited)).toMatch(/was changed after it was written/);
    expect(() => readPlanFile(edited, { file: "plan.json", checkConnection, env, key: "key" })).toThrow(
      expect.objectContaining({ code: "PLAN_UNTRUSTED" }),
    );
  });

  it.each<[string, string, RegExp]>([
    ["no JSON", "hosts:", /plan.json: is not valid JSON/],
    ["another document", "[]", /is not a saved plan/],
    ["another schema", '{"schema":"other/1"}', /is not a saved plan/],
    [
      "a later version",
      text.replace("plan/1", "plan/2"),
      /iispools.saved-plan\/2, but this version reads iispools.saved-plan\/1/,
    ],
    ["a report", '{"schema":"iispools.plan/1","hosts":[]}', /is the report of a plan/],
    ["a value that was edited", text.replace("50000", "60000"), /was changed after it was written/],
    ["a digest that was edited", text.replace("sha256:", "sha256:0"), /was changed after it was written/],
    [
      "a secret in clear",
      text.replace(/\{\s*"\$env": "SHOP_PASSWORD"\s*\}/, '"canary"'),
      /settings\[1\]\.to: secrets are not allowed in files; use \{ "\$env": NAME \}/,
    ],
    [
      "an unknown setting",
      text.replaceAll("cpu.limit", "cpu.limt"),
      /hosts\[0\].changes\[0\].change.settings\[0\].path: unknown setting `cpu.limt`. Did you mean `cpu.limit`\?/,
    ],
    [
      "a value of another shape",
      text.replace("50000", "null"),
      /settings\[0\]\.from: must be|settings\[0\]\.to: must be a value of that setting/,
    ],
    [
      "an unknown key",
      text.replace('"reason"', '"reson"'),
      /\.reason: is required and must be one of declared, absent, pruned; .*\.reson: unknown key `reson`. Did you mean `reason`\?/,
    ],
    [
      "hosts that are no list",
      text.replace('"hosts": [', '"hosts": 1, "x": ['),
      /hosts: must be a list of hosts, got 1; x: unknown key `x`/,
    ],
  ])("is refused: %s", (_what, broken, message) => {
    expect(refusal(broken)).toMatch(message);
    expect(refusal(broken)).not.toContain("canary");
  });

  it("is refused where a variable is empty", () => {
    expect(refusal(text, { env: { SHOP_PASSWORD: "" } })).toMatch(
      /settings\[1\]\.to: the environment variable SHOP_PASSWORD is empty/,
    );
  });

  it("is refused where a variable is not set, or a connection is wrong", () => {
    const checkConnection = () => [{ path: "connection.x", message: "unknown key" }];
    expect(refusal(text, { env: {}, checkConnection })).toMatch(
      /SHOP_PASSWORD is not set; hosts\[0\].connection.x: unknown key/,
    );
    expect(refusal(text)).toBe("read");
  });

  it("reads the variable anew", () => {
    const {
      hosts: [host],
    } = readPlanFile(text, { file: "plan.json", checkConnection, env: { SHOP_PASSWORD: "new" } });
    const value = host!.changes[0]!.desired!.settings[password];
    expect(value instanceof Secret && value.equals(new Secret("new"))).toBe(true);
  });
});

describe("a plan that was made by hand, or by a version that sealed keys in their order", () => {
  const made = (...changes: readonly object[]): string => {
    const hosts = [{ name: "web-01", connection: {}, changes }];
    const schema = "iispools.saved-plan/1";
    return JSON.stringify({ schema, digest: digestOf([schema, hosts]), hosts });
  };
  const update = (pool: string, other = pool): object => ({
    reason: "declared",
    change: { kind: "update", target: { pool }, settings: [{ path: "queueLength", from: 1000, to: 2000 }] },
    desired: { target: { pool: other }, settings: { queueLength: 2000 }, inherit: [] },
  });

  it("is read", () => {
    expect(refusal(made(update("Shop"), update("Api")))).toBe("read");
  });

  it("is refused once its keys are reordered, and says what to do", () => {
    expect(refusal(JSON.stringify(reversed(JSON.parse(made(update("Shop"))))))).toBe(
      "plan.json: was changed after it was written: its digest does not match. Plan again: iispools plan --out FILE",
    );
  });

  it("with two changes of one pool is refused, whatever their letter case", () => {
    expect(refusal(made(update("Shop"), update("SHOP")))).toBe(
      "plan.json: hosts[0].changes[1].change.target: is changed twice",
    );
  });

  it("that shows one pool and changes another is refused", () => {
    expect(refusal(made(update("Shop", "Api")))).toBe(
      "plan.json: hosts[0].changes[0].desired.target: must be the target of the change",
    );
  });

  const deletion = { reason: "absent", change: { kind: "delete", target: { pool: "Old" } } };
  const rename = {
    kind: "rename",
    target: { pool: "Shop" },
    from: "Old",
    isNew: true,
    settings: [],
    moves: [],
    deletes: true,
  };
  const desired = { target: { pool: "Shop" }, settings: {}, inherit: [] };
  const withSetting = (path: string, to: unknown): object => ({
    reason: "declared",
    change: { kind: "update", target: { pool: "Shop" }, settings: [{ path, to }] },
    desired,
  });
  const wanting = (settings: object, more: object = {}): object => ({
    reason: "declared",
    change: { kind: "update", target: { pool: "Shop" }, settings: [] },
    desired: { ...desired, settings, ...more },
  });

  it.each<[string, object, string]>([
    [
      "a deletion that is declared",
      { ...deletion, reason: "declared" },
      "reason: must be absent or pruned for a change",
    ],
    ["a deletion with what is wanted", { ...deletion, desired }, "desired: is not allowed for a deletion"],
    [
      "a deletion with settings",
      { ...deletion, change: { ...deletion.change, settings: [] } },
      "change.settings: unknown key `settings`. Known keys: kind, target",
    ],
    ["an update that is pruned", { ...update("Shop"), reason: "pruned" }, "reason: must be declared for a change"],
    [
      "nothing wanted",
      { ...update("Shop"), desired: undefined },
      "desired: is required, because the pool is not deleted",
    ],
    [
      "a rename that does not say whether it is new",
      { reason: "declared", change: { ...rename, isNew: "yes", deletes: undefined }, desired },
      "change.isNew: must be true or false, got a text; hosts[0].changes[0].change.deletes: is required",
    ],
    [
      "passwords that are checked by another word",
      wanting({}, { checkPasswords: "yes" }),
      "desired.checkPasswords: must be true or false, got a text",
    ],
    ["the name of a pool as a setting", wanting({ name: "x" }), "desired.settings.name: unknown setting `name`"],
    ["a value out of range", wanting({ queueLength: 5 }), "desired.settings.queueLength: "],
    [
      "a value of another type",
      withSetting("cpu.limit", "5"),
      "change.settings[0].to: must be a value of that setting",
    ],
    [
      "flags that are no list",
      withSetting("recycling.logEventOnRecycle", "Time"),
      "change.settings[0].to: must be a value",
    ],
    [
      "an unknown kind",
      { ...deletion, change: { kind: "drop" } },
      "change.kind: must be one of create, update, rename",
    ],
    ["another target", { ...deletion, change: { kind: "delete", target: "x" } }, "change.target: must be an object"],
    ["a secret that is a number", withSetting(password, 12_345_678), 'change.settings[0].to: must be { "$env": NAME }'],
    [
      "a secret of another key",
      withSetting(password, { env: "S" }),
      "change.settings[0].to.env: unknown key `env`. Did you mean `$env`?",
    ],
  ])("is refused with %s", (_, change, message) => {
    const told = refusal(made(change));
    expect(told).toContain(`hosts[0].changes[0].${message}`);
    expect(told).not.toContain("12345678");
  });

  it("says all that is wrong at once", () => {
    const told = refusal(made({ ...update("Shop"), reason: "x" }, withSetting("cpu.limt", 1), deletion, deletion));
    expect(told.replace("plan.json: ", "").split("; ")).toEqual([
      "hosts[0].changes[0].reason: must be one of declared, absent, pruned, got a text",
      expect.stringContaining("hosts[0].changes[1].change.settings[0].path"),
    ]);
  });

  it("with thousands of unknown keys is refused in a message of bounded length", () => {
    const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`key${index}`, 1]));
    const text = JSON.stringify({
      schema: "iispools.saved-plan/1",
      digest: "",
      hosts: [{ connection: keys }],
      ...keys,
    });
    const told = refusal(text);
    expect(told).toMatch(/ and 19,90\d more faults/);
    expect(told.length).toBeLessThan(100_000);
  });

  it("that is nested without end is refused", () => {
    expect(
      refusal(`{"schema":"iispools.saved-plan/1","hosts":${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    ).toContain("is not valid JSON");
  });
});
