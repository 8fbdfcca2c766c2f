/** The variables that make a program run in a prefix, silently. */
export function wineVariables(prefix: string): Record<string, string> {
  return {
    WINEPREFIX: prefix,
    // Where Debian's Wine has the socket of its server: all who call that server need the same.
    TMPDIR: prefix,
    WINEDEBUG: "-all",
    // No entries in the menus of who runs the tests, no questions for .NET and a browser.
    WINEDLLOVERRIDES: "winemenubuilder.exe,mscoree,mshtml=",
    LC_ALL: "C.UTF-8",
  };
}

/** A whole environment for a program in a prefix: nothing from this process's Node, Pulumi, test runner and desktop. */
export function wineEnvironment(prefix: string): NodeJS.ProcessEnv {
  const foreign = /^(PULUMI_|APPCMD_|IIS_|NODE_|JEST_|WINE|DISPLAY$|WAYLAND_DISPLAY$|LANG$|LC_)/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), ...wineVariables(prefix) };
}
