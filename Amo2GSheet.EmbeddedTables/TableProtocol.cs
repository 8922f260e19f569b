using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Amo2GSheet.EmbeddedTables;

/// <summary>
/// The REST protocol of the Table service, as far as Azure's clients use it for tables and entities: JSON, ETags, continuation, transactions.
/// The same for every transport.
/// </summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api"/>
internal sealed class TableProtocol(TableService service)
{
    // Texts are read by people in a debugger; what must be escaped in JSON still is.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Answers a request. Completes synchronously if the engine does.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up waiting; a change that has not begun by then is never made.</param>
    public async ValueTask<TableResponse> AnswerAsync(TableRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var target = TableTarget.Parse(request.Target);
            if (target.Resource == "$batch")
                return request.Method == "POST" ? await TransactionAsync(request, cancellationToken) : throw TableServiceException.MethodNotAllowed();
            return await AnswerAsync(target, request, cancellationToken);
        }
        catch (TableServiceException exception)
        {
            return Error(exception);
        }
    }

    /// <summary>The answer to a refused request.</summary>
    public static TableResponse Error(TableServiceException exception)
    {
        var body = Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("odata.error");
            json.WriteString("code", exception.Code);
            json.WriteStartObject("message");
            json.WriteString("lang", "en-US");
            json.WriteString("value", exception.Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"{index}:{exception.Message}") : exception.Message);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });
        return new TableResponse(exception.Status, "application/json;odata=minimalmetadata;streaming=true;charset=utf-8", body).With("x-ms-error-code", exception.Code);
    }

    private async ValueTask<TableResponse> AnswerAsync(TableTarget target, TableRequest request, CancellationToken cancellationToken)
    {
        if (target.Resource.Equals("Tables", StringComparison.OrdinalIgnoreCase))
        {
            return request.Method switch
            {
                "GET" when target.Name is null => ListTables(target, MetadataOf(target, request)),
                "POST" when target.Name is null => await CreateTableAsync(target, request, cancellationToken),
                "DELETE" when target.Name is not null => await DeleteTableAsync(target.Name, cancellationToken),
                _ => throw TableServiceException.MethodNotAllowed(),
            };
        }

        if (request.Method == "GET")
            return target.Key is { } key ? Get(target, key, MetadataOf(target, request)) : Query(target, MetadataOf(target, request));

        var action = ActionOf(target, request);
        var entity = await service.ChangeAsync(target.Resource, action, cancellationToken);
        return Changed(target, request, action, entity);
    }

    private TableResponse ListTables(TableTarget target, Metadata metadata)
    {
        var (names, next) = service.ListTables(FilterParser.Parse(target.Option("$filter")), Continuation(target.Option("NextTableName")), Top(target));
        var body = Write(json =>
        {
            json.WriteStartObject();
            if (metadata != Metadata.None)
                json.WriteString("odata.metadata", "$metadata#Tables");
            json.WriteStartArray("value");
            foreach (var name in names)
            {
                json.WriteStartObject();
                json.WriteString("TableName", name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        return new TableResponse(200, ContentType(metadata), body).With("x-ms-continuation-NextTableName", Token(next));
    }

    private async ValueTask<TableResponse> CreateTableAsync(TableTarget target, TableRequest request, CancellationToken cancellationToken)
    {
        var (_, _, properties) = EntityJson.Read(request.Body.Span);
        if (properties is not [{ Name: "TableName", Value: string name }])
            throw TableServiceException.InvalidInput("One of the request inputs is not valid.");

        await service.CreateTableAsync(name, cancellationToken);
        if (PrefersNoContent(request))
            return TableResponse.NoContent().With("Preference-Applied", "return-no-content");

        var metadata = MetadataOf(target, request);
        var body = Write(json =>
        {
            json.WriteStartObject();
            if (metadata != Metadata.None)
                json.WriteString("odata.metadata", "$metadata#Tables/@Element");
            json.WriteString("TableName", name);
            json.WriteEndObject();
        });
        return new TableResponse(201, ContentType(metadata), body);
    }

    private async ValueTask<TableResponse> DeleteTableAsync(string name, CancellationToken cancellationToken)
    {
        await service.DeleteTableAsync(name, cancellationToken);
        return TableResponse.NoContent();
    }

    private TableResponse Get(TableTarget target, EntityKey key, Metadata metadata)
    {
        // No exception: stores often ask for what may not be there.
        if (service.Find(target.Resource, key) is not { } entity)
            return Error(TableServiceException.ResourceNotFound());
        return new TableResponse(200, ContentType(metadata), WriteEntity(target.Resource, entity, Select(target), metadata)).With("ETag", entity.ETag);
    }

    private TableResponse Query(TableTarget target, Metadata metadata)
    {
        EntityKey? from = Continuation(target.Option("NextPartitionKey")) is { } partition
            ? new EntityKey(partition, Continuation(target.Option("NextRowKey")) ?? "")
            : null;
        var (entities, next) = service.Query(target.Resource, FilterParser.Parse(target.Option("$filter")), from, Top(target));
        var select = Select(target);
        var body = Write(json =>
        {
            json.WriteStartObject();
            if (metadata != Metadata.None)
                json.WriteString("odata.metadata", $"$metadata#{target.Resource}");
            json.WriteStartArray("value");
            foreach (var entity in entities)
                EntityJson.Write(json, target.Resource, entity, select, metadata, context: null);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        return new TableResponse(200, ContentType(metadata), body)
            .With("x-ms-continuation-NextPartitionKey", Token(next?.Partition))
            .With("x-ms-continuation-NextRowKey", Token(next?.Row));
    }

    private async ValueTask<TableResponse> TransactionAsync(TableRequest request, CancellationToken cancellationToken)
    {
        if (request.Body.Length > EntityLimits.TransactionBytes)
            throw TableServiceException.BodyTooLarge();

        var parts = Multipart.Read(request);
        List<TableResponse> answers;
        try
        {
            answers = await TransactionAsync(parts, cancellationToken);
        }
        catch (TableServiceException exception) when (exception.Status < 500)
        {
            // Of a service that failed, the whole request is told: then the client tries again.
            answers = [Error(exception)];
        }

        return Multipart.Write(answers);
    }

    private async ValueTask<List<TableResponse>> TransactionAsync(List<TableRequest> parts, CancellationToken cancellationToken)
    {
        var targets = new TableTarget[parts.Count];
        var actions = new EntityAction[parts.Count];
        for (var index = 0; index < actions.Length; index++)
        {
            try
            {
                targets[index] = TableTarget.Parse(parts[index].Target);
                if (!targets[index].Resource.Equals(targets[0].Resource, StringComparison.OrdinalIgnoreCase))
                    throw TableServiceException.InvalidInput("All commands in a batch must operate on the same table.");
                actions[index] = ActionOf(targets[index], parts[index]);
            }
            catch (TableServiceException exception)
            {
                throw exception.At(index);
            }
        }

        if (actions.Length == 0)
            throw TableServiceException.InvalidInput("The batch request contains no commands.");

        var entities = await service.ChangeAsync(targets[0].Resource, actions, cancellationToken);
        var answers = new List<TableResponse>(actions.Length);
        for (var index = 0; index < actions.Length; index++)
            answers.Add(Changed(targets[index], parts[index], actions[index], entities[index]));
        return answers;
    }

    private static EntityAction ActionOf(TableTarget target, TableRequest request)
    {
        if (target.Resource.Length == 0)
            throw new TableServiceException(400, "InvalidUri", "The requested URI does not represent any resource on the server.");
        if (request.Method == "DELETE")
        {
            return new EntityAction(EntityActionKind.Delete, target.Key ?? throw TableServiceException.MethodNotAllowed(), [], request.IfMatch
                ?? throw new TableServiceException(400, "MissingRequiredHeader", "An HTTP header that's mandatory for this request is not specified: If-Match."));
        }

        var kind = (request.Method, HasCondition: request.IfMatch is not null) switch
        {
            ("POST", _) => EntityActionKind.Insert,
            ("PUT", true) => EntityActionKind.Replace,
            ("PUT", false) => EntityActionKind.InsertOrReplace,
            ("PATCH" or "MERGE", true) => EntityActionKind.Merge,
            ("PATCH" or "MERGE", false) => EntityActionKind.InsertOrMerge,
            _ => throw TableServiceException.MethodNotAllowed(),
        };
        if (kind == EntityActionKind.Insert != target.Key is null)
            throw TableServiceException.MethodNotAllowed();

        var (partition, row, properties) = EntityJson.Read(request.Body.Span);
        var key = target.Key ?? new EntityKey(partition ?? throw TableServiceException.NeedsKey(), row ?? throw TableServiceException.NeedsKey());
        if ((partition is not null && partition != key.Partition) || (row is not null && row != key.Row))
            throw TableServiceException.InvalidInput("The key in the address and the key in the entity differ.");
        return new EntityAction(kind, key, properties, request.IfMatch);
    }

    private static TableResponse Changed(TableTarget target, TableRequest request, EntityAction action, Entity? entity)
    {
        if (action.Kind != EntityActionKind.Insert || PrefersNoContent(request))
        {
            var answer = TableResponse.NoContent().With("ETag", entity?.ETag);
            return action.Kind == EntityActionKind.Insert ? answer.With("Preference-Applied", "return-no-content") : answer;
        }

        var metadata = MetadataOf(target, request);
        return new TableResponse(201, ContentType(metadata), WriteEntity(target.Resource, entity!, null, metadata)).With("ETag", entity!.ETag);
    }

    private static ReadOnlyMemory<byte> WriteEntity(string table, Entity entity, HashSet<string>? select, Metadata metadata) =>
        Write(json => EntityJson.Write(json, table, entity, select, metadata, $"$metadata#{table}/@Element"));

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
            write(json);
        return buffer.WrittenMemory;
    }

    private static bool PrefersNoContent(TableRequest request) => request.Prefer?.Contains("return-no-content", StringComparison.OrdinalIgnoreCase) == true;

    private static Metadata MetadataOf(TableTarget target, TableRequest request)
    {
        var asked = target.Option("$format") ?? request.Accept ?? "";
        if (asked.Contains("nometadata", StringComparison.OrdinalIgnoreCase))
            return Metadata.None;
        return asked.Contains("fullmetadata", StringComparison.OrdinalIgnoreCase) ? Metadata.Full : Metadata.Minimal;
    }

    private static string ContentType(Metadata metadata) => metadata switch
    {
        Metadata.None => "application/json;odata=nometadata;streaming=true;charset=utf-8",
        Metadata.Full => "application/json;odata=fullmetadata;streaming=true;charset=utf-8",
        _ => "application/json;odata=minimalmetadata;streaming=true;charset=utf-8",
    };

    private static HashSet<string>? Select(TableTarget target) => target.Option("$select") is { Length: > 0 } names and not "*"
        ? [.. names.Split(',', StringSplitOptions.TrimEntries)]
        : null;

    private static int Top(TableTarget target)
    {
        if (target.Option("$top") is not { } text)
            return EntityLimits.PageSize;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is > 0 and <= EntityLimits.PageSize
            ? top
            : throw TableServiceException.InvalidInput("$top must be a number from 1 to 1000.");
    }

    // A header takes no other letters than ASCII, and an empty key is a key.
    private static string? Token(string? key) => key is null ? null : $"1!{Convert.ToBase64String(Encoding.UTF8.GetBytes(key))}";

    private static string? Continuation(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        var bytes = new byte[token.Length];
        return token.StartsWith("1!", StringComparison.Ordinal) && Convert.TryFromBase64Chars(token.AsSpan(2), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new TableServiceException(400, "InvalidQueryParameterValue", "The continuation token is not valid.");
    }
}
