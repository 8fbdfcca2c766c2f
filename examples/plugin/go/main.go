package main

import (
	"example.com/pulumi-iis/sdk/go/iis"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(declarePools)
}

func declarePools(ctx *pulumi.Context) error {
	// Recycles every night at three instead of every 29 hours.
	_, err := iis.NewAppPool(ctx, "nightly", &iis.AppPoolArgs{
		Name: pulumi.String("Nightly Reports"),
		Recycling: &iis.RecyclingSettingsArgs{
			PeriodicRestart: &iis.PeriodicRestartSettingsArgs{
				Time:     pulumi.String("0s"),
				Schedule: pulumi.StringArray{pulumi.String("03:00")},
			},
		},
	})
	if err != nil {
		return err
	}

	// Recycles when it holds more than 1.5 GB, and logs the reason.
	_, err = iis.NewAppPool(ctx, "shop", &iis.AppPoolArgs{
		Recycling: &iis.RecyclingSettingsArgs{
			LogEventOnRecycle: iis.LogEventOnRecycleArray{
				iis.LogEventOnRecycleTime,
				iis.LogEventOnRecycleRequests,
				iis.LogEventOnRecycleSchedule,
				iis.LogEventOnRecycleMemory,
				iis.LogEventOnRecycleIsapiUnhealthy,
				iis.LogEventOnRecycleOnDemand,
				iis.LogEventOnRecycleConfigChange,
				iis.LogEventOnRecyclePrivateMemory,
			},
			PeriodicRestart: &iis.PeriodicRestartSettingsArgs{PrivateMemory: pulumi.String("1.5GB")},
		},
	})
	if err != nil {
		return err
	}

	// ASP.NET Core: no managed code, started with the server and never idle.
	_, err = iis.NewAppPool(ctx, "api", &iis.AppPoolArgs{
		ManagedRuntimeVersion: pulumi.String(""),
		StartMode:             iis.StartModeAlwaysRunning,
		ProcessModel:          &iis.ProcessModelSettingsArgs{IdleTimeout: pulumi.String("0s")},
	})
	return err
}
