import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { openEnvelope, readSigningKey, readTrustedKey, sealEnvelope } from "../../provider/bundle/envelope";
import { loadBundle, plainSecrets, readForBundle } from "../../provider/bundle/make-bundle";
import { decodePayload, encodePayload } from "../../provider/bundle/payload";
import { formatFault } from "../../provider/pool-file/pool-file";
import { loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";

const now = new Date("2026-12-01T10:00:00.000Z");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bundle-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), `version: 1\n${text}`);
  }
}

const fleet = {
  "pools.yaml": [
    "include: [sites/*.yaml]",
    "hosts: { web-01: { host: web-01.example.com }, web-02: { host: web-02.example.com } }",
    "groups: { canary: [web-01] }",
    "overrides: { canary: { pools: { Shop: { queueLength: 2000 } } } }",
    "",
  ].join("\n"),
  "sites/shop.yaml": "pools: { Shop: { queueLength: 1500, hosts: [web-01, web-02] } }\n",
  "sites/jobs.yaml": "pools: { Jobs: { enable32BitAppOnWin64: true } }\n",
  "sites/notes.txt": "no pool file\n",
};

function keyPair(): { readonly secret: string; readonly shared: string } {
  const pair = generateKeyPairSync("ed25519");
  return {
    secret: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    shared: pair.publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
}

function read(...paths: string[]): Exclude<ReturnType<typeof readForBundle>, { readonly faults: unknown }> {
  const found = readForBundle(paths, { cwd: folder, env: {}, now });
  if ("payload" in found) return found;
  throw new Error(found.faults.map(formatFault).join("\n"));
}

describe("a bundle", () => {
  test("declares what its files declare, with the same places, and has no other file", () => {
    write(fleet);
    const { payload } = read("pools.yaml");
    expect(payload.files.map(({ path }) => path)).toEqual(["pools.yaml", "sites/jobs.yaml", "sites/shop.yaml"]);
    const onDisk = loadPoolFiles(["pools.yaml"], { cwd: folder, env: {}, secrets: "may be missing" });
    const inBundle = loadBundle(payload, {});
    expect(inBundle.faults).toEqual([]);
    expect(JSON.parse(JSON.stringify(inBundle.files))).toEqual(JSON.parse(JSON.stringify(onDisk.files)));
  });

  test("comes back from its bytes", () => {
    write(fleet);
    const { payload } = read("pools.yaml");
    expect(decodePayload(encodePayload(payload))).toEqual({ payload });
  });

  test("has paths below the folder that all files share, if they are not below the current one", () => {
    write({ "a/pools.yaml": "pools: { A: {} }\n", "b/c/pools.yaml": "pools: { B: {} }\n" });
    const found = readForBundle(["../a", "c"], { cwd: join(folder, "b"), env: {}, now });
    expect("payload" in found && found.payload.files.map(({ path }) => path)).toEqual([
      "a/pools.yaml",
      "b/c/pools.yaml",
    ]);
  });

  test("is not made of files with faults, all of which are named", () => {
    write({ "pools.yaml": "pools: { A: { queueLengt: 1 }, B: { queueLength: -1 } }\n" });
    const found = readForBundle(["pools.yaml"], { cwd: folder, env: {}, now });
    expect("faults" in found && found.faults.map(({ path }) => path)).toEqual([
      "pools.A.queueLengt",
      "pools.B.queueLength",
    ]);
  });

  test("is not made of an include with an absolute path, which agents do not have", () => {
    write({ "sites/shop.yaml": "pools: { Shop: {} }\n" });
    write({ "pools.yaml": `include: [${JSON.stringify(join(folder, "sites/shop.yaml"))}]\n` });
    const found = readForBundle(["pools.yaml"], { cwd: folder, env: {}, now });
    expect("faults" in found && found.faults).toHaveLength(1);
  });

  test("names each password in plain text", () => {
    write({
      "pools.yaml": [
        "pools:",
        "  A: { processModel: { identityType: SpecificUser, userName: u, password: canary-1 } }",
        "  B: { processModel: { identityType: SpecificUser, userName: u, password: '${env:B}' } }",
        "",
      ].join("\n"),
    });
    const secrets = plainSecrets(read("pools.yaml").files);
    expect(secrets.map(({ path }) => path)).toEqual(["pools.A.processModel.password"]);
    expect(secrets.map(formatFault).join()).not.toContain("canary-1");
  });
});

describe("the content of a bundle", () => {
  const content = { schema: "iispools.bundle/1", made: "2026-12-01T10:00:00.000Z" };
  test.each([
    [{ ...content, files: [] }, "files"],
    [{ ...content, files: [{ path: "../pools.yaml", text: "" }] }, "files[0].path"],
    [{ ...content, files: [{ path: "/etc/pools.yaml", text: "" }] }, "files[0].path"],
    [{ ...content, files: [{ path: "C:\\pools.yaml", text: "" }] }, "files[0].path"],
    [{ ...content, files: [{ path: "a/../../b.yaml", text: "" }] }, "files[0].path"],
    [{ ...content, made: "yesterday", files: [{ path: "a.yaml", text: "" }] }, "made"],
    [{ ...content, schema: "iispools.bundle/2", files: [{ path: "a.yaml", text: "" }] }, "schema"],
  ])("is refused: %j", (document, path) => {
    const decoded = decodePayload(Buffer.from(JSON.stringify(document)));
    expect("faults" in decoded && decoded.faults.map((fault) => fault.path)).toEqual([path]);
  });
});

describe("an envelope", () => {
  const { secret, shared } = keyPair();
  const payload = Buffer.from("content");
  const sealed = sealEnvelope(payload, readSigningKey(secret));
  const trusted = [readTrustedKey(shared)];

  test("opens with the key that signed it, also among others", () => {
    const others = [readTrustedKey(keyPair().shared), ...trusted];
    expect(openEnvelope(sealed, others)).toMatchObject({ payload });
  });

  test("does not open with another key, without a signature, or if anything was changed", () => {
    expect(openEnvelope(sealed, [readTrustedKey(keyPair().shared)])).toEqual({ problem: "other key" });
    expect(openEnvelope(sealEnvelope(payload, undefined), trusted)).toEqual({ problem: "not signed" });
    const changed = sealed.replace(payload.toString("base64"), Buffer.from("Content").toString("base64"));
    expect(openEnvelope(changed, trusted)).toEqual({ problem: "other key" });
    const otherType = sealed.replace("vnd.iispools.bundle.v1", "vnd.iispools.bundle.v2");
    expect(openEnvelope(otherType, trusted)).toEqual({ problem: "no bundle" });
  });

  test("never opens for an envelope in which any character was changed, unless the content is the same", () => {
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        const opened = openEnvelope(sealed.slice(0, at) + character + sealed.slice(at + 1), trusted);
        if ("payload" in opened) expect(opened.payload).toEqual(payload);
      }),
      { numRuns: 2000 },
    );
  });

  test("does not open with more signatures than 16, which would take long to verify", () => {
    const envelope = JSON.parse(sealed) as { signatures: unknown[] };
    const withSignatures = (count: number): string =>
      JSON.stringify({ ...envelope, signatures: Array<unknown>(count).fill(envelope.signatures[0]) });
    expect(openEnvelope(withSignatures(16), trusted)).toMatchObject({ payload });
    expect(openEnvelope(withSignatures(17), trusted)).toEqual({ problem: "no bundle" });
  });

  test("reads any text without an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(openEnvelope(text, trusted)).toEqual({ problem: "no bundle" });
      }),
    );
  });
});

describe("a key", () => {
  test("of another kind is refused, with the command that makes one", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => readSigningKey(pem)).toThrow(/is not an Ed25519 key; make one: openssl genpkey -algorithm ed25519/);
    expect(() => readSigningKey("nothing")).toThrow(/is not a private key in PEM/);
    expect(() => readTrustedKey("nothing")).toThrow(/is not a public key in PEM/);
  });

  test("that is private is refused where servers have the public one", () => {
    expect(() => readTrustedKey(keyPair().secret)).toThrow(/is the private key, which no server must have/);
  });
});
