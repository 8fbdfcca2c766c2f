import { checkConfig, readConfig } from "../../provider/pulumi/core/provider-config";
import { inputsWithSecrets, outputsWithSecrets } from "../../provider/pulumi/core/secret-properties";
import { unknownValue } from "../../provider/pulumi/core/unknowns";

const marked = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

const processModel = { userName: "u", password: "a" };
const environmentVariables = { DB: "b", password: "c" };
const proxy = { host: "gate", privateKeyPassword: "e" };
const connection = { host: "web-01", privateKey: "d", proxy };

it("marks passwords, keys and the values of environment variables, and nothing beside them", () => {
  expect(inputsWithSecrets({ name: "Shop", processModel, environmentVariables, connection })).toEqual({
    name: "Shop",
    processModel: { userName: "u", password: marked("a") },
    environmentVariables: { DB: marked("b"), password: marked("c") },
    connection: {
      host: "web-01",
      privateKey: marked("d"),
      proxy: { host: "gate", privateKeyPassword: marked("e") },
    },
  });
});

it("marks them in lists, and a proxy that is one text", () => {
  expect(inputsWithSecrets({ pools: { web: [{ name: "Shop", connection }] }, proxy: "{}" })).toMatchObject({
    pools: { web: [{ name: "Shop", connection: { privateKey: marked("d") } }] },
    proxy: marked("{}"),
  });
});

it("leaves environment variables readable where the program says so, and no password", () => {
  const shown = { showEnvironment: true, environmentVariables, processModel };
  expect(inputsWithSecrets(shown)).toEqual({ ...shown, processModel: { userName: "u", password: marked("a") } });
  expect(inputsWithSecrets({ environmentVariables }, true)).toEqual({ environmentVariables });
});

it("leaves what is not known yet as it is", () => {
  const unknown = { processModel: { password: unknownValue }, environmentVariables: { A: unknownValue } };
  expect(inputsWithSecrets(unknown)).toEqual(unknown);
  expect(inputsWithSecrets({ environmentVariables: unknownValue })).toEqual({ environmentVariables: unknownValue });
});

it("makes an output that holds a secret one as a whole", () => {
  expect(outputsWithSecrets({ queueLength: 1, processModel, environmentVariables })).toEqual({
    queueLength: 1,
    processModel: marked(processModel),
    environmentVariables: marked(environmentVariables),
  });
  expect(outputsWithSecrets({ processModel: { userName: "u" } })).toEqual({ processModel: { userName: "u" } });
});

describe("the configuration of a provider", () => {
  const encrypted = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };

  it("has the secrets with which the engine configures it, in clear, also those of a proxy", () => {
    const { connection: read } = readConfig({
      host: "web-01",
      password: marked("a"),
      port: marked("22"),
      proxy: marked('{"host":"gate","password":"b"}'),
    });
    expect(read).toEqual({ host: "web-01", password: "a", port: 22, proxy: { host: "gate", password: "b" } });
    const faults = checkConfig({ host: marked("web-01"), proxy: { host: "gate", privateKey: marked(5) } }).faults;
    expect(faults.map(({ path }) => path)).toEqual(["iis:proxy.privateKey"]);
  });

  it("keeps what is encrypted in the state of a stack as it is", () => {
    expect(readConfig({ host: encrypted }).connection).toEqual({ host: encrypted });
  });
});
