import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cachedFolder } from "./harness/cache";

describe("a folder of the cache", () => {
  const before = process.env["XDG_CACHE_HOME"];
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "pulumi-iis-cache-"));
    process.env["XDG_CACHE_HOME"] = home;
  });

  afterEach(() => {
    if (before === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = before;
    rmSync(home, { recursive: true });
  });

  const writing = (text: string) => (folder: string) => {
    writeFileSync(join(folder, "text"), text);
    return Promise.resolve();
  };

  it("is made once, below XDG_CACHE_HOME", async () => {
    const first = await cachedFolder("thing/1", writing("first"));
    const second = await cachedFolder("thing/1", writing("second"));
    expect([first, second]).toEqual([join(home, "pulumi-iis/thing/1"), first]);
    expect(readFileSync(join(first, "text"), "utf8")).toBe("first");
  });

  it("is whole even where two make it at once, and nothing else stays", async () => {
    const folders = await Promise.all([
      cachedFolder("thing/1", writing("whole")),
      cachedFolder("thing/1", writing("whole")),
    ]);
    expect(folders.map((folder) => readFileSync(join(folder, "text"), "utf8"))).toEqual(["whole", "whole"]);
    expect(readdirSync(join(home, "pulumi-iis/thing"))).toEqual(["1"]);
  });

  it("is not there where making it failed", async () => {
    const failing = async (folder: string): Promise<void> => {
      await writing("half")(folder);
      throw new Error("no network");
    };
    await expect(cachedFolder("thing/1", failing)).rejects.toThrow("no network");
    expect(existsSync(join(home, "pulumi-iis/thing/1"))).toBe(false);
    expect(readdirSync(join(home, "pulumi-iis/thing"))).toEqual([]);
  });
});
