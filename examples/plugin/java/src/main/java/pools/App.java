package pools;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.iis.AppPool;
import com.pulumi.iis.AppPoolArgs;
import com.pulumi.iis.enums.LogEventOnRecycle;
import com.pulumi.iis.enums.StartMode;
import com.pulumi.iis.inputs.PeriodicRestartSettingsArgs;
import com.pulumi.iis.inputs.ProcessModelSettingsArgs;
import com.pulumi.iis.inputs.RecyclingSettingsArgs;

public final class App {
    public static void main(String[] args) {
        Pulumi.run(App::declarePools);
    }

    private static void declarePools(Context context) {
        // Recycles every night at three instead of every 29 hours.
        new AppPool("nightly", AppPoolArgs.builder()
            .name("Nightly Reports")
            .recycling(RecyclingSettingsArgs.builder()
                .periodicRestart(PeriodicRestartSettingsArgs.builder().time("0s").schedule("03:00").build())
                .build())
            .build());

        // Recycles when it holds more than 1.5 GB, and logs the reason.
        new AppPool("shop", AppPoolArgs.builder()
            .recycling(RecyclingSettingsArgs.builder()
                .logEventOnRecycle(
                    LogEventOnRecycle.Time,
                    LogEventOnRecycle.Requests,
                    LogEventOnRecycle.Schedule,
                    LogEventOnRecycle.Memory,
                    LogEventOnRecycle.IsapiUnhealthy,
                    LogEventOnRecycle.OnDemand,
                    LogEventOnRecycle.ConfigChange,
                    LogEventOnRecycle.PrivateMemory)
                .periodicRestart(PeriodicRestartSettingsArgs.builder().privateMemory("1.5GB").build())
                .build())
            .build());

        // ASP.NET Core: no managed code, started with the server and never idle.
        new AppPool("api", AppPoolArgs.builder()
            .managedRuntimeVersion("")
            .startMode(StartMode.AlwaysRunning)
            .processModel(ProcessModelSettingsArgs.builder().idleTimeout("0s").build())
            .build());
    }
}
