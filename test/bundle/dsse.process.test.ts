import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { openEnvelope, readSigningKey, readTrustedKey, sealEnvelope } from "../../provider/bundle/envelope";
import { repository } from "../../tools/workspace/places.mts";

/** DSSE as securesystemslib has it, the library of in-toto and TUF. */
const script = `
import base64, json, sys
from securesystemslib.dsse import Envelope
from securesystemslib.signer import CryptoSigner, Key, SSlibKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

given = json.load(sys.stdin)
if given["do"] == "verify":
    document = json.loads(given["envelope"])
    key = SSlibKey.from_crypto(load_pem_public_key(given["key"].encode()), keyid=document["signatures"][0]["keyid"])
    document["signatures"] = [{"keyid": one["keyid"], "sig": one["sig"]} for one in document["signatures"]]
    envelope = Envelope.from_dict(document)
    try:
        envelope.verify([key], 1)
        print(base64.b64encode(envelope.payload).decode())
    except Exception as error:
        print("refused")
else:
    signer = CryptoSigner(load_pem_private_key(given["key"].encode(), None))
    envelope = Envelope(base64.b64decode(given["payload"]), given["type"], {})
    envelope.sign(signer)
    print(json.dumps(envelope.to_dict()))
`;

let python: string;

beforeAll(() => {
  const find = join(repository, "tools/python/find.mts");
  python = join(execFileSync(process.execPath, [find, "agent"], { encoding: "utf8" }).trim(), "bin", "python");
}, 120_000);

function judge(given: Readonly<Record<string, string>>): string {
  return execFileSync(python, ["-c", script], { input: JSON.stringify(given), encoding: "utf8" }).trim();
}

const pair = generateKeyPairSync("ed25519");
const secret = pair.privateKey.export({ type: "pkcs8", format: "pem" }) as string;
const shared = pair.publicKey.export({ type: "spki", format: "pem" }) as string;
const payload = Buffer.from('{"a":"ä"}', "utf8");

test("another implementation of DSSE accepts what is signed here, and refuses it for another key", () => {
  const envelope = sealEnvelope(payload, readSigningKey(secret));
  expect(judge({ do: "verify", envelope, key: shared })).toBe(payload.toString("base64"));
  const other = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }) as string;
  expect(judge({ do: "verify", envelope, key: other })).toBe("refused");
});

test("what another implementation of DSSE has signed opens here, and not with another type", () => {
  const type = "application/vnd.iispools.bundle.v1+json";
  const sign = (as: string): string =>
    judge({ do: "sign", payload: payload.toString("base64"), type: as, key: secret });
  const trusted = [readTrustedKey(shared)];
  expect(openEnvelope(sign(type), trusted)).toMatchObject({ payload });
  expect(openEnvelope(sign("text/plain"), trusted)).toEqual({ problem: "no bundle" });
});
