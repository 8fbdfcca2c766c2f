using Pulumi;
using Pulumi.Iis;
using Pulumi.Iis.Inputs;

return await Deployment.RunAsync(() =>
{
    // Recycles every night at three instead of every 29 hours.
    new AppPool("nightly", new AppPoolArgs
    {
        Name = "Nightly Reports",
        Recycling = new RecyclingSettingsArgs
        {
            PeriodicRestart = new PeriodicRestartSettingsArgs { Time = "0s", Schedule = { "03:00" } },
        },
    });

    // Recycles when it holds more than 1.5 GB, and logs the reason.
    new AppPool("shop", new AppPoolArgs
    {
        Recycling = new RecyclingSettingsArgs
        {
            LogEventOnRecycle =
            {
                LogEventOnRecycle.Time,
                LogEventOnRecycle.Requests,
                LogEventOnRecycle.Schedule,
                LogEventOnRecycle.Memory,
                LogEventOnRecycle.IsapiUnhealthy,
                LogEventOnRecycle.OnDemand,
                LogEventOnRecycle.ConfigChange,
                LogEventOnRecycle.PrivateMemory,
            },
            PeriodicRestart = new PeriodicRestartSettingsArgs { PrivateMemory = "1.5GB" },
        },
    });

    // ASP.NET Core: no managed code, started with the server and never idle.
    new AppPool("api", new AppPoolArgs
    {
        ManagedRuntimeVersion = "",
        StartMode = StartMode.AlwaysRunning,
        ProcessModel = new ProcessModelSettingsArgs { IdleTimeout = "0s" },
    });
});
