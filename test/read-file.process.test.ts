import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileProblem, megabyte, readRegularFile, readStart } from "../provider/read-file";

const onPosix = process.platform === "win32" ? it.skip : it;

let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pulumi-iis-read-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("a regular file", () => {
  it("is read as it is, up to the limit", () => {
    writeFileSync(at("a"), "twelve bytes");
    expect(readRegularFile(at("a"), 12).toString()).toBe("twelve bytes");
    expect(() => readRegularFile(at("a"), 11)).toThrow(/the limit is .* MB/);
    expect(readStart(at("a"), 6).toString()).toBe("twelve");
  });

  it("of more than a megabyte is whole", () => {
    const content = Buffer.alloc(3 * megabyte + 17, "abc");
    writeFileSync(at("a"), content);
    expect(readRegularFile(at("a"), 4 * megabyte).equals(content)).toBe(true);
  });

  it("that is too large is refused before it is read", () => {
    writeFileSync(at("a"), "");
    // More than any memory holds: a sparse file.
    truncateSync(at("a"), 1024 * 1024 * megabyte);
    expect(() => readRegularFile(at("a"), megabyte)).toThrow("has 1048576 MB, the limit is 1 MB");
  });

  onPosix("whose size is told wrong is read no further than the limit", () => {
    expect(() => readRegularFile("/proc/self/status", 16)).toThrow("the limit is");
  });

  it("that is not there is told with the system's word", () => {
    expect(() => readRegularFile(at("none"), megabyte)).toThrow(
      "cannot be read: there is no such file or folder (ENOENT)",
    );
    expect(fileProblem(at("none"))).toBe("cannot be read: there is no such file or folder (ENOENT)");
  });
});

describe("what is no regular file is refused, and never waited for:", () => {
  onPosix("a named pipe", () => {
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync("pipe", at("link"));
    for (const name of ["pipe", "link"]) {
      expect(() => readRegularFile(at(name), megabyte)).toThrow("is a named pipe, not a regular file");
      expect(() => readStart(at(name), 1)).toThrow("is a named pipe, not a regular file");
      expect(fileProblem(at(name))).toBe("is a named pipe, not a regular file");
    }
  });

  onPosix("a device without an end", () => {
    expect(() => readRegularFile("/dev/zero", megabyte)).toThrow("is a device, not a regular file");
  });

  onPosix("a socket", async () => {
    const server = createServer().listen(at("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    expect(() => readRegularFile(at("socket"), megabyte)).toThrow("is a socket, not a regular file");
    await new Promise((resolve) => server.close(resolve));
  });

  it("a folder", () => {
    expect(() => readRegularFile(folder, megabyte)).toThrow("is a folder, not a file");
  });
});
