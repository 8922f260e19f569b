namespace Amo2GSheet.EmbeddedTables;

/// <summary>A request that the Table service refuses, with the status, code and message that Azure gives.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes"/>
internal sealed class TableServiceException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The action of the transaction that was refused; null for a request of one action.</summary>
    public int? Index { get; init; }

    /// <summary>The same refusal, of one action of a transaction.</summary>
    public TableServiceException At(int index) => new(Status, Code, Message) { Index = index };

    /// <summary>The same refusal, of a request of one action.</summary>
    public TableServiceException Alone() => new(Status, Code, Message);

    public static TableServiceException TableNotFound() => new(404, "TableNotFound", "The table specified does not exist.");

    public static TableServiceException TableAlreadyExists() => new(409, "TableAlreadyExists", "The table specified already exists.");

    public static TableServiceException ResourceNotFound() => new(404, "ResourceNotFound", "The specified resource does not exist.");

    public static TableServiceException EntityAlreadyExists() => new(409, "EntityAlreadyExists", "The specified entity already exists.");

    public static TableServiceException ConditionNotSatisfied() =>
        new(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");

    public static TableServiceException BodyTooLarge() =>
        new(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");

    public static TableServiceException InvalidInput(string what) => new(400, "InvalidInput", what);

    public static TableServiceException OutOfRange(string what) => new(400, "OutOfRangeInput", what);

    public static TableServiceException NeedsKey() => new(400, "PropertiesNeedValue", "The values are not specified for all properties in the entity.");

    public static TableServiceException MethodNotAllowed() => new(405, "MethodNotAllowed", "The requested method is not allowed on the specified resource.");
}
