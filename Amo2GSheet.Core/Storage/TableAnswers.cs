using Azure;

namespace Amo2GSheet.Core.Storage;

/// <summary>Reads answers: conflicts are told from failures, versions are taken.</summary>
internal static class TableAnswers
{
    /// <summary>
    /// Somebody else moved on: the entity changed (412), was made (409) or deleted (404) meanwhile. The table itself missing is no conflict.
    /// </summary>
    public static bool IsConflict(this RequestFailedException exception) =>
        exception.Status is 404 or 409 or 412 && exception.ErrorCode is not ("TableNotFound" or "TableBeingDeleted");

    /// <summary>The version that a write gave the entity.</summary>
    public static string Version(this Response answer) =>
        answer.Headers.ETag?.ToString() ?? throw new InvalidOperationException("Table Storage answered a write without an ETag.");
}
