import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadModule } from "./load-script";
import { Sandbox, version } from "./sandbox";

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = new Sandbox();
  writeFileSync(sandbox.file("schema.json"), "{}");
});

afterEach(() => {
  sandbox.dispose();
});

/** Makes an SDK in the sandbox, with a CLI and a language host that `body` stands for. */
async function makeSdk(
  language: string,
  body = 'echo "$4" > "$7/$5/made"; /bin/mkdir "$7/$5/pulumi_iis"; echo "# IIS" > "$7/$5/pulumi_iis/README.md"',
): Promise<string> {
  const { makeSdk: make } =
    await loadModule<typeof import("../../scripts/lib/make-sdk.mts")>("scripts/lib/make-sdk.mts");
  const cli = sandbox.cli("cli");
  sandbox.program("cli/pulumi-language-python", ":");
  sandbox.program("cli/pulumi-language-python-exec", ":");
  sandbox.program("cli/pulumi", `echo "$*" >> ${sandbox.file("asked")}; /bin/mkdir "$7/$5"; ${body}`);
  const env = { PATH: "/nowhere", PULUMI_IIS_CLI_DIR: cli };
  const say = (): void => undefined;
  const context = { root: sandbox.root, env, platform: process.platform, home: sandbox.file("home"), version, say };
  return make(language, context);
}

const asked = (): number => readFileSync(sandbox.file("asked"), "utf8").trim().split("\n").length;
const schema = (): string => sandbox.file("schema.json");

test("an SDK is made of schema.json, once, and again when that has changed", async () => {
  const folder = await makeSdk("python");
  expect(folder).toBe(sandbox.file("sdk/python"));
  expect(readFileSync(sandbox.file("asked"), "utf8")).toMatch(
    new RegExp(`^package gen-sdk ${schema()} --language python --out .*/sdk/\\.python\\.tmp-`),
  );
  expect(await makeSdk("python")).toBe(folder);
  expect(asked()).toBe(1);

  writeFileSync(schema(), '{ "name": "iis" }');
  await makeSdk("python");
  expect(asked()).toBe(2);
  expect(readdirSync(sandbox.file("sdk"))).toEqual(["python"]);
});

test("a generator that fails is heard, and leaves the SDK as it was", async () => {
  await makeSdk("python");
  const before = readFileSync(sandbox.file("sdk/python/.made-of"), "utf8");
  writeFileSync(schema(), '{ "name": "iis" }');
  await expect(makeSdk("python", "echo 'error: no such type' >&2; exit 1")).rejects.toThrow(
    /There is no SDK of python\. the generator of python failed:\nerror: no such type/,
  );
  expect(readFileSync(sandbox.file("sdk/python/.made-of"), "utf8")).toBe(before);
  expect(readdirSync(sandbox.file("sdk"))).toEqual(["python"]);
});

test("the SDK of Go is a module of its own, those of Java and Python have what their builds need", async () => {
  const language = {
    go: { importBasePath: "example.com/x/sdk/go/iis" },
    java: { basePackage: "com.pulumi", dependencies: { "com.pulumi:pulumi": "1.13.0" } },
  };
  writeFileSync(schema(), JSON.stringify({ name: "iis", version: "1.2.3", language }));
  for (const name of ["go", "java"]) sandbox.program(`cli/pulumi-language-${name}`, ":");

  await makeSdk("go");
  const goMod = readFileSync(sandbox.file("sdk/go/go.mod"), "utf8");
  expect(goMod).toContain("module example.com/x/sdk/go\n");
  expect(goMod).toContain(`github.com/pulumi/pulumi/sdk/v3 v${version}\n`);

  await makeSdk("java");
  const resources = join(sandbox.file("sdk/java"), "src/main/resources/com/pulumi/iis");
  expect(readFileSync(join(resources, "version.txt"), "utf8")).toBe("1.2.3\n");
  expect(existsSync(join(resources, "plugin.json"))).toBe(true);
  const pom = readFileSync(sandbox.file("sdk/java/pom.xml"), "utf8");
  expect(pom).toMatch(/<groupId>com\.pulumi<\/groupId>\s*<artifactId>iis<\/artifactId>\s*<version>1\.2\.3<\/version>/);
  expect(pom).toMatch(/<artifactId>pulumi<\/artifactId>\s*<version>1\.13\.0<\/version>/);

  await makeSdk("python");
  expect(readFileSync(sandbox.file("sdk/python/README.md"), "utf8")).toBe("# IIS\n");
});

test("a language that has no SDK is an error that names those that have one", async () => {
  await expect(makeSdk("yaml")).rejects.toThrow("There is no SDK of yaml: nodejs, python, go, java, dotnet.");
});
