import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConnection } from "../../provider/connection/connection";
import {
  findKnownKeys,
  hostKeyAlgorithms,
  type HostKeyRule,
  knownHostsName,
  verifyHostKey,
} from "../../provider/connection/host-key";
import { describeWithSshd } from "./openssh/needs";
import { makeKeyPair } from "./openssh/sshd";

const keys = (text: string, host: string, port = 22): string[] => findKnownKeys(text, host, port).map(({ key }) => key);

describe("known_hosts", () => {
  it.each([
    ["a name", "web-01 ssh-ed25519 AAAA", "web-01", 22, ["AAAA"]],
    ["a name in other letters", "Web-01 ssh-ed25519 AAAA", "WEB-01", 22, ["AAAA"]],
    ["one of several names", "web-01,10.0.0.1 ssh-ed25519 AAAA comment", "10.0.0.1", 22, ["AAAA"]],
    ["another name", "web-01 ssh-ed25519 AAAA", "web-011", 22, []],
    ["a name at another port", "web-01 ssh-ed25519 AAAA", "web-01", 2222, []],
    ["a port", "[web-01]:2222 ssh-ed25519 AAAA", "web-01", 2222, ["AAAA"]],
    ["a port that is another", "[web-01]:2222 ssh-ed25519 AAAA", "web-01", 22, []],
    ["a pattern", "web-*.example.com ssh-ed25519 AAAA", "web-01.example.com", 22, ["AAAA"]],
    ["a pattern of single characters", "web-?? ssh-ed25519 AAAA", "web-01", 22, ["AAAA"]],
    ["a pattern whose dots are dots", "web.example ssh-ed25519 AAAA", "webXexample", 22, []],
    ["a pattern with an exception", "web-*,!web-02 ssh-ed25519 AAAA", "web-02", 22, []],
    ["a comment", "# web-01 ssh-ed25519 AAAA", "web-01", 22, []],
    ["half a line", "web-01 ssh-ed25519", "web-01", 22, []],
    ["several lines", "web-01 ssh-rsa BBBB\r\n\nweb-01\tssh-ed25519 AAAA\r\n", "web-01", 22, ["BBBB", "AAAA"]],
    ["a marker that nobody knows", "@odd web-01 ssh-ed25519 AAAA", "web-01", 22, []],
  ])("with %s: %j gives %s at port %i the keys %j", (_what, text, host, port, expected) => {
    expect(keys(text, host, port)).toEqual(expected);
  });

  it("tells what is revoked, and what is an authority", () => {
    const text = "@revoked * ssh-rsa BAD\n@cert-authority *.example.com ssh-ed25519 CA\n";
    expect(findKnownKeys(text, "web.example.com", 22)).toEqual([
      { marker: "revoked", type: "ssh-rsa", key: "BAD" },
      { marker: "cert-authority", type: "ssh-ed25519", key: "CA" },
    ]);
  });
});

const blob = (type: string, text: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, type.length]), Buffer.from(type), Buffer.from(text)]);
const seen = blob("ssh-ed25519", "the key");
const base64 = seen.toString("base64");
const at = { host: "web-01", port: 2222 };
const known = (
  ...found: [marker: "revoked" | "cert-authority" | undefined, type: string, key: string][]
): HostKeyRule => ({
  kind: "known",
  file: __filename,
  keys: found.map(([marker, type, key]) => ({ type, key, ...(marker !== undefined && { marker }) })),
});

