import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../provider/connection/schema";
import { winrmLogin } from "../../provider/connection/winrm-login";
import { IisError } from "../../provider/errors";

let folder: string;
const at = (name: string): string => join(folder, name);
const openssl = (...args: readonly string[]): string =>
  execFileSync("openssl", args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-winrm-"));
  const made = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-subj",
    "/CN=web-01",
    "-nodes",
  ];
  openssl(...made, "-keyout", "c.key", "-out", "c.pem");
  openssl(...made, "-keyout", "other.key", "-out", "other.pem");
  openssl("pkcs8", "-topk8", "-in", "c.key", "-out", "encrypted.key", "-passout", "pass:canary");
  openssl("x509", "-in", "c.pem", "-outform", "der", "-out", "c.der");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const server = { host: "web-01", type: "winrm" } as const;
const certificate = { ...server, auth: "certificate" } as const;

/** The error of a login. */
function errorOf(connection: Connection): unknown {
  try {
    winrmLogin(connection, {});
  } catch (error) {
    return error;
  }
  return undefined;
}

it("reads certificates and the key from their files, or takes their text", () => {
  const files = { clientCert: at("c.pem"), clientKey: at("c.key"), caCert: at("other.pem") };
  const [clientCert, clientKey, caCert] = Object.values(files).map((file) => readFileSync(file, "utf8"));
  const env = { KEY: clientKey, KEY_FILE: files.clientKey, PULUMI_IIS_WINRM_PASSWORD: "unused" };
  const texts = { clientCert: clientCert!, clientKey: "${env:KEY}", caCert: caCert! };
  for (const given of [files, texts, { ...files, clientKey: "${env:KEY_FILE}" }]) {
    const login = winrmLogin({ ...certificate, ...given }, env);
    expect(login).toMatchObject({ auth: "certificate", clientCert, caCert });
    expect(login.clientKey?.reveal()).toBe(clientKey);
    expect(login).not.toHaveProperty("password");
    expect(JSON.stringify(login)).not.toContain(clientKey!.split("\n")[1]);
  }
});

it("takes the fingerprint that openssl prints, in any form", () => {
  const printed = openssl("x509", "-in", "c.pem", "-noout", "-fingerprint", "-sha256").trim().replace(/^.*=/, "");
  for (const certFingerprint of [printed, printed.toLowerCase(), printed.replaceAll(":", "")]) {
    expect(winrmLogin({ ...server, certFingerprint }, {}).certFingerprint).toBe(printed);
  }
});

it.each([
  ["a key of another certificate", "c.pem", "other.key", "clientKey", "is not the private key of clientCert"],
  ["a key with a passphrase", "c.pem", "encrypted.key", "clientKey", "the key has a passphrase"],
  ["a certificate in place of the key", "c.pem", "c.pem", "clientKey", "it is not a private key in PEM"],
  ["a certificate in DER", "c.der", "c.key", "clientCert", "is not a certificate in PEM"],
  ["a key in place of the certificate", "c.key", "c.key", "clientCert", "is not a certificate in PEM"],
  ["a key that is no file", "c.pem", "none.key", "clientKey", "there is no such file or folder (ENOENT)"],
])("refuses %s", (_what, cert, key, path, problem) => {
  const error = errorOf({ ...certificate, clientCert: at(cert), clientKey: at(key) });
  expect(error).toBeInstanceOf(IisError);
  expect(error).toMatchObject({ code: "AUTH_FAILED", host: "web-01", path });
  expect(error).toMatchObject({ problem: expect.stringContaining(problem), hint: expect.stringMatching(/\w/) });
});

it.each([
  ["a key without its lines of PEM", () => readFileSync(at("c.key"), "utf8").replaceAll(/-----.*-----|\n/g, "")],
  ["a path of nothing", () => at("none.key")],
])("names the variable in place of its value if it holds %s", (_what, value) => {
  const KEY = value();
  const login = (): unknown =>
    winrmLogin({ ...certificate, clientCert: at("c.pem"), clientKey: "${env:KEY}" }, { KEY });
  const problem = expect.stringMatching(/^the file that KEY names /);
  expect(login).toThrow(expect.objectContaining({ code: "AUTH_FAILED", path: "clientKey", problem }));
  expect(login).not.toThrow(KEY.slice(0, 30));
});
