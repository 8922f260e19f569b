using Amo2GSheet.SelfHost.Invocations;
using Amo2GSheet.SelfHost.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.SelfHost.Settings;

/// <summary>Everything that stops a start, found before the first function runs and told all at once.</summary>
internal sealed class SelfHostSettingsValidator(FunctionCatalog catalog, IConfiguration configuration)
    : IValidateOptions<SelfHostSettings>
{
    public ValidateOptionsResult Validate(string? name, SelfHostSettings options)
    {
        List<string> failures = [.. catalog.Errors, .. Listening(options), .. Keys(options), .. Schedules()];
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Listening(SelfHostSettings settings)
    {
        if (!settings.TryGetEndPoint(out _))
            yield return $"HOST must be an IP address, localhost or *, and PORT a number from 0 to 65535; they are \"{settings.Host}\" and \"{settings.Port}\".";
    }

    private IEnumerable<string> Keys(SelfHostSettings settings)
    {
        var needsKey = catalog.Http.FirstOrDefault(f => f.Http!.AuthLevel == AuthorizationLevel.Function);
        if (needsKey is not null && settings.FunctionKeys.Count == 0)
            yield return $"FUNCTION_KEY is not set, and function {needsKey.Name} needs a key; set it to {SelfHostSettings.ShortestKey} characters or more.";
        if (settings.FunctionKeys.Any(k => k.Length < SelfHostSettings.ShortestKey))
            yield return $"FUNCTION_KEY is too short; each of its keys needs {SelfHostSettings.ShortestKey} characters or more.";
        if (settings.MasterKey?.Length < SelfHostSettings.ShortestKey)
            yield return $"MASTER_KEY is too short; it needs {SelfHostSettings.ShortestKey} characters or more.";
    }

    private IEnumerable<string> Schedules()
    {
        foreach (var function in catalog.Timers)
        {
            if (!TimerSchedule.TryParse(function.Timer!.Schedule, configuration, out _, out var error))
                yield return $"Function {function.Name}: {error}";
        }
    }
}
