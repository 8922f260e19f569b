using Azure;
using Azure.Identity;

namespace Amo2GSheet.Core.Storage;

/// <summary>Tells an outage of the tables from all other failures.</summary>
public static class StorageOutage
{
    /// <summary>What is wrong and what to do.</summary>
    public const string Sentence =
        "The tables cannot be reached: check AMO2GSHEET_TABLES or AzureWebJobsStorage, and the network. What waits is done when they answer again.";

    /// <summary>Whether the tables gave no answer or refused us. What a store expects (a conflict, a missing row) never leaves it.</summary>
    public static bool IsCauseOf(Exception failure) => failure switch
    {
        RequestFailedException or AuthenticationFailedException => true,
        // Azure's retries end in one of these, with every attempt inside; one that ran into the network time-out is a cancellation.
        AggregateException { InnerExceptions.Count: > 0 } many => many.InnerExceptions.All(inner => inner is OperationCanceledException || IsCauseOf(inner)),
        _ => false,
    };

    /// <summary>Why, in a few words for the log; Azure's own messages run over many lines and quote headers.</summary>
    public static string Reason(Exception failure)
    {
        var innermost = failure;
        while (innermost is AggregateException { InnerExceptions: [.., var last] })
            innermost = last;
        if (innermost is RequestFailedException { Status: > 0 } refused)
            return $"HTTP {refused.Status}{(refused.ErrorCode is { } code ? $", {code}" : "")}";

        innermost = innermost.GetBaseException();
        return innermost is OperationCanceledException ? "no answer in time" : innermost.Message.Split('\n', 2)[0].TrimEnd();
    }
}
