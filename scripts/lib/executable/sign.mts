// Signatures of the executables: Node's own are removed, because they are of other bytes. macOS starts no program without one.
import { execFile } from "node:child_process";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { folderOf } from "../../../tools/workspace/places.mts";

const run = promisify(execFile);

/** Removes the signature of a program for Windows. */
export async function removeSignature(file: string): Promise<void> {
  const unsigned = `${file}.unsigned`;
  await run("osslsigncode", ["remove-signature", "-in", file, "-out", unsigned]);
  renameSync(unsigned, file);
}

/** A certificate for programs of Windows. */
export interface Certificate {
  /** The path of a PKCS #12 file (.pfx). */
  readonly file: string;
  readonly password: string;
  /** The address of a server for time stamps (RFC 3161): with one, a signature outlives its certificate. */
  readonly timeServer?: string | undefined;
}

const variables = ["PULUMI_IIS_SIGNING_PFX", "PULUMI_IIS_SIGNING_PASSWORD", "PULUMI_IIS_SIGNING_TIME_SERVER"] as const;

/** Takes the variables for signing out of an environment, because all programs that are started would inherit them. */
export function takeSigningVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const taken = Object.fromEntries(variables.map((name) => [name, env[name]]));
  for (const name of variables) Reflect.deleteProperty(env, name);
  return taken;
}

/** The certificate that the variables name; undefined if they name none. @param env loses them */
export function takeCertificate(env: NodeJS.ProcessEnv): Certificate | undefined {
  const [file, password = "", timeServer] = Object.values(takeSigningVariables(env));
  return file ? { file, password, timeServer } : undefined;
}

/** Signs a program for Windows. The password is in no command line. */
export async function signForWindows(file: string, { file: pfx, password, timeServer }: Certificate): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-iis-sign-")); // of mode 700
  try {
    const [passwordFile, signed] = [join(folder, "password"), `${file}.signed`];
    writeFileSync(passwordFile, password, { mode: 0o600 });
    const stamp = timeServer ? ["-ts", timeServer] : [];
    const words = ["-pkcs12", pfx, "-readpass", passwordFile, "-h", "sha256", "-n", "iispools", ...stamp];
    await run("osslsigncode", ["sign", ...words, "-in", file, "-out", signed]);
    renameSync(signed, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Signs a program for macOS without an identity, which is enough to start it. */
export async function signForMacos(file: string): Promise<void> {
  const quill = join(await folderOf("tools/pulumi-cli/find.mts", "quill"), "quill");
  await run(quill, ["sign", "--ad-hoc", "--identity", "iispools", "--quiet", file]);
}
