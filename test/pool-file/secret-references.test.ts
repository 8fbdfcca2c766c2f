import { inspect } from "node:util";
import { formatFault } from "../../provider/pool-file/pool-file";
import { faultsOf, load, pools } from "./memory-files";

const user = "identityType: SpecificUser, userName: u";
const withPassword = (password: string): string => pools(`A: { processModel: { ${user}, password: ${password} } }`);

test("a password comes from its variable, and its name is kept", () => {
  const { files, faults } = load({ "f.yaml": withPassword('"${env:PW}"') }, ["f.yaml"], { env: { PW: "hidden" } });
  expect(faults).toEqual([]);
  expect(files.pools[0]).toMatchObject({
    settings: { "processModel.password": "hidden" },
    secretNames: { "processModel.password": "PW" },
  });
});

test.each([
  [withPassword('"${env:PW}"'), "pools.A.processModel.password: the environment variable PW is not set"],
  [withPassword('"x${env:PW}"'), "pools.A.processModel.password: write only ${env:NAME}"],
  [withPassword('"${env:P-W}"'), "pools.A.processModel.password: write only ${env:NAME}"],
  [
    pools('A: { managedRuntimeVersion: "${env:PW}" }'),
    "pools.A.managedRuntimeVersion: ${env:NAME} is for secrets only",
  ],
  [
    pools('A: { environmentVariables: { T: "${env:PW}" } }'),
    "pools.A.environmentVariables.T: ${env:NAME} is for secrets only",
  ],
  ['version: 1\nhosts: { a: { configFile: "${env:PW}" } }\n', "hosts.a.configFile: ${env:NAME} is for secrets only"],
])("%j is told", (text, told) => {
  const faults = faultsOf(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(told);
});

test("an empty variable is no password", () => {
  expect(faultsOf(withPassword('"${env:PW}"'), { env: { PW: "" } })).toEqual([expect.stringContaining("PW is empty")]);
  // What Azure DevOps leaves where the pipeline has no such variable.
  expect(faultsOf(withPassword('"${env:PW}"'), { env: { PW: "$(PW)" } })).toEqual([
    expect.stringContaining("the pipeline has no variable PW"),
  ]);
});

test("where secrets may be missing, a missing one counts as unknown", () => {
  const { files, faults } = load({ "f.yaml": withPassword('"${env:PW}"') }, ["f.yaml"], { secrets: "may be missing" });
  expect(faults).toEqual([]);
  expect(files.pools[0]?.settings).not.toHaveProperty(["processModel.password"]);
  expect(files.pools[0]?.secretNames).toEqual({ "processModel.password": "PW" });
});

test("a reference in the defaults is every pool's, unless it has its own", () => {
  const text = `version: 1
defaults: { processModel: { ${user}, password: "\${env:ONE}" } }
pools: { A: {}, B: { processModel: { password: "\${env:TWO}" } }, C: { processModel: { password: literal } } }
`;
  const { files } = load({ "f.yaml": text }, ["f.yaml"], { env: { ONE: "1", TWO: "2" } });
  expect(files.pools.map(({ settings, secretNames }) => [settings["processModel.password"], secretNames])).toEqual([
    ["1", { "processModel.password": "ONE" }],
    ["2", { "processModel.password": "TWO" }],
    ["literal", {}],
  ]);
});

test.each([
  [pools("A: { processModel: { password: canary } }"), {}],
  [pools("A: { processModel: { userName: u$, identityType: SpecificUser, password: canary } }"), {}],
  [pools("A: { processModel: { password: [canary] } }"), {}],
  [pools("A: { processModel: canary }"), {}],
  [pools("A: { processModel: { Password: canary } }"), {}],
  [pools("A: { password: canary }"), {}],
  [pools("A: canary"), {}],
  [pools('A: { processModel: { password: "canary\\n" } }'), {}],
  [withPassword('"${env:PW}"'), { PW: "canary\n" }],
  [pools('A: { processModel: { password: "${env:PW}" } }'), { PW: "canary" }],
  [withPassword('"canary${env:PW}"'), { PW: "canary" }],
])("no fault repeats a password: %j", (text, env) => {
  const { faults } = load({ "f.yaml": text }, ["f.yaml"], { env });
  expect(faults).not.toEqual([]);
  expect(inspect(faults) + faults.map(formatFault).join()).not.toContain("canary");
});
