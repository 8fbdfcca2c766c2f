import { missingSecrets, ownHost } from "../../provider/agent/own-host";
import { load } from "../pool-file/memory-files";

const hosts = {
  "pools.yaml": [
    "version: 1",
    "hosts:",
    "  Web-01: { host: a.example.com, user: x, appcmdPath: 'C:\\appcmd.exe' }",
    "  frontend: { host: web-02.example.com., type: winrm, user: x, password: '${env:NOT_HERE}' }",
    "  one: { host: web-03.example.com }",
    "  two: { host: web-03.example.org }",
    "  here: {}",
    "  lab: { configFile: lab.config }",
    "  address: { host: 10.0.0.1 }",
    "pools:",
    "  Shop:",
    "    hosts: [Web-01]",
    "    processModel: { identityType: SpecificUser, userName: u, password: '${env:SHOP}' }",
    "  Jobs:",
    "    hosts: [frontend]",
    "    processModel: { identityType: SpecificUser, userName: u, password: '${env:JOBS}' }",
    "",
  ].join("\n"),
};
const { files, faults } = load(hosts, undefined, { secrets: "may be missing" });

test("the files of this test have no faults", () => {
  expect(faults).toEqual([]);
});

test.each([
  ["by its name in any letter case", "WEB-01", "Web-01", { appcmdPath: "C:\\appcmd.exe" }],
  ["by the first label of its address", "web-02", "frontend", {}],
  ["by its whole address", "web-02.example.com", "frontend", {}],
  ["by its name, if it has no address", "here", "here", {}],
  ["by its name, with its own file", "lab", "lab", { configFile: "lab.config" }],
  ["by an IP address", "10.0.0.1", "address", {}],
])("a machine is found %s, without the way from elsewhere", (_, name, host, connection) => {
  expect(ownHost(files, name)).toEqual({ name: host, connection });
});

test.each([
  ["web-99", /the pool files have no host web-99\. Add it to hosts, or name one of these with --as: Web-01, frontend/],
  ["web-03", /several hosts of the pool files have the address web-03: one, two\. Choose one with --as/],
  ["10", /have no host 10/],
])("%s is refused", (name, message) => {
  expect(() => ownHost(files, name)).toThrow(message);
});

test("files without hosts are for any machine", () => {
  const anywhere = load({ "pools.yaml": "version: 1\npools: { Shop: {} }\n" });
  expect(ownHost(anywhere.files, "web-99")).toMatchObject({ name: "local", connection: {} });
});

test("only the secrets of the host's own pools must be set, and each fault has its place", () => {
  expect(missingSecrets(files, "Web-01")).toEqual([
    {
      path: "pools.Shop.processModel.password",
      message: "the environment variable SHOP is not set",
      position: expect.objectContaining({ file: "pools.yaml", line: 13 }) as unknown,
    },
  ]);
  const { files: known } = load(hosts, undefined, { secrets: "may be missing", env: { SHOP: "x" } });
  expect(missingSecrets(known, "Web-01")).toEqual([]);
});
