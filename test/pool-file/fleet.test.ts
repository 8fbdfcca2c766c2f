import { formatFault, type PoolFiles } from "../../provider/pool-file/pool-file";
import { desiredOn } from "../../provider/plan/change/desired";
import { faultsOf, load } from "./memory-files";

const fleet = `version: 1
hosts: { web-01: {}, web-02: {}, web-03: {}, web-04: {} }
groups: { canary: web-01, emea: [WEB-02, web-03], odd: [web-01, web-03] }
`;

/** What is declared of a pool on each host: its settings, and the line of each. */
function onHosts(files: PoolFiles, pool: string): Record<string, unknown> {
  return Object.fromEntries(
    files.hosts.map(({ name }) => {
      const found = files.pools.filter((one) => one.name === pool && one.hosts.includes(name));
      expect(found.length).toBeLessThanOrEqual(1);
      return [name, found[0] && (found[0].isPresent ? found[0].settings : "absent")];
    }),
  );
}

function loaded(text: string): PoolFiles {
  const { files, faults } = load({ "f.yaml": text });
  expect(faults.map(formatFault)).toEqual([]);
  return files;
}

test("groups have their hosts as the files spell them", () => {
  expect(loaded(fleet).groups).toEqual([
    { name: "canary", hosts: ["web-01"] },
    { name: "emea", hosts: ["web-02", "web-03"] },
    { name: "odd", hosts: ["web-01", "web-03"] },
  ]);
});

test("a pool is for the hosts and groups that it names, also to be absent", () => {
  const files = loaded(`${fleet}pools:
  Shop: { hosts: [Canary, web-04], queueLength: 2000 }
  Api: { hosts: emea }
  Old: { hosts: [web-04], state: absent }
`);
  expect(onHosts(files, "Shop")).toEqual({ "web-01": { queueLength: 2000 }, "web-04": { queueLength: 2000 } });
  expect(onHosts(files, "Api")).toEqual({ "web-02": {}, "web-03": {} });
  expect(onHosts(files, "Old")).toEqual({ "web-04": "absent" });
});

test("an override beats the pool and its defaults, and a host's beats that of its groups", () => {
  const files = loaded(`${fleet}defaults: { queueLength: 1000, autoStart: true }
pools:
  Shop: { queueLength: 2000, environmentVariables: { A: "1", B: "1" } }
overrides:
  web-03: { pools: { shop: { queueLength: 4000 } } }
  emea: { pools: { Shop: { queueLength: 3000, environmentVariables: { b: "2" } } } }
`);
  const plain = { queueLength: 2000, autoStart: true, environmentVariables: { A: "1", B: "1" } };
  const emea = { queueLength: 3000, autoStart: true, environmentVariables: { A: "1", b: "2" } };
  expect(onHosts(files, "Shop")).toEqual({
    ...{ "web-01": plain, "web-02": emea, "web-03": { ...emea, queueLength: 4000 }, "web-04": plain },
  });
  const wanted = desiredOn(files, "web-03");
  expect(wanted.declarations.get("shop")?.positions).toMatchObject({
    "": { line: 6, column: 3 },
    queueLength: { line: 8, column: 30 },
    environmentVariables: { line: 9, column: 47 },
    autoStart: { line: 4 },
  });
});

test("hosts that are alike have one declaration", () => {
  const hosts = Array.from({ length: 200 }, (_, index) => `h${index}: {}`).join(", ");
  const files = loaded(`version: 1
hosts: { ${hosts} }
pools: { Shop: {}, Api: {} }
overrides: { h7: { pools: { Shop: { queueLength: 5000 } } } }
`);
  expect(files.pools.map(({ name, hosts: all }) => [name, all.length])).toEqual([
    ["Shop", 199],
    ["Shop", 1],
    ["Api", 200],
  ]);
});

