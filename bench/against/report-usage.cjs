// Loaded before a measured program (node --require): at its end it writes to descriptor 4 what it has used.
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, megabytes: maxRSS / 1024 };
  require("node:fs").writeSync(4, JSON.stringify(usage));
});
