import { Ajv } from "ajv";
import { exitCodes } from "../../provider/cli/outcome";
import { embeddedSchema, instanceJsonSchema } from "../../provider/dsc/instance-schema";
import { manifestText } from "../../provider/dsc/manifest";
import { packageVersion } from "../../provider/package-root";

const manifest = JSON.parse(manifestText("iispools")) as Record<string, unknown>;

it("has what dsc requires of a resource with these operations", () => {
  const call = (operation: string): object => ({ executable: "iispools", args: ["dsc", operation], input: "stdin" });
  expect(manifest).toEqual({
    $schema: "https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json",
    type: expect.stringMatching(/^\w+(?:\.\w+){0,2}\/\w+$/) as string,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    description: expect.any(String) as string,
    tags: ["IIS", "appcmd", "Windows"],
    get: call("get"),
    set: {
      ...{ executable: "iispools", args: ["dsc", "set", { whatIfArg: "--what-if" }], input: "stdin" },
      ...{ implementsPretest: true, handlesExist: true, return: "stateAndDiff", requireSecurityContext: "elevated" },
    },
    test: { ...call("test"), return: "stateAndDiff" },
    export: { ...call("export"), supportsFiltering: true },
    exitCodes: expect.any(Object) as object,
    schema: { embedded: embeddedSchema() },
  });
  expect(manifest["version"]).toBe(packageVersion());
});

it("declares the exit codes that its operations have", () => {
  const { ok, error, interrupted } = exitCodes;
  expect(Object.keys(manifest["exitCodes"] as object).map(Number)).toEqual([ok, error, interrupted]);
});

it("has no argument for an instance, which may hold secrets", () => {
  expect(JSON.stringify(manifest)).not.toContain("jsonInputArg");
});

describe("the schema for people", () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(instanceJsonSchema());

  it.each([
    ["a secret as a text", { password: "secret" }, true],
    ["a secret as dsc passes it", { password: { secureString: "secret" } }, true],
    ["another object in its place", { password: { secureObject: {} } }, false],
    ["an unknown key", { paswort: "secret" }, false],
    ["a value out of range", { maxProcesses: -1 }, false],
  ])("knows %s", (_what, processModel, isValid) => {
    expect(validate({ pools: [{ name: "Shop", processModel }] })).toBe(isValid);
  });

  it("knows variables as secrets", () => {
    const environmentVariables = { A: "1", B: { secureString: "2" } };
    expect(validate({ pools: [{ name: "Shop", environmentVariables }] })).toBe(true);
    expect(validate({ pools: [{ name: "Shop", environmentVariables: { A: 1 } }] })).toBe(false);
  });
});
