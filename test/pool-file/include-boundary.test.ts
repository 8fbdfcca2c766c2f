import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { formatFault } from "../../provider/pool-file/pool-file";
import { type LoadedPoolFiles, loadPoolFiles } from "../../provider/pool-file/load/load-pool-files";
import { memoryFiles, pools } from "./memory-files";

const withLinks = process.platform === "win32" ? describe.skip : describe;
const head = "version: 1\n";
/** What must be in no fault, by any way. */
const canary = "CANARY";

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "pulumi-iis-boundary-"));
  write("secrets/x.yaml", `${head}pools: { ${canary}: { queueLength: ${canary} } }\n`);
  write("secrets/shadow", `root:$6$${canary}:19000:0:99999:7:::\n`);
  write("repo/.keep", "");
});

afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(place, file)), { recursive: true });
  writeFileSync(join(place, file), text);
}

function link(file: string, target: string): void {
  symlinkSync(relative(join(place, dirname(file)), join(place, target)) || ".", join(place, file));
}

/** Loads paths below `repo`. */
function load(...paths: readonly string[]): LoadedPoolFiles {
  const cwd = join(place, "repo");
  return loadPoolFiles(paths, { cwd, env: {}, secrets: "may be missing" });
}

function faultsOf(...paths: readonly string[]): readonly string[] {
  const lines = load(...paths).faults.map(formatFault);
  expect(lines.join("\n")).not.toContain(canary);
  return lines;
}

const isOutside = expect.stringMatching(/ is outside the folder of the file that was named, or a link out of it; /);

describe("an include of another place is refused, whether something is there or not:", () => {
  it.each([
    "../secrets/x.yaml",
    "../secrets/none.yaml",
    "../secrets",
    "../secrets/*.yaml",
    "../*/x.yaml",
    "../secrets/shadow",
    "pools/../../secrets/x.yaml",
    "/etc/passwd",
    "/etc/none.yaml",
    "/etc/*",
    "/",
    "..",
  ])("%s", (include) => {
    write("repo/pools.yaml", `${head}include: ${JSON.stringify(include)}\n`);
    expect(faultsOf("pools.yaml")).toEqual([isOutside]);
  });

  it("its own place under its full name", () => {
    write("repo/pools.yaml", `${head}include: ${join(place, "secrets/x.yaml")}\n`);
    expect(faultsOf("pools.yaml")).toEqual([isOutside]);
  });

  it("from a file that is included itself", () => {
    write("repo/pools.yaml", `${head}include: sub/a.yaml\n`);
    write("repo/sub/a.yaml", `${head}include: [../b.yaml, ../../secrets/x.yaml]\n`);
    write("repo/b.yaml", pools("B: {}"));
    expect(faultsOf("pools.yaml")).toEqual([isOutside]);
    expect(load("pools.yaml").files.pools.map(({ name }) => name)).toEqual(["B"]);
  });
});

test("an include inside is read: up and down, and under its full name", () => {
  write("repo/pools.yaml", `${head}include: [${join(place, "repo/a.yaml")}, sub/b.yaml, "sub/*/c.yaml"]\n`);
  write("repo/a.yaml", pools("A: {}"));
  write("repo/sub/b.yaml", `include: ../d.yml\n${pools("B: {}")}`);
  write("repo/sub/x/c.yaml", pools("C: {}"));
  write("repo/d.yml", pools("D: {}"));
  expect(faultsOf("pools.yaml")).toEqual([]);
  expect(load("pools.yaml").files.pools.map(({ name }) => name)).toEqual(["A", "B", "D", "C"]);
});

test("the folder is that of the file, the folder or the pattern that was named", () => {
  write("repo/pools/a.yaml", `${head}include: ../base.yaml\n`);
  write("repo/base.yaml", pools("Base: {}"));
  for (const named of ["pools/a.yaml", "pools", "pools/*.yaml", "p*/a.yaml"].slice(0, 3)) {
    expect(faultsOf(named)).toEqual([isOutside]);
  }
  // A pattern that begins higher up was given for all that is there, and so was what is named besides.
  expect(faultsOf("p*/a.yaml")).toEqual([]);
  expect(faultsOf("pools/a.yaml", "base.yaml")).toEqual([]);
  expect(faultsOf("base.yaml", "pools")).toEqual([]);
});

test("an include is a *.yaml or *.yml file; a folder and a pattern stand for no others", () => {
  write("repo/pools.yaml", `${head}include: [notes.txt, sub, "sub/*"]\n`);
  write("repo/notes.txt", canary);
  write("repo/sub/a.yaml", pools("A: {}"));
  write("repo/sub/notes", canary);
  expect(faultsOf("pools.yaml")).toEqual(["pools.yaml:2:11 include[0]: notes.txt is not a *.yaml or *.yml file"]);
  expect(load("pools.yaml").files.pools.map(({ name }) => name)).toEqual(["A"]);
});

