import { checkPool } from "../../provider/pool-file/pool/app-pool";

type Fields = Partial<Record<"identityType" | "userName" | "password", unknown>>;

const both = ["pool", "defaults"] as const;

function faultPaths(
  processModel: Fields,
  kind: "pool" | "defaults" = "pool",
  unknown: readonly string[] = [],
): string[] {
  const isUnknown = (path: string): boolean => unknown.includes(path);
  return checkPool({ processModel }, { kind, isUnknown }).faults.map(({ path }) => path.replace("processModel.", ""));
}

describe.each(both)("%s", (kind) => {
  test.each<[Fields, string[]]>([
    [{ identityType: "SpecificUser", userName: "CORP\\svc", password: "x" }, []],
    [{ identityType: "SpecificUser", userName: "CORP\\gmsa$" }, []],
    [{ identityType: "SpecificUser", userName: "CORP\\gmsa$", password: "" }, []],
    [{ identityType: "specificuser", userName: "svc@corp.example", password: "x" }, []],
    [{ identityType: 3, userName: "svc", password: "x" }, []],
    [{ identityType: "SpecificUser" }, ["userName"]],
    [{ identityType: "SpecificUser", userName: "", password: "x" }, ["userName"]],
    [{ identityType: "SpecificUser", password: "x" }, ["userName"]],
    [{ identityType: "SpecificUser", userName: "CORP\\svc" }, ["password"]],
    [{ identityType: "SpecificUser", userName: "CORP\\svc", password: "" }, ["password"]],
    [{ identityType: "SpecificUser", userName: "CORP\\gmsa$", password: "x" }, ["password"]],
    [{ identityType: "NetworkService" }, []],
    [{ identityType: "NetworkService", userName: "", password: "" }, []],
    [{ identityType: "NetworkService", userName: "CORP\\svc" }, ["userName"]],
    [{ identityType: "NetworkService", password: "x" }, ["password"]],
    [{ identityType: "LocalSystem", userName: "CORP\\svc", password: "x" }, ["userName", "password"]],
    [{ userName: "CORP\\svc", password: "x" }, ["identityType"]],
    [{ userName: "CORP\\gmsa$" }, ["identityType"]],
    [{ password: "x" }, ["identityType"]],
    [{}, []],
  ])("%j has faults at %j", (fields, paths) => {
    expect(faultPaths(fields, kind)).toEqual(paths);
  });
});

test.each<[Fields, string[], string[]]>([
  [{ identityType: "SpecificUser" }, ["processModel.userName"], []],
  [{ identityType: "SpecificUser", userName: "CORP\\svc" }, ["processModel.password"], []],
  [{ identityType: "SpecificUser", password: "x" }, ["processModel.userName"], []],
  [{ userName: "CORP\\svc", password: "x" }, ["processModel.identityType"], []],
  [{ userName: "CORP\\gmsa$", password: "x" }, ["processModel.identityType"], ["password"]],
  [{ identityType: "SpecificUser" }, ["processModel"], []],
  [{ identityType: "NetworkService", userName: "x" }, ["processModel.password"], ["userName"]],
])("%j with %j not known yet has faults at %j", (fields, unknown, paths) => {
  expect(faultPaths(fields, "pool", unknown)).toEqual(paths);
});

test("what cannot be read is complained about once", () => {
  expect(faultPaths({ identityType: "Nobody", userName: "x", password: "y" })).toEqual(["identityType"]);
  expect(faultPaths({ identityType: "SpecificUser", userName: 5, password: "y" })).toEqual(["userName"]);
  expect(faultPaths({ identityType: "SpecificUser", userName: "x", password: "a\nb" })).toEqual(["password"]);
});

test("the remedy for an undeclared identity is to declare it", () => {
  const { faults } = checkPool({ processModel: { userName: "x", password: "y" } }, { kind: "pool" });
  expect(faults[0]?.message).toContain("Write identityType: SpecificUser");
});
