import {
  addElement,
  addPool,
  emptyCollection,
  removeElement,
  removePool,
  setAttribute,
  settingPath,
} from "../../provider/appcmd/edit";
import { Secret } from "../../provider/secret";

const shop = { pool: "Shop" };
const schedule = "recycling.periodicRestart.schedule";

describe("edits of the applicationPools section", () => {
  it.each([
    ["adds a pool", addPool("Shop"), "/+[name='Shop']"],
    ["removes a pool", removePool("Shop"), "/-[name='Shop']"],
    ["sets an attribute", setAttribute(shop, "queueLength", "2000"), "/[name='Shop'].queueLength:2000"],
    [
      "sets an attribute to nothing",
      setAttribute(shop, "managedRuntimeVersion", ""),
      "/[name='Shop'].managedRuntimeVersion:",
    ],
    [
      "sets an attribute of the defaults",
      setAttribute("applicationPoolDefaults", "autoStart", "true"),
      "/applicationPoolDefaults.autoStart:true",
    ],
    [
      "adds a time",
      addElement(shop, schedule, [["value", "03:00:00"]]),
      `/+[name='Shop'].${schedule}.[value='03:00:00']`,
    ],
    [
      "removes a variable",
      removeElement(shop, "environmentVariables", [["name", "LOG"]]),
      "/-[name='Shop'].environmentVariables.[name='LOG']",
    ],
    ["empties a collection", emptyCollection(shop, schedule), `/-[name='Shop'].${schedule}`],
    ["names a setting to clear", settingPath(shop, "cpu.limit"), "/[name='Shop'].cpu.limit"],
  ])("%s", (_what, argument, text) => {
    expect(argument).toEqual({ text, shown: text });
  });

  it("doubles apostrophes inside an indexer only", () => {
    expect(addPool("O'Brien").text).toBe("/+[name='O''Brien']");
    expect(setAttribute(shop, "failure.orphanActionParams", "it's").text).toBe(
      "/[name='Shop'].failure.orphanActionParams:it's",
    );
  });

  it("escapes every percent sign, because appcmd URL-decodes", () => {
    expect(addPool("100%41").text).toBe("/+[name='100%2541']");
    expect(setAttribute(shop, "CLRConfigFile", "%windir%\\x").text).toBe(
      "/[name='Shop'].CLRConfigFile:%25windir%25\\x",
    );
  });

  it("sends a secret and shows none", () => {
    const argument = setAttribute(shop, "processModel.password", new Secret("hunter%2"));
    expect(argument.text).toBe("/[name='Shop'].processModel.password:hunter%252");
    expect(argument.shown).toBe("/[name='Shop'].processModel.password:[secret]");
  });

  it("sends the value of a variable and shows its name", () => {
    const argument = addElement(shop, "environmentVariables", [
      ["name", "DB'1"],
      ["value", "it's 100%"],
    ]);
    expect(argument.text).toBe("/+[name='Shop'].environmentVariables.[name='DB''1',value='it''s 100%25']");
    expect(argument.shown).toBe("/+[name='Shop'].environmentVariables.[name='DB''1',value='[secret]']");
  });
});
