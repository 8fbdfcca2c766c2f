import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { nodeBinary } from "../../tools/node-binaries/node-binary.mts";
import { removeSignature, signForWindows, takeCertificate } from "../../scripts/lib/executable/sign.mts";

const folders = (process.env["PATH"] ?? "").split(delimiter);
const missing = ["osslsigncode", "openssl"].filter(
  (program) => !folders.some((folder) => existsSync(join(folder, program))),
);

/** Where a program is missing, the name says which. */
function describeWithTools(name: string, body: () => void): void {
  if (missing.length === 0) describe(name, body);
  else describe.skip(`${name} (needs ${missing.join(", ")})`, body);
}

it("a certificate is taken out of the environment that programs inherit", () => {
  const others = { PATH: "/usr/bin", PULUMI_IIS_OTHER: "stays" };
  const [file, password, timeServer] = ["test.pfx", "canary", "http://127.0.0.1/"];
  const signing = { PULUMI_IIS_SIGNING_PFX: file, PULUMI_IIS_SIGNING_PASSWORD: password };
  const env = { ...others, ...signing, PULUMI_IIS_SIGNING_TIME_SERVER: timeServer };
  expect(takeCertificate(env)).toEqual({ file, password, timeServer });
  expect(env).toEqual(others);
  expect(takeCertificate({ ...others, PULUMI_IIS_SIGNING_PFX: "" })).toBeUndefined();
});

describeWithTools("the signature of the program for Windows", () => {
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-sign-"));
    program = join(folder, "node.exe");
    copyFileSync(await nodeBinary("win32-x64"), program);
    const make = ["-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "certificate", "-subj", "/CN=Test"];
    const usage = ["-addext", "extendedKeyUsage=codeSigning"];
    execFileSync("openssl", ["req", "-x509", ...make, ...usage], { cwd: folder, stdio: "ignore" });
    const join12 = ["-export", "-inkey", "key", "-in", "certificate", "-out", "test.pfx", "-passout", "pass:pass word"];
    execFileSync("openssl", ["pkcs12", ...join12], { cwd: folder });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const verify = () =>
    execFileSync("osslsigncode", ["verify", "-CAfile", "certificate", "-in", "node.exe"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });

  it("is that of Node until it is removed, and then that of the certificate", async () => {
    expect(() => verify()).toThrow(); // another authority
    await removeSignature(program);
    expect(() => verify()).toThrow("No signature found");
    const env = { PULUMI_IIS_SIGNING_PFX: join(folder, "test.pfx"), PULUMI_IIS_SIGNING_PASSWORD: "pass word" };
    await signForWindows(program, takeCertificate(env)!);
    expect(verify()).toContain("Signature verification: ok");
    // The password is in no file that stays.
    expect(readdirSync(folder).sort()).toEqual(["certificate", "key", "node.exe", "test.pfx"]);
  });
});
