import fc from "fast-check";
import { settingAttributes } from "../../provider/settings/app-pool-attributes";
import { anyValue } from "../settings/values";

type Members = Readonly<Record<string, unknown>>;

/** The files beside a generated one, which it may include, and the variables that its secrets are in. */
export const filesBeside = { "more.yaml": "version: 1\n", "pools/a.yaml": "version: 1\n" } as const;
export const env = { SHOP_PASSWORD: "secret", SSH_KEY: "-----BEGIN PRIVATE KEY-----" } as const;

const identity = "processModel.identityType";
const accountPaths = [identity, "processModel.userName", "processModel.password"];
const schedulePath = "recycling.periodicRestart.schedule";
const free = settingAttributes.filter(({ path }) => !accountPaths.includes(path));

/** Some of the members, each or none. */
function some(
  members: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  required: readonly string[] = [],
): fc.Arbitrary<Members> {
  return fc.record(members, { noNullPrototype: true, requiredKeys: [...required] });
}

/** Objects with a few of the keys. */
function map(keys: readonly string[], value: fc.Arbitrary<unknown>, least = 0): fc.Arbitrary<Members> {
  return fc
    .subarray([...keys], { minLength: least, maxLength: Math.min(keys.length, 3) })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, value]))));
}

/** A value of a setting in any of its spellings. */
function spelled(attribute: (typeof settingAttributes)[number]): fc.Arbitrary<unknown> {
  const { codec } = attribute;
  const value = anyValue(attribute);
  const text = value.map((one) => (codec.shape === "map" ? one : codec.toText(one)));
  return fc.oneof(value, value.map(codec.write), text);
}

const window = fc.constantFrom(
  { from: "02:00", to: "04:00", every: "5m" },
  { from: "23:00", to: "1:00:00", every: "00:30:00" },
  { from: "0:00", to: "23:59", every: "1h 30m" },
);
const accounts = fc.constantFrom<Members>(
  { [identity]: "NetworkService" },
  { [identity]: 4 },
  { [identity]: "SpecificUser", "processModel.userName": "CORP\\svc", "processModel.password": "${env:SHOP_PASSWORD}" },
  { [identity]: "specificuser", "processModel.userName": "svc@corp.example", "processModel.password": "p wd" },
  { [identity]: "SpecificUser", "processModel.userName": "CORP\\gmsa$" },
);
const others = fc.constantFrom({ newThing: "value" }, { "processModel.newThing": true, newNumber: -5 }, {});

/** The settings of a pool, in groups. @param isStaggered whether its schedule may be a stagger */
export function anySettings(isStaggered: boolean): fc.Arbitrary<Members> {
  const flat = fc
    .subarray([...free], { maxLength: 4 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((one) => [one.path, spelled(one)]))));
  const stagger = window.map((stagger) => ({ [schedulePath]: { stagger } }));
  const option = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | object> =>
    fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: value });
  return fc
    .tuple(
      flat,
      option(accounts),
      isStaggered ? option(stagger) : fc.constant({}),
      option(others.map((other) => ({ other }))),
    )
    .map((parts) => nested(Object.assign({}, ...parts) as Members));
}

/** Settings by their paths as groups. */
function nested(flat: Members): Members {
  const root: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split(".");
    const last = keys.pop() ?? path;
    const group = keys.reduce((above, key) => (above[key] ??= {}) as Record<string, unknown>, root);
    group[last] = value;
  }
  return root;
}

const probe = some(
  {
    url: fc.constantFrom("http://{host}/health", "HTTPS://{host}:8443/{pool}?a=b", "https://[::1]/"),
    status: fc.integer({ min: 100, max: 599 }),
    timeout: fc.constantFrom("5s", "1m30s", "00:00:10", "1h", "1:00"),
  },
  ["url"],
);
const common = {
  state: fc.constantFrom("Started", "Stopped", "started", " STOPPED "),
  multiInstance: fc.constantFrom(true, true, false),
  probe,
};

/** An object with settings and a few members beside them. */
function withSettings(members: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Members> {
  const few = fc.subarray(Object.keys(members), { maxLength: 2 });
  return few
    .chain((keys) =>
      fc.tuple(fc.record(Object.fromEntries(keys.map((key) => [key, members[key]!]))), anySettings(true)),
    )
    .map(([own, settings]) => ({ ...own, ...settings }));
}

const connection = fc.oneof(
  fc.constantFrom<Members>({}, { configFile: "a.config" }, { appcmdPath: "/usr/bin/appcmd", codePage: 850 }),
  some(
    {
      host: fc.constantFrom("web-01.example.com", "fe80::1"),
      port: fc.integer({ min: 1, max: 65_535 }),
      user: fc.constant("CORP\\deploy"),
      password: fc.constant("${env:SHOP_PASSWORD}"),
      privateKey: fc.constant("${env:SSH_KEY}"),
      hostKey: fc.constant("ssh-ed25519 AAAA"),
      perDialTimeout: fc.constantFrom(0, 0.5, 86_400),
      dialErrorLimit: fc.constantFrom(-1, 10),
      shell: fc.constantFrom("cmd", "powershell"),
      proxy: some({ host: fc.constant("jump"), user: fc.constant("me"), insecureIgnoreHostKey: fc.boolean() }, [
        "host",
      ]),
    },
    ["host"],
  ),
);

const serverNames = ["web-01", "web-02", "Lab 3"];
const groupNames = ["canary", "emea_2", "été"];
const poolNames = ["Shop", "Blog", "2024", "Café 24 %", "a.b"];
const paths = ["state", "cpu", "queueLength", "recycling.*", "environmentVariables.A", "other.newThing", "*"];

/** Names of hosts and groups: one, or several. */
function names(known: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof(fc.constantFrom(...known), fc.subarray([...known], { minLength: 1 }));
}

/** Valid pool files over every section, but for rules over several keys. */
export const anyPoolFile: fc.Arbitrary<Members> = fc
  .option(map(serverNames, connection, 1), { nil: undefined, freq: 3 })
  .chain((hosts) => {
    const known = Object.keys(hosts ?? { local: {} });
    const groups = map(groupNames, names(known));
    return fc.tuple(fc.constant(hosts), fc.option(groups, { nil: undefined }), fc.constant(known));
  })
  .chain(([hosts, groups, known]) => {
    const all = [...known, ...Object.keys(groups ?? {})];
    const absent = some({ state: fc.constant("absent"), hosts: names(all) }, ["state"]);
    const renamedFrom = fc.integer({ min: 1, max: 999_999 }).map((one) => `Old ${one}`);
    const pool = fc.oneof(
      { weight: 5, arbitrary: withSettings({ ...common, hosts: names(all), renamedFrom }) },
      { weight: 1, arbitrary: absent },
    );
    const override = some({ pools: map(poolNames, withSettings(common)), applicationPoolDefaults: anySettings(false) });
    const rule = some(
      {
        host: fc.constantFrom("*", ...known),
        pool: fc.constantFrom("*", "Shop"),
        path: fc.constantFrom(...paths),
        reason: fc.constant("set by the load test"),
      },
      ["reason"],
    );
    const sections = {
      include: fc.constantFrom("more.yaml", ["pools/*.yaml"], ["more.yaml", "pools"]),
      defaults: withSettings(common),
      pools: map(poolNames, pool),
      applicationPoolDefaults: anySettings(false),
      overrides: map(all, override),
      drift: some({ ignore: fc.array(rule, { maxLength: 2 }) }),
    };
    return some(sections).map((others) => ({
      version: 1,
      ...(hosts && { hosts }),
      ...(groups && { groups }),
      ...others,
    }));
  });