test("applicationPoolDefaults may be declared for some hosts only", () => {
  const files = loaded(`${fleet}overrides:
  canary: { applicationPoolDefaults: { startMode: AlwaysRunning } }
`);
  expect(files.defaults).toMatchObject([{ hosts: ["web-01"], settings: { startMode: "AlwaysRunning" } }]);
  const both = loaded(`${fleet}applicationPoolDefaults: { queueLength: 2000 }
overrides: { canary: { applicationPoolDefaults: { startMode: AlwaysRunning } } }
`);
  expect(both.defaults.map(({ hosts, settings }) => [hosts.length, settings])).toEqual([
    [1, { queueLength: 2000, startMode: "AlwaysRunning" }],
    [3, { queueLength: 2000 }],
  ]);
});

test("what is faulty of a pool alone is none where every host has an override that completes it", () => {
  const text = (last: string): string => `version: 1
hosts: { a: {}, b: {} }
pools: { Shop: { processModel: { identityType: SpecificUser } } }
overrides:
  a: { pools: { Shop: { processModel: { userName: CORP\\a$ } } } }
  ${last}
`;
  expect(faultsOf(text("b: { pools: { Shop: { processModel: { userName: CORP\\b$ } } } }"))).toEqual([]);
  expect(faultsOf(text("b: {}"))).toEqual([
    expect.stringMatching(/^f\.yaml:3:18 pools\.Shop\.processModel\.userName: /),
  ]);
});

test("what is faulty of a pool alone is told there, once, whatever is other on its hosts", () => {
  const text = `${fleet}pools: { A: { processModel: { identityType: SpecificUser } } }
overrides: { emea: { pools: { A: { queueLength: 50 } } }, web-03: { pools: { A: { queueLength: 60 } } } }
`;
  expect(faultsOf(text)).toEqual([expect.stringMatching(/^f\.yaml:4:15 pools\.A\.processModel\.userName: /)]);
});

test("a fault of an override is told once, there, whatever else is other on its hosts", () => {
  const text = `${fleet}pools: { A: {} }
overrides: { emea: { pools: { A: { processModel: { userName: x } } } }, web-03: { pools: { A: { queueLength: 60 } } } }
`;
  // web-02 has the group's override alone, web-03 one more over it.
  expect(faultsOf(text)).toEqual([
    expect.stringMatching(
      /^f\.yaml:5:36 overrides\.emea\.pools\.A\.processModel\.identityType: is required with userName/,
    ),
  ]);
});

test("a fault of an override that one of its hosts mends is told for the others", () => {
  const text = (mended: string): string => `${fleet}pools: { A: { processModel: { identityType: SpecificUser } } }
overrides:
  emea: { pools: { A: { processModel: { userName: CORP\\svc } } } }
  web-01: { pools: { A: { processModel: { userName: CORP\\a$ } } } }
  web-02: { pools: { A: { processModel: { userName: CORP\\b$ } } } }
  web-03: { pools: { A: { processModel: { userName: ${mended} } } } }
  web-04: { pools: { A: { processModel: { userName: CORP\\d$ } } } }
`;
  expect(faultsOf(text("CORP\\c$"))).toEqual([]);
  expect(faultsOf(text("CORP\\c"))).toEqual([
    expect.stringMatching(
      /^f\.yaml:6:\d+ overrides\.emea\.pools\.A\.processModel\.password: is required with identityType/,
    ),
  ]);
});

test("a pool that is declared twice has that fault once, and each of its overrides its own once", () => {
  const text = `${fleet}pools: { A: {} }
overrides: { emea: { pools: { A: { queueLength: 50 } } }, odd: { pools: { A: { queueLength: 60 } } } }
`;
  const { faults } = load({ "f.yaml": text, "g.yaml": "version: 1\npools: { a: {} }\n" });
  expect(faults.map(formatFault)).toEqual([
    expect.stringMatching(/^f\.yaml:5:.* is in both groups/),
    expect.stringMatching(/^g\.yaml:2:.* is declared twice/),
  ]);
});