describe("the key of a machine", () => {
  it.each<[string, HostKeyRule, string | undefined, RegExp]>([
    ["any is let in", { kind: "any" }, undefined, /./],
    ["the one that is pinned", { kind: "pinned", hostKey: `ssh-ed25519 ${base64} root@web` }, undefined, /./],
    [
      "another than the one that is pinned",
      { kind: "pinned", hostKey: "ssh-rsa AAAA" },
      "HOST_KEY_MISMATCH",
      /hostKey: "ssh-ed25519 /,
    ],
    [
      "one that the file has",
      known([undefined, "ssh-rsa", "AAAA"], [undefined, "ssh-ed25519", base64]),
      undefined,
      /./,
    ],
    [
      "another than the file has",
      known([undefined, "ssh-ed25519", "AAAA"]),
      "HOST_KEY_MISMATCH",
      /replace its line in/,
    ],
    [
      "one that was revoked",
      known([undefined, "ssh-ed25519", base64], ["revoked", "ssh-ed25519", base64]),
      "HOST_KEY_MISMATCH",
      /@revoked/,
    ],
    [
      "one of another kind",
      known([undefined, "ssh-rsa", "AAAA"]),
      "HOST_KEY_UNKNOWN",
      /other types for it \(ssh-rsa\)/,
    ],
    [
      "one that an authority may have signed",
      known(["cert-authority", "ssh-ed25519", "CA"]),
      "HOST_KEY_UNKNOWN",
      /@cert-authority/,
    ],
    ["one that is not in the file", known(), "HOST_KEY_UNKNOWN", /does not list it/],
    ["no file", { kind: "known", file: "/nowhere", keys: [] }, "HOST_KEY_UNKNOWN", /\/nowhere does not exist/],
  ])("where it is %s", (_what, rule, code, message) => {
    const error = verifyHostKey(rule, seen, at);
    expect(error?.code).toBe(code);
    if (error === undefined) return;
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^web-01: .*ssh-ed25519 SHA256:[A-Za-z0-9+/]{43}\b/);
    if (rule.kind === "known" && !error.message.includes("@revoked")) {
      expect(error.message).toContain(`[web-01]:2222 ssh-ed25519 ${base64}`);
    }
  });

  it("is asked for by the kinds that are known first, so that a machine with several shows the right one", () => {
    expect(hostKeyAlgorithms({ kind: "any" })[0]).toBe("ssh-ed25519");
    const rule = known([undefined, "ssh-rsa", "AAAA"], ["revoked", "ecdsa-sha2-nistp256", "BBBB"]);
    expect(hostKeyAlgorithms(rule).slice(0, 4)).toEqual(["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa", "ssh-ed25519"]);
    expect(hostKeyAlgorithms({ kind: "pinned", hostKey: "ecdsa-sha2-nistp384 AAAA" })[0]).toBe("ecdsa-sha2-nistp384");
    expect(new Set(hostKeyAlgorithms(rule)).size).toBe(7);
  });

  it.each([
    ["ssh-ed25519 AAAA", true],
    ["ecdsa-sha2-nistp256 AAAA= comment here", true],
    [`SHA256:${"a".repeat(43)}`, true],
    ["SHA256:short", false],
    ["AAAA", false],
    ["MD5:00:11", false],
    ["web-01 ssh-ed25519 AAAA", false],
    ["ssh-ed25519 AAAA \0", false],
  ])("may be written as %j: %s", (hostKey, expected) => {
    expect(checkConnection({ host: "web-01", hostKey }).length === 0).toBe(expected);
  });
});

describeWithSshd("known_hosts as ssh-keygen writes it", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "pulumi-iis-known-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("is read where names are hashed, and fingerprints are those of ssh-keygen", () => {
    const { publicKey, fingerprint } = makeKeyPair(folder, "key");
    const key = publicKey.split(" ")[1]!;
    const file = join(folder, "known_hosts");
    writeFileSync(file, ["web-01", "[web-01]:2222", "10.0.0.1"].map((name) => `${name} ${publicKey}\n`).join(""));
    execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
    const text = readFileSync(file, "utf8");
    expect(text).not.toContain("web-01");
    expect([keys(text, "WEB-01"), keys(text, "web-01", 2222), keys(text, "10.0.0.1")]).toEqual([[key], [key], [key]]);
    expect([keys(text, "web-02"), keys(text, "web-01", 22222)]).toEqual([[], []]);
    const bytes = Buffer.from(key, "base64");
    expect(verifyHostKey({ kind: "pinned", hostKey: fingerprint }, bytes, at)).toBeUndefined();
    expect(verifyHostKey({ kind: "pinned", hostKey: `${fingerprint}=` }, bytes, at)).toBeUndefined();
    expect(verifyHostKey(known(), bytes, at)!.message).toContain(fingerprint);
  });

  it("gets a line that ssh-keygen finds", () => {
    const { publicKey } = makeKeyPair(folder, "key");
    const file = join(folder, "known_hosts");
    writeFileSync(file, `${knownHostsName("Web-01", 2222)} ${publicKey}\n`);
    expect(execFileSync("ssh-keygen", ["-F", "[web-01]:2222", "-f", file], { encoding: "utf8" })).toContain("found");
  });
});
