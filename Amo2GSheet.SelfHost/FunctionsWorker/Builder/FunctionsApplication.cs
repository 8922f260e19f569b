using Amo2GSheet.SelfHost.FunctionsWorker;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a functions application starts.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with settings, logging and the host already in it.</summary>
    /// <param name="args">Command line; <c>--NAME=value</c> sets a setting, above the environment.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args)
    {
        if (SelfHostRun.Current is { } run)
            return new(args, run.Options, run);

        StartFailure.ReportUnhandled();
        return new(args, new SelfHostOptions(), run: null);
    }
}
