import { sourceOf } from "../../provider/agent/source";

test.each([
  [["pools"], { kind: "files", paths: ["pools"], isRemote: false }],
  [["C:\\pools\\a.yaml", "b.yaml"], { kind: "files", isRemote: false }],
  [["\\\\files\\iis\\pools"], { kind: "files", isRemote: true }],
  [["//files/iis/pools"], { kind: "files", isRemote: true }],
  [["\\\\?\\C:\\pools"], { kind: "files", isRemote: false }],
  [["\\\\.\\pipe"], { kind: "files", isRemote: false }],
  [["\\\\?\\UNC\\files\\iis\\pools"], { kind: "files", isRemote: true }],
  [["\\/files/iis/pools.bundle"], { kind: "bundle", isRemote: true }],
  [["pools.bundle"], { kind: "bundle", file: "pools.bundle", isRemote: false }],
  [["\\\\files\\iis\\pools.bundle"], { kind: "bundle", isRemote: true }],
  [["https://files.example.com/pools.bundle"], { kind: "address", name: "https://files.example.com/pools.bundle" }],
  [["https://files.example.com/p?token=canary"], { kind: "address", name: "https://files.example.com/p" }],
])("%j", (words, expected) => {
  expect(sourceOf(words)).toMatchObject(expected);
});

test.each([
  [["http://files.example.com/pools.bundle"], "must begin with https://"],
  [["ftp://files.example.com/pools.bundle"], "must begin with https://"],
  [["https://user:canary@files.example.com/p"], "must have no user or password in the address"],
  [["https://"], "is not a valid address"],
  [["https://a.example.com/p", "pools"], "an address or a bundle must be the only source"],
  [["pools.bundle", "pools"], "an address or a bundle must be the only source"],
])("%j: %s", (words, problem) => {
  expect(sourceOf(words)).toEqual({ problem });
});
