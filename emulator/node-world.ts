import * as fs from "node:fs";
import * as path from "node:path";
import * as sea from "node:sea";
import { showHidden, visibleText } from "../provider/visible-text";
import { type Files, notRegular, type Result, tooLarge, type World } from "./world";

/** The real world: this machine's files, clock and processes. */
export function nodeWorld(env: World["env"]): World {
  return {
    env,
    pid: process.pid,
    now: Date.now,
    sleep: (milliseconds) => {
      if (milliseconds > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    },
    kill: () => {
      process.kill(process.pid, "SIGKILL");
      throw new Error("killed");
    },
    isAlive,
    readSchema,
    readInput,
    ...(env["APPCMD_EMULATOR_WARNINGS"] !== "off" && {
      warn: (sentence: string) => {
        process.stderr.write(visibleText(`appcmd-emulator: ${showHidden(sentence)}\n`));
      },
    }),
    files: nodeFiles(process.pid),
  };
}

const schemas = new Map<string, string>();

/** The schema file of a version of IIS, read once. */
function readSchema(version: string): string {
  const text = schemas.get(version) ?? readOwnFile(`schema/applicationPools-${version}.xml`);
  schemas.set(version, text);
  return text;
}

/** A file that lies beside the emulator, or in the executable of which it is a part. */
function readOwnFile(name: string): string {
  return sea.isSea()
    ? sea.getAsset(`dist/emulator/${name}`, "utf8")
    : fs.readFileSync(path.join(__dirname, name), "utf8");
}

/** Standard input, in UTF-8 or, as PowerShell redirects it, in UTF-16; empty if there is none. */
function readInput(): string {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(0);
  } catch {
    return "";
  }
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? "utf16le" : "utf8").replace(/^\uFEFF/, "");
}

function nodeFiles(pid: number): Files {
  return {
    read: (file) => unlessMissing(() => readRegular(file)),
    replace: (file, content, like = file) => {
      const temporary = `${file}.${pid}.tmp`;
      const mode = unlessMissing(() => fs.statSync(like).mode);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      // The future content may be readable only by its owner, so the file never has more permissions than that.
      fs.rmSync(temporary, { force: true });
      try {
        fs.writeFileSync(temporary, content, { flush: true, flag: "wx", ...(mode !== undefined && { mode: 0o600 }) });
        if (mode !== undefined) fs.chmodSync(temporary, mode & 0o7777);
        fs.renameSync(temporary, file);
      } catch (error) {
        fs.rmSync(temporary, { force: true });
        throw error;
      }
    },
    create: (file, content) => {
      try {
        fs.writeFileSync(file, content, { flag: "wx" });
        return true;
      } catch (error) {
        if (errorCode(error) === "EEXIST") return false;
        throw error;
      }
    },
    remove: (file) => {
      fs.rmSync(file, { force: true, recursive: true });
    },
    list: (folder) => unlessMissing(() => fs.readdirSync(folder)) ?? [],
    changed: (file) => unlessMissing(() => fs.statSync(file).mtimeMs),
    target: (file) => unlessMissing(() => fs.realpathSync(file)) ?? file,
  };
}

/** Maximum size of a file: a configuration of about 500,000 pools. */
const largestFile = 256 * 1024 * 1024;

/**
 * A pipe or a device may never end, so neither is read; without `O_NONBLOCK`, which Windows does not have, opening a
 * pipe would block.
 */
function readRegular(file: string): Buffer {
  const descriptor = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  try {
    const kind = fs.fstatSync(descriptor);
    if (!kind.isFile()) throw Object.assign(new Error(`${file} is not a regular file`), { code: notRegular });
    if (kind.size > largestFile) throw Object.assign(new Error(`${file} is larger than 256 MB`), { code: tooLarge });
    return fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== "ESRCH";
  }
}

function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function errorCode(error: unknown): string | undefined {
  // Not by instanceof: Node's errors are of another realm than a test that runs this.
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

/** Appends a call to the file of `APPCMD_EMULATOR_LOG`, as a line of JSON; does nothing without it. */
export function logCall({ env, pid }: World, argv: readonly string[], { exitCode, stdout, commit }: Result): void {
  const file = env["APPCMD_EMULATOR_LOG"];
  if (file === undefined || file === "") return;
  const bytes = Buffer.byteLength(stdout);
  const ms = Math.round(performance.now());
  fs.appendFileSync(file, `${JSON.stringify({ argv, exitCode, bytes, commit, pid, ms })}\n`);
}
