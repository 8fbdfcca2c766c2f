import { type ProcessPlace, processPlace, sample } from "./process";

let place: ProcessPlace;
const names = Array.from({ length: 40 }, (_, index) => `h${index}`);

beforeEach(() => {
  place = processPlace(...names);
  const hosts = names.map((name) => `  ${name}: { configFile: ./${name}.config }\n`).join("");
  place.write("pools.yaml", `version: 1\nhosts:\n${hosts}pools:\n  Shop: { queueLength: 2000 }\n`);
});

afterEach(() => {
  place.dispose();
});

describe("40 hosts at a time with 64 open files", () => {
  it("are planned, each when there is room for its process", async () => {
    const { code, stdout, stderr } = await place.runScript("ulimit -n 64; iispools plan --parallel 40 --format json");
    expect(stderr).not.toMatch(/^ +at |EMFILE/m);
    const { hosts } = JSON.parse(stdout) as { hosts: { ok: boolean }[] };
    expect(hosts.map(({ ok }) => ok)).toEqual(names.map(() => true));
    expect(code).toBe(0);
  });
});

describe("a host without files left", () => {
  it("costs no other host its result, and ends in one sentence", async () => {
    const { stdout, stderr } = await place.runScript(
      "ulimit -n 32; iispools plan --parallel 2 --format json --host h0 --host h1; true",
    );
    expect(stderr).not.toMatch(/^ +at /m);
    const { hosts } = JSON.parse(stdout) as { hosts: { ok: boolean; error?: { code: string } }[] };
    expect(hosts).toHaveLength(2);
    for (const { ok, error } of hosts) if (!ok) expect(error?.code).toBe("OUT_OF_RESOURCES");
    expect(place.read("h0.config")).toBe(sample);
  });
});
