import Ajv from "ajv";
import fc from "fast-check";
import { jsonSchemaOf } from "../../provider/input/json-schema";
import { checkConnectionInFile } from "../../provider/connection/connection";
import { connectionInFileSchema } from "../../provider/connection/schema";
import { proxySchema } from "../../provider/connection/ssh-schema";

const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(jsonSchemaOf(connectionInFileSchema()));

/** Values at the borders of what some field accepts, and what none does. */
const value = fc.constantFrom<unknown>(
  ...["", " ", "a", "web-01.example.com", "fe80::1", "a:1", "a@b", "a b", "C:\\a.exe", "a\0", "€x", "\ud800"],
  ...["ssh-ed25519 AAAA", `SHA256:${"a".repeat(43)}`, "SHA256:a", "ssh-rsa", "-----BEGIN PRIVATE KEY-----"],
  ...["${env:NAME}", "x${env:NAME}", "${env:1}", "${env:NAME}\n", "cmd", "powershell", "CMD"],
  ...["ssh", "winrm", "basic", "-----BEGIN CERTIFICATE-----\nA", "a\nb", "HTTP/a", "aB".repeat(32), "aB:".repeat(32)],
  ...[0, 1, -1, -2, 22, 65_535, 65_536, 1.5, 86_400, 86_401, 850, 65_001, 1_000_000, 1_000_001, true, false, null],
  ...[[], {}, ["a"]],
);
const names = Object.keys(connectionInFileSchema().shape);
const good: Readonly<Record<string, unknown>> = {
  ...{ configFile: "a.config", appcmdPath: "C:\\a.exe", codePage: 850, host: "web-01", port: 22, user: "me" },
  ...{ password: "${env:P}", privateKey: "${env:K}", privateKeyPassword: "${env:Q}", agentSocketPath: "/a" },
  ...{ privateKeyFile: "k" },
  ...{ hostKey: "ssh-ed25519 AAAA", knownHosts: "k", insecureIgnoreHostKey: true, perDialTimeout: 0.5 },
  ...{ dialErrorLimit: -1, shell: "powershell" },
};
/** The fields of a server over WinRM; some of their values exclude others. */
const overWinrm: Readonly<Record<string, readonly unknown[]>> = {
  ...{ https: [true, false], auth: ["basic", "certificate", "kerberos", "ntlm"], insecure: [true, false] },
  ...{
    caCert: ["ca.pem", "-----BEGIN CERTIFICATE-----\nA"],
    certFingerprint: ["aB".repeat(32), "AB:".repeat(31) + "CD"],
  },
  ...{
    clientCert: ["c.pem"],
    clientKey: ["${env:KEY}", "c.key"],
    spn: ["HTTP/web-01", "HTTP/web-01@CORP.EXAMPLE"],
    operationTimeout: [20],
  },
};
const fields = (keys: readonly string[]): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .tuple(
      fc.subarray([...keys], { maxLength: 5 }),
      fc.option(fc.tuple(fc.constantFrom(...keys, "hots"), value), { freq: 1 }),
    )
    .map(([given, mutation]) => ({
      ...Object.fromEntries(given.map((key) => [key, good[key]])),
      ...(mutation && { [mutation[0]]: mutation[1] }),
    }));
const connection = fc
  .tuple(fields(names.filter((key) => key in good)), fc.option(fields(Object.keys(proxySchema().shape))))
  .map(([own, proxy]): object => ({ host: "web-01", ...own, ...(proxy && { proxy: { host: "jump", ...proxy } }) }));
const winrm = fc
  .tuple(
    fc.record(Object.fromEntries(Object.entries(overWinrm).map(([key, all]) => [key, fc.constantFrom(...all)]))),
    fc.subarray(Object.keys(overWinrm)),
    fc.constantFrom("winrm", "winrm", "winrm", "ssh", null),
    fc.oneof(
      fc.constant({}),
      fc.constant({ user: "me", password: "${env:P}", dialErrorLimit: 1 }),
      fields(names.filter((key) => key in good)),
    ),
  )
  .chain(([all, keys, type, others]) => {
    const given = {
      ...{ host: "web-01", ...(type !== null && { type }) },
      ...Object.fromEntries(keys.map((key) => [key, all[key]])),
      ...others,
    };
    const mutated = fc.tuple(fc.constantFrom("host", "type", ...Object.keys(overWinrm)), value);
    return fc.option(mutated, { freq: 1 }).map((one): object => ({ ...given, ...(one && { [one[0]]: one[1] }) }));
  });
const anyConnection = fc.oneof(connection, connection, winrm, winrm, winrm, fields(names));

/** The rule of the reader of files: a reference stands in the place of a secret only. */
function hasMisplacedReference(given: object): boolean {
  return Object.entries(given).some(([key, one]) =>
    typeof one === "object" && one !== null
      ? hasMisplacedReference(one as object)
      : typeof one === "string" &&
        one.includes("${env:") &&
        !/^(password|privateKey|privateKeyPassword|clientKey)$/.test(key),
  );
}

it("the JSON Schema of a connection in a file accepts what the loader accepts, but for appcmdPath and the shell", () => {
  const counts = { accepted: 0, refused: 0, winrm: 0 };
  fc.assert(
    fc.property(anyConnection, (given) => {
      const faults = checkConnectionInFile(given).filter(({ path, message }) => !isAboutShell(path, message));
      const isAccepted = faults.length === 0 && !hasMisplacedReference(given);
      counts[isAccepted ? "accepted" : "refused"] += 1;
      if (isAccepted && "type" in given && given.type === "winrm") counts.winrm += 1;
      expect([given, isValid(given)]).toEqual([given, isAccepted]);
    }),
    { numRuns: 8000 },
  );
  expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(500);
  expect(counts.winrm).toBeGreaterThan(100);
});

it.each([
  { auth: "certificate", clientCert: "c.pem", clientKey: "c.key", https: false },
  { auth: "basic", https: false },
  { auth: "kerberos", https: false },
  { auth: "certificate", clientCert: "c.pem" },
  { auth: "ntlm", clientKey: "c.key" },
  { insecure: true, certFingerprint: "ab".repeat(32) },
  { https: false, insecure: true },
  { shell: "powershell" },
])("both refuse %j over WinRM, and accept it where each part is allowed", (fields) => {
  const given = { host: "web-01", type: "winrm", ...fields };
  expect([isValid(given), checkConnectionInFile(given).length > 0]).toEqual([false, true]);
  const { auth, clientCert, clientKey } = { clientCert: "c.pem", clientKey: "c.key", ...given } as Record<
    string,
    string
  >;
  const good = { host: "web-01", type: "winrm", ...(auth === "certificate" && { auth, clientCert, clientKey }) };
  expect([isValid(good), checkConnectionInFile(good)]).toEqual([true, []]);
});

/** The one rule that no JSON Schema has: what a shell cannot start. */
function isAboutShell(path: string, message: string): boolean {
  return path === "appcmdPath" && !message.startsWith("must be a path");
}
