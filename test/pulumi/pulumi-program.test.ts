import { pulumiProgram } from "../../provider/pulumi/core/owners/read-stack";

describe("the CLI of Pulumi", () => {
  it("is taken from the folders of PATH alone on Windows, never from the current one", () => {
    const there = ["pulumi.exe", ".\\pulumi.exe", "C:\\Tools\\pulumi.exe", "D:\\pulumi\\bin\\pulumi.exe"];
    const exists = (file: string): boolean => there.includes(file);
    expect(pulumiProgram("win32", ".;;C:\\Windows;D:\\pulumi\\bin\\;C:\\Tools", exists)).toBe(there[3]);
    expect(pulumiProgram("win32", ".;;C:\\Windows", exists)).toBeUndefined();
    expect(pulumiProgram("win32", "", exists)).toBeUndefined();
  });

  it("is looked for by its name elsewhere", () => {
    expect(pulumiProgram("linux", "/usr/bin", () => false)).toBe("pulumi");
  });
});
