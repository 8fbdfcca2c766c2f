import { readFileSync } from "node:fs";
import { join } from "node:path";
import { manifestText } from "../../provider/dsc/manifest";
import { programOnPath } from "../../provider/package-root";
import { repository } from "../../tools/workspace/places.mts";
import { type ProcessPlace, processPlace } from "../cli/process";
import { DscDriver } from "./driver";

let place: ProcessPlace;
let dsc: DscDriver;

beforeEach(() => {
  place = processPlace("lab");
  dsc = new DscDriver(
    readFileSync(join(repository, "dist/dsc/iispools.dsc.resource.json"), "utf8"),
    async (argv, { input = "" }) => {
      const { child, exited } = place.start(argv);
      child.stdin.end(input);
      const { code, ...written } = await exited;
      return { code: code ?? -1, ...written };
    },
  );
});

afterEach(() => {
  place.dispose();
});

it("the manifest of the package drives the program as a process, with one commit and no second one", async () => {
  const connection = { configFile: place.file("lab.config") };
  const password = { secureString: "CANARY" };
  const processModel = { identityType: "SpecificUser", userName: "CORP\\shop", password };
  const instance = { connection, pools: [{ name: "Shop", queueLength: 2000, processModel }] };
  expect((await dsc.get(instance)).pools).toEqual([{ name: "Shop", _exist: false }]);
  await dsc.set(instance, { isWhatIf: true });
  expect(place.takeWrites()).toEqual([]);
  expect((await dsc.set(instance)).differing).toEqual(["pools"]);
  expect(place.takeWrites()).toEqual(["add backup", "set config"]);
  expect((await dsc.set(instance)).differing).toEqual([]);
  expect(await dsc.test(instance)).toMatchObject({ inDesiredState: true });
  const [exported] = await dsc.export({ connection, pools: [{ name: "shop" }] });
  expect(exported?.pools).toHaveLength(1);
  expect(place.takeWrites()).toEqual([]);
  expect(dsc.printed).not.toContain("CANARY");
});

it("the manifests of the build are those that the program writes", async () => {
  const file = (folder: string): string => readFileSync(join(repository, folder, "iispools.dsc.resource.json"), "utf8");
  expect(file("dist/dsc")).toBe(manifestText(programOnPath("iispools", "linux")));
  expect(file("dist/dsc/windows")).toBe(manifestText(programOnPath("iispools", "win32")));
  const own = await place.run(["dsc", "manifest", "--executable", "C:\\tools\\iispools.exe", "--output", "own.json"]);
  expect(own).toEqual({ code: 0, stdout: "", stderr: "wrote own.json\n" });
  expect(place.read("own.json")).toBe(manifestText("C:\\tools\\iispools.exe"));
});