test("groups and overrides are known to all files that are loaded together", () => {
  const { files, faults } = load({
    "fleet.yaml": `${fleet}include: pools/*.yaml\noverrides: { emea: { pools: { Shop: { queueLength: 3000 } } } }\n`,
    "pools/shop.yaml": "version: 1\npools: { Shop: { hosts: [emea] } }\n",
  });
  expect(faults).toEqual([]);
  expect(onHosts(files, "Shop")).toEqual({ "web-02": { queueLength: 3000 }, "web-03": { queueLength: 3000 } });
});

test("a probe comes from the defaults, the pool or an override, whole", () => {
  const files = loaded(`version: 1
hosts: { a: {}, b: {} }
defaults: { probe: { url: "http://{host}/", status: 204, timeout: 90s } }
pools: { Shop: {}, Api: { probe: { url: "https://{host}/{pool}" } } }
overrides: { b: { pools: { Shop: { probe: { url: http://b:81/ } } } } }
`);
  expect(files.pools.map(({ name, hosts, probe }) => [name, hosts, probe])).toEqual([
    ["Shop", ["a"], { url: "http://{host}/", status: 204, timeoutMs: 90_000 }],
    ["Shop", ["b"], { url: "http://b:81/", status: 200, timeoutMs: 30_000 }],
    ["Api", ["a", "b"], { url: "https://{host}/{pool}", status: 200, timeoutMs: 30_000 }],
  ]);
  expect(files.pools[0]?.positions["probe"]).toMatchObject({ line: 3, column: 13 });
});

test.each<[string, string]>([
  [
    "groups: []",
    "f.yaml:4:1 groups: must be names of groups, each with its hosts, for example canary: [web-01], got a list",
  ],
  ["groups: { us: [web-09] }", "f.yaml:4:16 groups.us[0]: unknown host `web-09`. Did you mean `web-01`?"],
  [
    "groups: { 5: [web-01] }",
    "f.yaml:4:11 groups.5: the name of a group has only letters, digits, . _ and -, and begins with a letter",
  ],
  ["groups: { us: [] }", "f.yaml:4:11 groups.us: names no host"],
  ["groups: { us: 5 }", "f.yaml:4:11 groups.us: must be the name of a host, or a list of names, got 5"],
  [
    "groups: { web-01: [web-02] }",
    "f.yaml:4:11 groups.web-01: is also the name of a host; give the group another name",
  ],
])("%s is told at its place", (line, fault) => {
  const hosts = "version: 1\nhosts: { web-01: {},\n  web-02: {} }\n";
  expect(faultsOf(`${hosts}${line}\n`)).toEqual([fault]);
});

