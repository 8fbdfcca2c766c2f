import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** The compiled program, as npm run build left it. */
export const emulatorMain = path.join(__dirname, "../../dist/emulator/main.js");

/** A folder of its own for each test, with the configuration that the program works on. */
export interface EmulatorFolder {
  /** The folder of the test that runs now. */
  folder(): string;
  /** The file's path. */
  config(): string;
  /** The environment that leads the program to the file. */
  environment(extra?: Readonly<Record<string, string>>): NodeJS.ProcessEnv;
}

/** Makes a folder with this configuration before each test of the file, and removes it afterwards. */
export function emulatorFolder(content: string): EmulatorFolder {
  let folder = "";
  const config = (): string => path.join(folder, "applicationHost.config");
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(tmpdir(), "appcmd-emulator-"));
    fs.writeFileSync(config(), content);
  });
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });
  return {
    folder: () => folder,
    config,
    environment: (extra = {}) => ({ ...process.env, APPCMD_EMULATOR_CONFIG: config(), ...extra }),
  };
}
