import { readFileSync } from "node:fs";
import { join } from "node:path";
import { copyExample, type Example } from "./examples";
import { repository } from "../../tools/workspace/places.mts";

let example: Example;

beforeEach(() => {
  example = copyExample("many-hosts");
});

afterEach(() => {
  example.dispose();
});

const config = (host: string): string => readFileSync(join(example.folder, "servers", `${host}.config`), "utf8");
const hosts = Array.from({ length: 8 }, (_, index) => `web-0${index + 1}`);
const having = (text: string): string[] => hosts.filter((host) => config(host).includes(text));

it("examples/many-hosts does what its README says, command by command", () => {
  const page = readFileSync(join(repository, "examples/many-hosts/README.md"), "utf8");
  const lines = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block]) => block!.trimEnd().split("\n"));
  expect(lines).toHaveLength(7);
  const printed = lines.map((line) => {
    const { code, stdout, stderr } = example.run(line.replace(/ +#.*/, ""));
    expect([line, code, stderr]).toEqual([line, 0, stderr]);
    return stdout;
  });
  expect(printed[3]).toContain("on 8 hosts");
  expect(printed[5]).toMatch(
    /wave 1 \(canary:1\) passed: web-01\nwave 2 \(50%\) passed: web-02, web-03, web-04\nwave 3/,
  );
  expect(printed[6]).toContain("nothing to change on 8 hosts");
  expect(having('name="Reports"')).toEqual(["web-01", "web-02", "web-03", "web-04", "web-08"]);
  expect(having('queueLength="5000"')).toEqual(["web-05"]);
  expect(having('<add value="19:00:00" />')).toEqual(["web-05", "web-06", "web-07", "web-08"]);
  expect(having('startMode="AlwaysRunning"')).toEqual(["web-01", "web-05"]);
}, 120_000);
