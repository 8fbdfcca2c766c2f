let mockEmulator: typeof import("./emulator-child") | undefined;

/** In each test file of the tier unit: a call of the emulator runs in this process, and nothing else is started. */
jest.mock("node:child_process", () => {
  const refusing = jest.requireActual<typeof import("node:child_process")>("node:child_process");
  const spawn = (file: string, args: readonly string[], options?: { env?: NodeJS.ProcessEnv }): unknown => {
    if (file !== process.execPath || !/[\\/]emulator[\\/]main\.js$/.test(args[0] ?? "")) {
      return refusing.spawn(file, args);
    }
    // Once a test file, whatever modules the file isolates.
    mockEmulator ??= jest.requireActual<typeof import("./emulator-child")>("./emulator-child");
    return new mockEmulator.EmulatorChild(args.slice(1), options?.env ?? process.env);
  };
  return { ...refusing, spawn };
});
