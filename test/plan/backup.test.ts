import { backupFile } from "../../provider/plan/restore/backup";

it.each([
  [
    "iispools-20261130-120000",
    "D:\\Win",
    "D:\\Win\\system32\\inetsrv\\backup\\iispools-20261130-120000\\applicationHost.config",
  ],
  ["CFGHISTORY_0000000012", "D:\\Win", "D:\\inetpub\\history\\CFGHISTORY_0000000012\\applicationHost.config"],
  ["CFGHISTORY", "C:\\Windows", "C:\\Windows\\system32\\inetsrv\\backup\\CFGHISTORY\\applicationHost.config"],
])("the file of backup %s with Windows in %s", (name, windows, file) => {
  expect(backupFile(name, windows)).toBe(file);
});
