using Amo2GSheet.EmbeddedTables;
using Amo2GSheet.Functions;
using Amo2GSheet.SelfHost.Settings;
using Microsoft.AspNetCore.Connections;

namespace Amo2GSheet.SelfHost;

/// <summary>The host cannot start, for a reason that its operator can fix; the message says how.</summary>
internal sealed class SelfHostStartException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Turns what an operator can fix into lines for stderr. Everything else is a defect and keeps its stack trace.</summary>
internal static class StartFailure
{
    /// <summary>One line each; empty when the exception is not one of a start that an operator can fix.</summary>
    public static IReadOnlyList<string> Messages(Exception exception) => exception switch
    {
        AggregateException many when many.InnerExceptions.All(e => Messages(e).Count > 0) =>
            [.. many.InnerExceptions.SelectMany(Messages).Distinct()],
        SelfHostStartException start => [start.Message],
        TableFileException file => [file.Message],
        _ => StartReasons.Of(exception),
    };

    /// <summary>Prints what went wrong and answers the exit code.</summary>
    public static int Report(Exception exception, TextWriter error)
    {
        var messages = Messages(exception);
        if (messages.Count == 0)
            error.WriteLine(exception);
        foreach (var message in messages)
            error.WriteLine(message);
        return 1;
    }

    /// <summary>A failed start as the operator should read it.</summary>
    public static Exception Explain(Exception exception, SelfHostSettings settings) => exception switch
    {
        IOException { InnerException: AddressInUseException } => new SelfHostStartException(
            $"{settings.Host}:{settings.Port} is in use by another process; stop that one or choose another PORT.", exception),
        IOException or System.Net.Sockets.SocketException => new SelfHostStartException(
            $"Cannot listen on {settings.Host}:{settings.Port}: {exception.Message}", exception),
        _ => exception,
    };
}
