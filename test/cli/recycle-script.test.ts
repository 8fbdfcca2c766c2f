import { wmiScript } from "../../provider/report/wmi-script";
import { makeServers, sample, type Servers } from "./servers";

let servers: Servers;

beforeEach(() => {
  servers = makeServers({ lab: sample });
});

afterEach(() => {
  servers.dispose();
});

test("iispools recycle --script wmi prints the script and asks no host", async () => {
  expect(await servers.call(["recycle", "Shop", "it's", "--script", "wmi"])).toEqual({
    ...{ code: 0, stderr: "" },
    stdout: wmiScript(["Shop", "it's"]),
  });
  expect(servers.at("lab").takeCalls()).toEqual([]);
});

test.each([
  [["--script", "wmi"], /a pool is required/],
  [["Shop", "--script", "vbs"], /--script: must be wmi, got "vbs"/],
  [["Shop", "--script", "wmi", "--wait"], /--script: cannot be combined with /],
])("iispools recycle %j is refused", async (argv, message) => {
  const { code, stdout, stderr } = await servers.call(["recycle", ...argv]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(message);
});
