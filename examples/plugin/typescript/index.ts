import * as iis from "@pulumi-iis/iis";

// Recycles every night at three instead of every 29 hours.
new iis.AppPool("nightly", {
  name: "Nightly Reports",
  recycling: { periodicRestart: { time: "0s", schedule: ["03:00"] } },
});

// Recycles when it holds more than 1.5 GB, and logs the reason.
new iis.AppPool("shop", {
  recycling: {
    logEventOnRecycle: [
      "Time",
      "Requests",
      "Schedule",
      "Memory",
      "IsapiUnhealthy",
      "OnDemand",
      "ConfigChange",
      "PrivateMemory",
    ],
    periodicRestart: { privateMemory: "1.5GB" },
  },
});

// ASP.NET Core: no managed code, started with the server and never idle.
new iis.AppPool("api", {
  managedRuntimeVersion: "",
  startMode: "AlwaysRunning",
  processModel: { idleTimeout: "0s" },
});
