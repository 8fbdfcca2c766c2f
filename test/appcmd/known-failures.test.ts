import { whyMissing } from "../../provider/transport/local";

/** The code and message on a machine that has these files. */
function missingWith(...files: string[]): string | undefined {
  const env = {
    windir: "C:\\Windows",
    ProgramFiles: "C:\\Program Files",
    "ProgramFiles(x86)": "C:\\Program Files (x86)",
  };
  const cause = Object.assign(new Error("spawn ENOENT"), { code: "ENOENT" });
  const error = whyMissing(env, (file) => files.includes(file), cause);
  return error && `${error.code} ${error.problem}. ${error.hint ?? ""}`;
}

describe("a Windows machine on which appcmd.exe cannot be started", () => {
  it.each([
    ["has nothing", [], "IIS_NOT_INSTALLED", "because IIS is not installed"],
    ["has IIS Express", ["C:\\Program Files\\IIS Express\\appcmd.exe"], "ONLY_IIS_EXPRESS", "only IIS Express"],
    ["has the 32-bit IIS Express", ["C:\\Program Files (x86)\\IIS Express\\appcmd.exe"], "ONLY_IIS_EXPRESS", "service"],
    [
      "has IIS without its tools",
      ["C:\\Windows\\system32\\inetsrv\\w3wp.exe", "C:\\Program Files\\IIS Express\\appcmd.exe"],
      "MANAGEMENT_TOOLS_MISSING",
      "although w3wp.exe is in the same folder",
    ],
  ])("%s", (_what, files, code, words) => {
    expect(missingWith(...files)).toContain(`${code} there is no %windir%\\system32\\inetsrv\\appcmd.exe`);
    expect(missingWith(...files)).toContain(words);
    expect(missingWith(...files)).toContain("Install-WindowsFeature Web-Server -IncludeManagementTools");
  });

  it("has another error if the file exists, or if the cause is another one", () => {
    expect(missingWith("C:\\Windows\\system32\\inetsrv\\appcmd.exe")).toBeUndefined();
    const denied = Object.assign(new Error("spawn EACCES"), { code: "EACCES" });
    expect(whyMissing({}, () => false, denied)).toBeUndefined();
  });
});
