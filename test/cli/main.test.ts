import { poolsConfig } from "../emulator/memory-world";
import { call } from "./call";
import { doctorHost } from "./doctor-host";

const host = doctorHost(poolsConfig(""));

describe("iispools", () => {
  it.each([["--help"], ["help"]])("%s prints the verbs to stdout", async (word) => {
    const { code, stdout, stderr } = await call(host, word);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Usage: iispools");
    expect(stdout).toMatch(/^ {2}doctor \[options\] {2,}Check on a server/m);
  });

  it("without a verb prints the same to stderr and fails", async () => {
    const { code, stdout, stderr } = await call(host);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("Usage: iispools");
  });

  it.each([
    [["converge"], "error: unknown command 'converge'\n"],
    [["doctr"], "error: unknown command 'doctr'\n(Did you mean doctor?)\n"],
    [["--bogus"], "error: unknown option '--bogus'\n"],
    [["doctor", "--writ"], "error: unknown option '--writ'\n(Did you mean --write?)\n"],
    [["doctor", "Shop"], "error: too many arguments for 'doctor'. Expected 0 arguments but got 1.\n"],
    [["doctor", "--config-file"], "error: option '--config-file <file>' argument missing\n"],
  ])("refuses %j and connects to nothing", async (argv, message) => {
    expect(await call(host, ...argv)).toEqual({ code: 1, stdout: "", stderr: message, connections: [] });
  });
});
