using System.Text.RegularExpressions;
using Amo2GSheet.Core.AmoCrm;
using Amo2GSheet.Core.Sheets;
using Amo2GSheet.Core.State;
using Amo2GSheet.GoogleSheets;
using Amo2GSheet.SelfHost;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Cli.Frame;

/// <summary>Words what a person can mend. Everything else is a defect.</summary>
internal static partial class CommandFailure
{
    /// <summary>One sentence each; empty when the exception is none that a person can mend.</summary>
    public static IReadOnlyList<string> Sentences(Exception failure) => failure switch
    {
        AmoUnavailableException or SheetUnavailableException or SheetMisconfiguredException or GoogleKeyException or CommandException
            or StateConflictException
            => [failure.Message],
        AmoUnauthorizedException when failure.Message.Contains("AMO_LONG_LIVED_TOKEN", StringComparison.Ordinal) => [failure.Message],
        AmoUnauthorizedException => [$"{failure.Message} From a terminal: amo2gsheet login."],
        AuthenticationFailedException => ["Table Storage: no identity of this machine could log in; give a connection string, or log in (az login)."],
        RequestFailedException storage => [Storage(storage)],
        AggregateException many when many.InnerExceptions.All(inner => Sentences(inner).Count > 0) =>
            [.. many.InnerExceptions.SelectMany(Sentences).Distinct()],
        OptionsValidationException settings => [.. settings.Failures.Select(Setting).Distinct()],
        _ => StartFailure.Messages(failure),
    };

    /// <summary>A validator's message without the name of our property that it puts in front: the message names the setting itself.</summary>
    public static string Setting(string message) => PropertyPrefix().Replace(message, "");

    // Azure's own message runs over many lines and quotes headers; of a failure of the service, its first line says what is wrong.
    private static string Storage(RequestFailedException failure) => failure.Status switch
    {
        0 => "Table Storage cannot be reached: check AzureWebJobsStorage or AMO2GSHEET_TABLES, and the network.",
        >= 500 => $"Table Storage failed (HTTP {failure.Status}{(failure.ErrorCode is { } code ? $", {code}" : "")}): {failure.Message.Split('\n', 2)[0].TrimEnd()}",
        _ => $"Table Storage refused (HTTP {failure.Status}{(failure.ErrorCode is { } code ? $", {code}" : "")}): check AzureWebJobsStorage or AMO2GSHEET_TABLES.",
    };

    [GeneratedRegex("^[A-Z][A-Za-z]+: (?=.)")]
    private static partial Regex PropertyPrefix();
}

/// <summary>A command cannot go on, for a reason that a person can mend.</summary>
/// <param name="message">What, and what to do; no personal data.</param>
internal sealed class CommandException(string message) : Exception(message);