withLinks("a link", () => {
  it.each<[string, (include: (path: string) => void) => void]>([
    [
      "to a file",
      (include) => {
        link("repo/a.yaml", "secrets/x.yaml");
        include("a.yaml");
      },
    ],
    [
      "to a folder",
      (include) => {
        link("repo/a", "secrets");
        include("a/x.yaml");
      },
    ],
    [
      "to a folder that is included whole",
      (include) => {
        link("repo/a", "secrets");
        include("a");
      },
    ],
    [
      "to a folder, in a pattern",
      (include) => {
        link("repo/a", "secrets");
        include("*/x.yaml");
      },
    ],
    [
      "among the files of a folder",
      (include) => {
        write("repo/sub/.keep", "");
        link("repo/sub/a.yaml", "secrets/x.yaml");
        include("sub");
      },
    ],
    [
      "among the files of a pattern",
      (include) => {
        write("repo/sub/.keep", "");
        link("repo/sub/a.yaml", "secrets/x.yaml");
        include("sub/*.yaml");
      },
    ],
    [
      "to a link that leads out",
      (include) => {
        link("repo/b.yaml", "secrets/x.yaml");
        link("repo/a.yaml", "repo/b.yaml");
        include("a.yaml");
      },
    ],
    [
      "to nothing",
      (include) => {
        link("repo/a.yaml", "secrets/none.yaml");
        include("a.yaml");
      },
    ],
    [
      "whose name is a pattern",
      (include) => {
        link("repo/a*.yaml", "secrets/x.yaml");
        include("a*.yaml");
      },
    ],
  ])("out of the folder, %s, is not followed", (_, arrange) => {
    arrange((path) => {
      write("repo/pools.yaml", `${head}include: ${JSON.stringify(path)}\n`);
    });
    expect(faultsOf("pools.yaml")).toEqual([isOutside]);
  });

  it("out of the folder that was named is not followed either", () => {
    write("repo/pools/a.yaml", pools("A: {}"));
    link("repo/pools/b.yaml", "secrets/x.yaml");
    expect(faultsOf("pools")).toEqual([isOutside]);
    expect(faultsOf("pools/*.yaml")).toEqual([isOutside]);
  });

  it("in place of the file or folder itself is not followed", () => {
    link("repo/pools.yaml", "secrets/x.yaml");
    link("repo/pools", "secrets");
    for (const named of ["pools.yaml", "pools", "pools/*.yaml"]) {
      expect(faultsOf(named)).toEqual([
        expect.stringMatching(/^pools.* is a link out of its folder; use the path that it leads to$/),
      ]);
    }
  });

  it("to a file with another ending is no pool file", () => {
    write("repo/notes.txt", canary);
    link("repo/a.yaml", "repo/notes.txt");
    write("repo/pools.yaml", `${head}include: a.yaml\n`);
    expect(faultsOf("pools.yaml")).toEqual(["pools.yaml:2:1 include: a.yaml is not a *.yaml or *.yml file"]);
  });

  it("inside the folder is followed, and so is one above what was named", () => {
    write("repo/sub/a.yaml", pools("A: {}"));
    link("repo/a.yaml", "repo/sub/a.yaml");
    link("here", "repo");
    write("repo/pools.yaml", `${head}include: a.yaml\n`);
    expect(faultsOf("pools.yaml")).toEqual([]);
    expect(faultsOf(join(place, "here/pools.yaml"))).toEqual([]);
  });

  it("that leads around makes no pattern endless", () => {
    for (const name of ["a", "b", "c", "d"]) link(`repo/${name}`, "repo");
    write("repo/x.yaml", pools("X: {}"));
    write("repo/pools.yaml", `${head}include: ${JSON.stringify(`${"*/".repeat(40)}x.yaml`)}\n`);
    expect(faultsOf("pools.yaml")).toEqual([]);
  });
});

describe("a file that is no pool file", () => {
  it.each([
    ["shadow", `root:$6$${canary}:19000:0:99999:7:::\n${canary}:*:19000:0:::\n`],
    ["a list", `- ${canary}\n`],
    ["a text", `${canary}\n`],
    ["settings of something else", `${canary}: ${canary}\npassword: ${canary}\nother: { ${canary}: }\n`],
    ["keys without values", `${canary}:\n${canary}2: [ , ]\n`],
    ["an alias of nothing", `a: *${canary}\n`],
  ])("is told in one line that repeats nothing: %s", (_, text) => {
    write("repo/f.yaml", text);
    write("repo/pools.yaml", `${head}include: f.yaml\n`);
    expect(faultsOf("pools.yaml")).toHaveLength(1);
  });

  it("but has a version, is told without what stands in it", () => {
    write("repo/f.yaml", `version: "${canary}"\nservices: { ${canary}: ${canary} }\n${canary}:\nhost: {}\n`);
    expect(faultsOf("f.yaml")).toEqual([
      "f.yaml:1:1 version: must be 1, the only version of pool files, got a text",
      expect.stringMatching(/^f\.yaml:2:1: unknown key\. Known keys: version, /),
      expect.stringMatching(/^f\.yaml:3:1: has no value; /),
      "f.yaml:4:1 host: unknown key `host`. Did you mean `hosts`?",
    ]);
  });
});

test("a connection's fault does not repeat its value", () => {
  const fields = ["port", "shell", "codePage", "perDialTimeout", "dialErrorLimit"].map((key) => `${key}: ${canary}`);
  write(
    "repo/f.yaml",
    `${head}hosts: { a: { host: "x ${canary}", ${fields.join(", ")}, proxy: { port: ${canary} } } }\n`,
  );
  expect(faultsOf("f.yaml")).toHaveLength(8);
});

test("files that include each other in a long row are refused, not followed to the end of the stack", () => {
  const files = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`${index}.yaml`, `${head}include: ${index + 1}.yaml\n`]),
  );
  const options = { cwd: "/work-place", env: {}, secrets: "required" } as const;
  const { faults } = loadPoolFiles(["0.yaml"], { ...options, fileSystem: memoryFiles(files) });
  expect(faults.map(formatFault)).toEqual([
    "32.yaml:2:1 include: leads through more than 32 files; include its files closer to the top",
  ]);
});
