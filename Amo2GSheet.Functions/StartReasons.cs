using Amo2GSheet.Core.Storage;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Functions;

/// <summary>Why a start failed, as sentences for the person who can fix it. Everything else is a defect and keeps its stack trace.</summary>
internal static class StartReasons
{
    /// <summary>One sentence each; empty when the failure is not one that a person can fix.</summary>
    public static IReadOnlyList<string> Of(Exception failure) => failure switch
    {
        AggregateException many when many.InnerExceptions.All(e => Of(e).Count > 0) => [.. many.InnerExceptions.SelectMany(Of).Distinct()],
        OptionsValidationException options => [.. options.Failures.Distinct()],
        // The binder's own message names the setting and what it could not read.
        InvalidOperationException { TargetSite.DeclaringType.Namespace: "Microsoft.Extensions.Configuration" } binding => [binding.Message],
        TablesUnavailableException storage => [storage.Message],
        _ => [],
    };
}
