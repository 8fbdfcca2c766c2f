import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { channelBindings } from "../../provider/transport/winrm/channel-bindings";
import { folderOf } from "../../tools/workspace/places.mts";
import { describeWithWinrm } from "./winrm/needs";

const rsa = ["-newkey", "rsa:2048"];
const pss = [...rsa, "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"];
const ec = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
const hashOf = (length: number): number => "tls-server-end-point:".length + length / 8;

describeWithWinrm("the channel bindings of a certificate, as pypsrp makes them", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-iis-bindings-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each<[name: string, options: readonly string[], bits: number]>([
    ["RSA with MD5", [...rsa, "-md5"], 256],
    ["RSA with SHA-1", [...rsa, "-sha1"], 256],
    ["RSA with SHA-224", [...rsa, "-sha224"], 224],
    ["RSA with SHA-256", [...rsa, "-sha256"], 256],
    ["RSA with SHA-384", [...rsa, "-sha384"], 384],
    ["RSA with SHA-512", [...rsa, "-sha512"], 512],
    ["RSA with SHA3-384", [...rsa, "-sha3-384"], 384],
    ["RSA-PSS with SHA-1, its default", [...pss, "-sha1"], 256],
    ["RSA-PSS with SHA-224", [...pss, "-sha224"], 224],
    ["RSA-PSS with SHA-256", [...pss, "-sha256"], 256],
    ["RSA-PSS with SHA-384", [...pss, "-sha384"], 384],
    ["RSA-PSS with SHA-512", [...pss, "-sha512"], 512],
    ["ECDSA with SHA-1", [...ec, "-sha1"], 256],
    ["ECDSA with SHA-224", [...ec, "-sha224"], 224],
    ["ECDSA with SHA-256", [...ec, "-sha256"], 256],
    ["ECDSA with SHA-384", [...ec, "-sha384"], 384],
    ["ECDSA with SHA-512", [...ec, "-sha512"], 512],
    ["ECDSA with SHA3-512", [...ec, "-sha3-512"], 512],
    ["Ed25519, without a hash", ["-newkey", "ed25519"], 256],
    ["Ed448, without a hash", ["-newkey", "ed448"], 256],
  ])("%s", async (name, options, bits) => {
    const file = join(folder, `${name.replaceAll(/\W/g, "-")}.crt`);
    const made = ["-x509", "-nodes", "-keyout", join(folder, "key"), "-out", file, "-days", "2", "-subj", "/CN=a"];
    execFileSync("openssl", ["req", ...made, ...options], { stdio: ["ignore", "ignore", "pipe"] });
    const bindings = channelBindings(new X509Certificate(readFileSync(file)));
    const python = join(await folderOf("tools/python/find.mts", "winrm"), "bin", "python");
    const judged = execFileSync(python, [join(__dirname, "winrm", "bindings-judge.py"), file], { encoding: "utf8" });
    expect([bindings.toString("hex"), bindings.length]).toEqual([judged.trim(), hashOf(bits)]);
  });
});
