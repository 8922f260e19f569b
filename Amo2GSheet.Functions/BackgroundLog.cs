using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Amo2GSheet.Functions;

/// <summary>
/// Puts on the console what is logged outside of an invocation, such as by a pass that a webhook requested. The Functions host takes a worker's
/// log lines from its channel only for an invocation that runs, and drops all others; lines of the console it keeps
/// (https://github.com/Azure/azure-functions-host/issues/8304).
/// </summary>
internal static class BackgroundLog
{
    /// <summary>Adds it. A host that has chosen a format for the console, as the self-host has, keeps its own.</summary>
    /// <param name="logging">Where to add it.</param>
    public static ILoggingBuilder AddBackgroundLog(this ILoggingBuilder logging) => logging
        .AddConsoleFormatter<BackgroundFormatter, ConsoleFormatterOptions>()
        .AddConsole(console =>
        {
            if (console.FormatterName is not null)
                return;

            console.FormatterName = BackgroundFormatter.FormatterName;
            // The host takes stdout for Information, and stderr for errors, or for warnings where the line has that word.
            console.LogToStandardErrorThreshold = LogLevel.Warning;
        });
}

/// <summary>One line for what is logged outside of an invocation; nothing for the rest, which reaches the host by itself.</summary>
internal sealed class BackgroundFormatter() : ConsoleFormatter(FormatterName)
{
    /// <summary>The name for <c>Logging__Console__FormatterName</c>.</summary>
    public const string FormatterName = "background";

    // The worker opens a scope with this key around every invocation.
    private const string InvocationKey = "AzureFunctions_InvocationId";

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (IsInvocation(scopeProvider))
            return;

        var line = $"{logEntry.LogLevel}: {logEntry.Category}: {logEntry.Formatter(logEntry.State, logEntry.Exception)} {logEntry.Exception}";
        textWriter.WriteLine(line.ReplaceLineEndings(" ").TrimEnd());
    }

    private static bool IsInvocation(IExternalScopeProvider? scopes)
    {
        var found = new StrongBox<bool>();
        scopes?.ForEachScope(
            (scope, any) => any.Value |= scope is IEnumerable<KeyValuePair<string, object>> pairs && pairs.Any(pair => pair.Key == InvocationKey),
            found);
        return found.Value;
    }
}
