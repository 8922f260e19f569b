using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amo2GSheet.Functions;

/// <summary>
/// Closed until the host has started: .NET's host (and Kestrel) logs a failed start with its stack trace and then throws it, and the line
/// for the operator that it becomes would be lost among them.
/// </summary>
internal sealed class StartLogGate
{
    private volatile bool _isOpen;

    /// <summary>Lets these categories log warnings and errors, once the host has started.</summary>
    public static StartLogGate AddTo(ILoggingBuilder logging, params string[] categories)
    {
        var gate = new StartLogGate();
        foreach (var category in (string[])["Microsoft.Extensions.Hosting.Internal.Host", .. categories])
            logging.AddFilter(category, level => gate._isOpen && level >= LogLevel.Warning);
        return gate;
    }

    /// <summary>Opens when the host has started.</summary>
    public void OpenWith(IServiceProvider services) =>
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => _isOpen = true);
}