test.each<[string, string]>([
  [
    "pools: { A: { hosts: [cnary] } }",
    "f.yaml:4:23 pools.A.hosts[0]: unknown host or group `cnary`. Did you mean `canary`?",
  ],
  ["pools: { A: { hosts: 5 } }", "f.yaml:4:15 pools.A.hosts: must be the name of a host, or a list of names, got 5"],
  ["overrides: 5", expect.stringContaining("f.yaml:4:1 overrides: must be names of hosts or groups")],
  ["overrides: { canry: {} }", "f.yaml:4:14 overrides.canry: unknown host or group `canry`. Did you mean `canary`?"],
  ["overrides: { emea: { pool: {} } }", "f.yaml:4:22 overrides.emea.pool: unknown key `pool`. Did you mean `pools`?"],
  [
    "overrides: { emea: { pools: 5 } }",
    "f.yaml:4:22 overrides.emea.pools: must be pool names, each with its settings, got 5",
  ],
  [
    "overrides: { emea: { pools: { Shpo: {} } } }\npools: { Shop: {} }",
    "f.yaml:4:31 overrides.emea.pools.Shpo: unknown pool `Shpo`. Did you mean `Shop`?",
  ],
  [
    "overrides: { emea: { pools: { A: {} } } }\npools: { A: { hosts: canary } }",
    "f.yaml:4:31 overrides.emea.pools.A: the pool is not declared for emea",
  ],
  [
    "overrides: { emea: { pools: { A: {} } } }\npools: { A: { state: absent } }",
    "f.yaml:4:31 overrides.emea.pools.A: the pool is absent there, and an absent pool has no settings",
  ],
  [
    "overrides: { emea: { pools: { A: { queueLength: 5 } } } }\npools: { A: {} }",
    expect.stringMatching(/^f\.yaml:4:36 overrides\.emea\.pools\.A\.queueLength: .*10/),
  ],
  [
    "overrides: { emea: { pools: { A: { state: absent } } } }\npools: { A: {} }",
    'f.yaml:4:36 overrides.emea.pools.A.state: must be one of Started, Stopped, got "absent"',
  ],
  [
    "overrides: { emea: { pools: { A: { queueLenght: 50 } } } }\npools: { A: {} }",
    "f.yaml:4:36 overrides.emea.pools.A.queueLenght: unknown key `queueLenght`. Did you mean `queueLength`?",
  ],
  [
    "overrides: { emea: { pools: { A: { hosts: canary } } } }\npools: { A: {} }",
    expect.stringContaining("f.yaml:4:36 overrides.emea.pools.A.hosts: unknown key"),
  ],
  [
    "overrides: { emea: { pools: { A: { processModel: { identityType: SpecificUser } } } } }\npools: { A: {} }",
    expect.stringMatching(/^f\.yaml:4:36 overrides\.emea\.pools\.A\.processModel\.userName: /),
  ],
  [
    "overrides: { emea: { pools: { A: { queueLength: 50 } } }, odd: { pools: { A: { queueLength: 60 } } } }\npools: { A: {} }",
    "f.yaml:4:75 overrides.odd.pools.A: queueLength has a different value in f.yaml:4:36, and web-03 is in both groups; set it for web-03 itself",
  ],
  [
    "pools: { A: { probe: { url: ftp://x } } }",
    "f.yaml:4:24 pools.A.probe.url: must be a URL with http:// or https://, for example probe: { url: http://{host}/health }, got a text",
  ],
  [
    "pools: { A: { probe: { url: 'http://{name}/' } } }",
    "f.yaml:4:24 pools.A.probe.url: contains {name}; the only placeholders are {host} and {pool}",
  ],
  [
    "pools: { A: { probe: { url: 'http://a:b@c/' } } }",
    "f.yaml:4:24 pools.A.probe.url: must not contain a user or a password",
  ],
  [
    "pools: { A: { probe: { url: http://x, status: 20 } } }",
    "f.yaml:4:39 pools.A.probe.status: must be a whole number between 100 and 599, got 20",
  ],
  [
    "pools: { A: { probe: { url: http://x, timeout: 5 } } }",
    expect.stringContaining("f.yaml:4:39 pools.A.probe.timeout: must be a duration with a unit, got 5"),
  ],
  [
    "pools: { A: { probe: { url: http://x, timeout: 2h } } }",
    'f.yaml:4:39 pools.A.probe.timeout: must be a duration between 1s and 1h, got "2h"',
  ],
  [
    "pools: { A: { probe: { ulr: http://x } } }",
    expect.stringContaining("f.yaml:4:15 pools.A.probe.url: is required and must be a URL with http:// or https://"),
  ],
  [
    "applicationPoolDefaults: { probe: { url: http://x } }",
    expect.stringContaining("f.yaml:4:28 applicationPoolDefaults.probe: unknown key"),
  ],
])("%s is told at its place, by name", (lines, fault) => {
  expect(faultsOf(`${fleet}${lines}\n`)).toContainEqual(fault);
});

test("two groups may say the same of a host, and different things where the host decides", () => {
  const text = (host: string, value: number): string => `${fleet}pools: { A: {} }
overrides:
  emea: { pools: { A: { queueLength: 50 } } }
  odd: { pools: { A: { queueLength: ${value} } } }
${host}`;
  expect(faultsOf(text("", 50))).toEqual([]);
  expect(faultsOf(text("  web-03: { pools: { A: { queueLength: 70 } } }\n", 60))).toEqual([]);
});
