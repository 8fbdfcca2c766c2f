import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository, Sandbox, version } from "./sandbox";

let sandbox: Sandbox;

beforeEach(() => {
  sandbox = new Sandbox();
});

afterEach(() => {
  sandbox.dispose();
});

/** A `python3` that makes a virtual environment whose pip logs what it is asked and then runs `pip`. */
function python(pip = ":"): string {
  const inner = `echo "$*" >> ${sandbox.file("pip.log")}; ${pip}`;
  return sandbox.program(
    "bin/python3",
    `/bin/mkdir -p "$3/bin"; { echo '#!/bin/sh'; echo '${inner}'; } > "$3/bin/python"; /bin/chmod +x "$3/bin/python"`,
  );
}

const find = (path: readonly string[], ...names: readonly string[]) =>
  sandbox.start("tools/python/find.mts", path, {}, names).ended;

test("the virtual environment is made once, of what tools/python asks for", async () => {
  const ended = await find([python()]);
  const cache = join(sandbox.file("cache"), "pulumi-iis", "python");
  expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(cache) });
  const asked = readFileSync(sandbox.file("pip.log"), "utf8");
  expect(asked).toBe(`-m pip install --quiet --requirement ${join(repository, "tools/python/requirements.txt")}\n`);
  expect(await find([])).toMatchObject({ stdout: ended.stdout, stderr: "" });
});

test("named lists of packages have an environment of their own", async () => {
  const path = [python()];
  const [usual, named] = [await find(path), await find(path, "winrm", "kerberos")];
  expect(named.stdout).not.toBe(usual.stdout);
  const files = ["winrm", "kerberos"].map((name) => `--requirement ${join(repository, `tools/python/${name}.txt`)}`);
  expect(readFileSync(sandbox.file("pip.log"), "utf8")).toContain(`-m pip install --quiet ${files.join(" ")}\n`);
});

test("a pip that fails is heard, and leaves nothing", async () => {
  const ended = await find([python("echo no such package >&2; exit 1")]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toMatch(/There is no virtual environment of Python\. pip install .*failed:\nno such package/);
  expect(readdirSync(join(sandbox.file("cache"), "pulumi-iis", "python"))).toEqual([]);
});

test("without a Python, one error says so", async () => {
  const ended = await find([]);
  expect(ended).toMatchObject({ exitCode: 1, stdout: "" });
  expect(ended.stderr).toContain("There is no virtual environment of Python. there is no python3 on PATH");
});

test("its Pulumi is of the version of the CLI", () => {
  const requirements = readFileSync(join(repository, "tools/python/requirements.txt"), "utf8");
  expect(requirements).toContain(`pulumi==${version}\n`);
});
