import { createHash } from "node:crypto";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { folderOf } from "../../../tools/workspace/places.mts";

/** What an independent client is to do. */
export interface Judgement {
  readonly client: "pywinrm" | "pypsrp";
  readonly host?: string;
  readonly port: number;
  readonly https?: boolean;
  /** As the client calls it: ntlm, negotiate, kerberos, basic, certificate. */
  readonly method: string;
  readonly user?: string;
  readonly password?: string;
  /** Paths of PEM files. */
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  /** Of an operation, in seconds. */
  readonly timeout?: number;
  /** The shell to use, which it does not create. */
  readonly shell?: string;
  readonly withoutCmd?: boolean;
  /** More options of pypsrp. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Commands with their arguments, all in one shell. */
  readonly lines: readonly (readonly string[])[];
  /** Variables of the client's process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a client says: the results of all lines with their {@link shorten shortened} outputs, or the first error. */
export interface Verdict {
  readonly results?: readonly { readonly exitCode: number; readonly stdout: string; readonly stderr: string }[];
  /** The name of the exception. */
  readonly error?: string;
  /** Of a fault or an HTTP status. */
  readonly code?: number | null;
  readonly message?: string;
}

/** A long output as its length and digest, so that a failing test stays readable. */
export function shorten(text: string): string {
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  return text.length > 1000 ? `${text.length} characters, ${digest}` : text;
}

function decode(text: string): string {
  return shorten(Buffer.from(text, "base64").toString());
}

/** Lets an independent client run lines on a server. */
export async function judge({ env, ...call }: Judgement): Promise<Verdict> {
  const lists = env === undefined ? ["winrm"] : ["winrm", "kerberos"];
  const python = join(await folderOf("tools/python/find.mts", ...lists), "bin", "python");
  const given = JSON.stringify({ host: "127.0.0.1", https: false, ...call });
  const { stdout } = await promisify(execFile)(python, [join(__dirname, "judge.py"), given], {
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  const verdict = JSON.parse(stdout) as Verdict;
  if (verdict.results === undefined) return verdict;
  const results = verdict.results.map((one) => ({ ...one, stdout: decode(one.stdout), stderr: decode(one.stderr) }));
  return { results };
}
