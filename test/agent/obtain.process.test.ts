import { execFile } from "node:child_process";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { FaultyFiles, type Obtained, obtainFiles, type ObtainOptions } from "../../provider/agent/obtain";
import { sourceOf } from "../../provider/agent/source";
import { readSigningKey, readTrustedKey, sealEnvelope } from "../../provider/bundle/envelope";
import { encodePayload } from "../../provider/bundle/payload";
import { IisError } from "../../provider/errors";
import { Authority } from "../../tools/winrm-server/certificates.mts";
import { repository } from "../../tools/workspace/places.mts";

let folder: string;
let authority: Authority;
let server: https.Server;
let respond: RequestListener;
let requests: (readonly [path: string, etag: string | undefined])[];

const hour = 3_600_000;
const start = Date.parse("2026-12-01T10:00:00.000Z");
const pair = generateKeyPairSync("ed25519");
const key = readSigningKey(pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
const trusted = [readTrustedKey(pair.publicKey.export({ type: "spki", format: "pem" }).toString())];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "agent-"));
  authority = new Authority(folder);
  const files = authority.issue("files");
  const options = { cert: readFileSync(files.certificate), key: readFileSync(files.key) };
  server = https.createServer(options, (request, response) => {
    requests.push([request.url ?? "", request.headers["if-none-match"]]);
    respond(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

beforeEach(() => {
  requests = [];
  mkdirSync(join(folder, "state"));
});

afterEach(() => {
  rmSync(join(folder, "state"), { recursive: true, force: true });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** A bundle with one pool of that queue length. */
function bundle(queueLength: number | string, made = start, by: KeyObject | null = key): string {
  const text = `version: 1\npools: { Shop: { queueLength: ${queueLength} } }\n`;
  return sealEnvelope(
    encodePayload({ made: new Date(made).toISOString(), files: [{ path: "p.yaml", text }] }),
    by ?? undefined,
  );
}

function sends(text: string, etag?: string): RequestListener {
  return (request, response) => {
    if (etag !== undefined && request.headers["if-none-match"] === etag) response.writeHead(304).end();
    else response.writeHead(200, etag === undefined ? {} : { ETag: etag }).end(text);
  };
}

const fails = (status: number): RequestListener => {
  return (_, response) => response.writeHead(status).end("canary");
};

function obtain(more: Partial<ObtainOptions> = {}, words?: readonly string[]): Promise<Obtained> {
  const { port } = server.address() as AddressInfo;
  const source = sourceOf(words ?? [`https://127.0.0.1:${port}/pools.bundle?token=canary`]);
  if ("problem" in source) throw new Error(source.problem);
  return obtainFiles(source, {
    ...{ trusted, stateFolder: join(folder, "state"), caCert: readFileSync(authority.certificate, "utf8") },
    ...{ cwd: folder, env: {}, now: new Date(start), signal: new AbortController().signal, ...more },
  });
}

function queueLength({ files }: Obtained): unknown {
  return files.pools[0]?.settings["queueLength"];
}

async function refusal(obtained: Promise<Obtained>): Promise<{ readonly code: string; readonly message: string }> {
  const error = await obtained.then(
    () => new Error("it was accepted"),
    (failure: unknown) => failure,
  );
  if (error instanceof IisError) return { code: error.code, message: error.message };
  if (error instanceof FaultyFiles) return { code: "faults", message: error.faults.map((one) => one.message).join() };
  throw error;
}

const at = (hours: number): Partial<ObtainOptions> => ({ now: new Date(start + hours * hour) });

describe("a bundle from an address", () => {
  it("is used, and asked for by its ETag the next time", async () => {
    respond = sends(bundle(1500), '"1"');
    expect(queueLength(await obtain())).toBe(1500);
    expect(await obtain(at(1))).toMatchObject({ age: 0, made: "2026-12-01T10:00:00.000Z" });
    expect(requests.map(([, etag]) => etag)).toEqual([undefined, '"1"']);
    respond = sends(bundle(1600, start + hour), '"2"');
    expect(queueLength(await obtain(at(2)))).toBe(1600);
  });

  it("is read if it is compressed", async () => {
    respond = (request, response) => {
      expect(request.headers["accept-encoding"]).toBe("gzip");
      response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(bundle(1500)));
    };
    expect(queueLength(await obtain())).toBe(1500);
  });

  it.each([
    ["the server fails", fails(503), "answered 503"],
    ["the server refuses", fails(403), "answered 403"],
    ["the connection breaks", (_, response) => response.destroy(), "cannot be reached"],
    [
      "the answer is a bomb",
      (_, response) => {
        response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(Buffer.alloc(80 * 1024 * 1024)));
      },
      "is more than 64 MB",
    ],
    [
      "the answer is cut",
      (_, response) => {
        response.writeHead(200, { "Content-Length": "100000" });
        response.write("{", () => response.destroy());
      },
      "cannot be reached",
    ],
  ])("is the last good copy, with its age, if %s", async (_, answer, because) => {
    respond = sends(bundle(1500), '"1"');
    await obtain();
    await obtain(at(1));
    respond = answer;
    const copy = await obtain(at(3));
    expect(queueLength(copy)).toBe(1500);
    expect(copy).toMatchObject({ age: 2 * 3600, copyBecause: expect.stringContaining(because) as string });
    expect(JSON.stringify(copy)).not.toContain("canary");
  });

  it("has a copy for each query of its address, and the copy of one is never that of another", async () => {
    const { port } = server.address() as AddressInfo;
    const addressOf = (name: string): string[] => [`https://127.0.0.1:${port}/get?file=${name}`];
    respond = sends(bundle(1500), '"1"');
    await obtain({}, addressOf("web"));
    respond = sends(bundle(1600, start - hour), '"1"');
    expect(queueLength(await obtain({}, addressOf("db")))).toBe(1600);
    respond = fails(503);
    expect(queueLength(await obtain({}, addressOf("web")))).toBe(1500);
    expect((await refusal(obtain({}, addressOf("mail")))).code).toBe("SOURCE_UNREACHABLE");
    const kept = readdirSync(join(folder, "state")).map((name) => readFileSync(join(folder, "state", name), "utf8"));
    expect(kept.join()).not.toContain("file=");
  });

  it("is an error without a copy, which shows nothing of the query or the answer", async () => {
    respond = fails(500);
    const { code, message } = await refusal(obtain());
    expect(code).toBe("SOURCE_UNREACHABLE");
    expect(message).toContain("answered 500");
    expect(message).not.toContain("canary");
  });

  it("is not replaced by the copy after Ctrl-C", async () => {
    respond = sends(bundle(1500));
    await obtain();
    const controller = new AbortController();
    respond = () => {
      controller.abort();
    };
    expect((await refusal(obtain({ signal: controller.signal }))).code).toBe("INTERRUPTED");
  });

  it("is refused from a server with an unknown certificate, to which nothing is sent", async () => {
    respond = sends(bundle(1500));
    const other = new Authority(mkdtempSync(join(folder, "other-")), "Other CA");
    const { code, message } = await refusal(obtain({ caCert: readFileSync(other.certificate, "utf8") }));
    expect(code).toBe("SOURCE_UNREACHABLE");
    expect(message).toContain("its certificate is not valid or not trusted (");
    expect(message).toContain("--ca-cert");
    expect(requests).toEqual([]);
  });

  it("is refused from such a server whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
    const { port } = server.address() as AddressInfo;
    const script = `require(process.argv[1])
      .fetchBundle(new URL(process.argv[2]), { timeoutMs: 10000, signal: new AbortController().signal })
      .then(({ kind }) => console.log(kind))`;
    const args = ["-e", script, join(repository, "dist/provider/agent/fetch-bundle.js"), `https://127.0.0.1:${port}/`];
    respond = sends(bundle(1500));
    const env = { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toBe("failed\n");
    expect(requests).toEqual([]);
  });

  it("is found through redirects to https, and through no other", async () => {
    respond = (request, response) => {
      if (request.url?.startsWith("/there") === true) sends(bundle(1500))(request, response);
      else response.writeHead(302, { Location: "/there" }).end();
    };
    expect(queueLength(await obtain())).toBe(1500);
    rmSync(join(folder, "state"), { recursive: true });
    respond = (_, response) => response.writeHead(302, { Location: "http://127.0.0.1/" }).end();
    expect((await refusal(obtain())).message).toContain("does not begin with https://");
    respond = (_, response) => response.writeHead(302, { Location: "/" }).end();
    expect((await refusal(obtain())).message).toContain("redirects more than 5 times");
  });
});

describe("a bundle is refused, and nothing takes its place, also with a copy,", () => {
  beforeEach(async () => {
    respond = sends(bundle(1500, start + hour));
    await obtain(at(1));
  });

  const otherKey = readSigningKey(
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );

  it.each([
    ["without a signature", () => bundle(1, start + 2 * hour, null), "is not signed"],
    ["of another key", () => bundle(1, start + 2 * hour, otherKey), "is signed with none of the trusted keys"],
    ["that is older than the last one", () => bundle(1, start), "before the last one"],
    ["that was made in the future", () => bundle(1, start + 72 * hour), "later than tomorrow"],
    ["that is a page of a proxy", () => "<html>login</html>", "is not a bundle"],
    ["that was changed", () => bundle(1, start + 2 * hour).replace(/"payload":"..../, '"payload":"AAAA'), "changed"],
  ])("%s", async (_, make, because) => {
    respond = sends(make());
    const { code, message } = await refusal(obtain(at(3)));
    expect(code).toBe("BUNDLE_UNTRUSTED");
    expect(message).toContain(because);
    expect(message).toContain("nothing was changed");
    respond = fails(500);
    expect(queueLength(await obtain(at(4)))).toBe(1500);
  });

  it("whose files have a fault, and the copy stays", async () => {
    respond = sends(bundle(-1, start + 2 * hour));
    expect((await refusal(obtain(at(3)))).code).toBe("faults");
    respond = fails(500);
    expect(queueLength(await obtain(at(4)))).toBe(1500);
  });

  it("and the copy itself is not used with another key", async () => {
    respond = fails(500);
    const others = [
      readTrustedKey(generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }).toString()),
    ];
    expect((await refusal(obtain({ ...at(3), trusted: others }))).code).toBe("BUNDLE_UNTRUSTED");
  });

  it("or is read again if the copy is damaged, with a warning", async () => {
    const state = join(folder, "state");
    for (const name of readdirSync(state)) writeFileSync(join(state, name), "{");
    respond = sends(bundle(1700, start + 2 * hour));
    const obtained = await obtain(at(3));
    expect(queueLength(obtained)).toBe(1700);
    expect(obtained.warnings).toEqual(["the last good copy is damaged and is not used"]);
  });
});

describe("pool files", () => {
  it("of this machine are read each time, without a copy", async () => {
    writeFileSync(join(folder, "local.yaml"), "version: 1\npools: { Shop: { queueLength: 1200 } }\n");
    expect(queueLength(await obtain({ trusted: undefined }, ["local.yaml"]))).toBe(1200);
    expect(readdirSync(join(folder, "state"))).toEqual([]);
  });

  it("of a share that is away are those of the last run", async () => {
    const share = join(folder, "share");
    mkdirSync(share);
    writeFileSync(join(share, "p.yaml"), "version: 1\npools: { Shop: { queueLength: 1300 } }\n");
    const words = [`/${share}`];
    expect(sourceOf(words)).toMatchObject({ isRemote: true });
    await obtain({ trusted: undefined }, words);
    rmSync(share, { recursive: true });
    const copy = await obtain({ trusted: undefined, ...at(1) }, words);
    expect(queueLength(copy)).toBe(1300);
    expect(copy).toMatchObject({ age: 3600 });
  });
});
