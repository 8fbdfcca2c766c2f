import { Failure } from "../failure";
import { addFiles } from "../options";
import { exitCodes } from "../outcome";
import { defineVerb } from "../verb";

interface BundleFlags {
  readonly out: string;
  readonly sign?: string;
}

/** `iispools bundle`: pool files in one signed file, for agents. */
export const bundleVerb = defineVerb<[string[]], BundleFlags>({
  define: (command) =>
    addFiles(command)
      .requiredOption("--out <file>", "the bundle to write, for example pools.bundle")
      .option("--sign <file>", "private key of Ed25519 in PEM; agents have the public one"),
  examples: [
    ["iispools bundle pools --out pools.bundle --sign key.pem"],
    ["iispools bundle web.yaml --out web.bundle", "without a signature"],
    ["openssl genpkey -algorithm ed25519 -out key.pem", "a key"],
    ["openssl pkey -in key.pem -pubout -out key.pub", "its public part"],
  ],
  exits: "0 done, 1 error",
  run: async ([paths], { out, sign }, io) => {
    const { pathsOrDefault } = await import("../hosts.ts");
    const { readSigningKey, sealEnvelope } = await import("../../bundle/envelope.ts");
    const { plainSecrets, readForBundle } = await import("../../bundle/make-bundle.ts");
    const { encodePayload } = await import("../../bundle/payload.ts");
    const { checkSavable, saveFile } = await import("../save-file.ts");
    const { poolFilesRead, refuseOverwriting } = await import("../refuse-overwriting.ts");
    const { readKeyFile } = await import("../key-file.ts");
    const { cwd, env, now } = io.place;
    const key = sign === undefined ? undefined : readKeyFile(sign, "--sign", readSigningKey, io);
    checkSavable(out, { option: "--out" }, io);
    const read = readForBundle(pathsOrDefault(paths, io), { cwd, env, now: now() });
    if ("faults" in read) throw new Failure(read.faults);
    const secrets = plainSecrets(read.files);
    if (secrets.length > 0) throw new Failure(secrets);
    const keys = sign === undefined ? [] : [{ file: sign, what: "the key that signs the bundle" }];
    refuseOverwriting([...keys, ...poolFilesRead(read.files.names)], { out }, io);
    saveFile(out, sealEnvelope(encodePayload(read.payload), key), { option: "--out" }, io);
    return exitCodes.ok;
  },
});
