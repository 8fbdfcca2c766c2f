import { windowsAppcmd } from "../../provider/transport/local";

const env = { windir: "D:\\WINNT" };
const native = "D:\\WINNT\\Sysnative\\inetsrv\\appcmd.exe";
const system32 = "D:\\WINNT\\system32\\inetsrv\\appcmd.exe";

describe("where appcmd.exe is on Windows", () => {
  it.each([
    ["a 64-bit process takes system32", "x64", [system32], system32],
    ["a 64-bit process on ARM takes system32", "arm64", [system32], system32],
    [
      "a 64-bit process is not led astray by a folder that someone called Sysnative",
      "x64",
      [native, system32],
      system32,
    ],
    ["a 32-bit process on a 64-bit Windows takes Sysnative", "ia32", [native, system32], native],
    ["a 32-bit process on a 64-bit ARM Windows takes Sysnative", "arm", [native, system32], native],
    ["a 32-bit process on a 32-bit Windows takes system32", "ia32", [system32], system32],
    ["without IIS it is said to be missing from system32, to a 64-bit process", "x64", [], system32],
    ["without IIS it is said to be missing from system32, to a 32-bit process", "ia32", [], system32],
  ])("%s", (_name, arch, files, expected) => {
    expect(windowsAppcmd(env, (file) => files.includes(file), arch)).toBe(expected);
  });

  it("is below SystemRoot where windir is not set, and else on drive C", () => {
    const nothing = (): boolean => false;
    expect(windowsAppcmd({ SystemRoot: "E:\\Windows" }, nothing, "x64")).toBe(
      "E:\\Windows\\system32\\inetsrv\\appcmd.exe",
    );
    expect(windowsAppcmd({}, nothing, "x64")).toBe("C:\\Windows\\system32\\inetsrv\\appcmd.exe");
  });
});
