using Azure;
using Azure.Identity;

namespace Amo2GSheet.Core.State;

/// <summary>Tells an outage of the tables from all other failures.</summary>
public static class StorageOutage
{
    /// <summary>What is wrong and what to do.</summary>
    public const string Sentence =
        "The tables cannot be reached: check AMO2GSHEET_TABLES or AzureWebJobsStorage, and the network. What waits is done when they answer again.";

    /// <summary>What is lost when tables were gone while the service ran, and what to do.</summary>
    public const string LostTables =
        "Tables were gone and are made anew: rows count as agreed on as they stand, and edits made in between were not sent. Restore a backup (amo2gsheet restore), or compare both sides (amo2gsheet verify) and restart.";

    /// <summary>
    /// Whether the tables gave no answer or refused us. What a store expects (a conflict, a missing row) never leaves it; any other refusal is of
    /// a request that is wrong in itself, which is a defect.
    /// </summary>
    public static bool IsCauseOf(Exception failure) => failure switch
    {
        RequestFailedException { Status: 0 } or AuthenticationFailedException => true,
        // A deleted table cannot be made anew for some seconds.
        RequestFailedException { ErrorCode: "TableNotFound" or "TableBeingDeleted" } => true,
        RequestFailedException refused => IsRefusal(refused.Status),
        _ => false,
    };

    /// <summary>Whether the status of an answer makes every other request pointless for now.</summary>
    internal static bool IsRefusal(int status) => status is 401 or 403 or 408 or 429 or >= 500;

    /// <summary>Why, in one line for the log; the other lines of Azure's messages quote headers.</summary>
    public static string Reason(Exception failure)
    {
        if (failure is RequestFailedException { Status: > 0 } refused)
            return $"HTTP {refused.Status}{(refused.ErrorCode is { } code ? $", {code}" : "")}: {FirstLine(refused)}";

        // Below a cancellation is only the socket that it closed.
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException)
                return "no answer in time";
        }

        return FirstLine(failure.GetBaseException());

        static string FirstLine(Exception exception) => exception.Message.Split('\n', 2)[0].TrimEnd();
    }

    /// <summary>What is wrong, why, and what to do: the outcome of a run that the tables ended.</summary>
    public static string Explain(Exception failure) => $"{Sentence} ({Reason(failure)})";
}
